import type { EntryView } from '../detector.ts';
import type { ObjectPath } from './stix-ast.ts';

/** What we know of one file or directory, in the terms of a STIX file object. */
export interface FileObservation {
  directory: boolean;
  /** On the device. */
  path?: string;
  folder?: string;
  name?: string;
  /** Bytes. */
  size?: number;
  /** Lower-case hexadecimal. */
  md5?: string;
  sha1?: string;
  sha256?: string;
  /** Nanoseconds since 1970. */
  modified?: bigint;
  accessed?: bigint;
  born?: bigint;
}

/** What a true comparison rests on; it decides how much a match is worth. */
export type Basis = 'hash' | 'path' | 'folder' | 'name' | 'other';

/** A property we can answer for. */
export interface Property {
  key: keyof FileObservation;
  type: 'string' | 'number' | 'time' | 'hash';
  basis: Basis;
  /** True for a property of a directory, not of a file. */
  ofDirectory?: true;
}

const hash = (key: 'md5' | 'sha1' | 'sha256'): Property => ({ key, type: 'hash', basis: 'hash' });

/**
 * STIX 2.1 section 6.7 (file) and 6.4 (directory). `ctime` is the time of *creation* there, not the inode's change.
 * `file:path` is not in the standard but common; a `file:name` with a slash can only mean the same.
 */
const properties = new Map<string, Property>([
  ['file:hashes.MD5', hash('md5')],
  ['file:hashes.SHA-1', hash('sha1')],
  ['file:hashes.SHA1', hash('sha1')],
  ['file:hashes.SHA-256', hash('sha256')],
  ['file:hashes.SHA256', hash('sha256')],
  ['file:name', { key: 'name', type: 'string', basis: 'name' }],
  ['file:path', { key: 'path', type: 'string', basis: 'path' }],
  ['file:parent_directory_ref.path', { key: 'folder', type: 'string', basis: 'folder' }],
  ['file:size', { key: 'size', type: 'number', basis: 'other' }],
  ['file:mtime', { key: 'modified', type: 'time', basis: 'other' }],
  ['file:atime', { key: 'accessed', type: 'time', basis: 'other' }],
  ['file:ctime', { key: 'born', type: 'time', basis: 'other' }],
  ['directory:path', { key: 'path', type: 'string', basis: 'path', ofDirectory: true }],
]);

/** The property a path names, when we can answer for it. */
export function propertyOf({ object, steps }: ObjectPath): Property | undefined {
  const keys = steps.map((step) => ('key' in step ? step.key : '[]'));
  const dotted = keys[0] === 'hashes' ? keys.map((k) => (k === 'hashes' ? k : k.toUpperCase())) : keys;
  return properties.get(`${object}:${dotted.join('.')}`);
}

/** An entry as a STIX object; undefined for free space and the filesystem's own structures, which are neither. */
export function observe({ facts, hashes }: EntryView): FileObservation | undefined {
  if (facts.kind === 'metadata' || (facts.kind === 'run' && !hashes)) return undefined;
  const { path, times } = facts;
  const slash = path === undefined ? -1 : path.lastIndexOf('/');
  return {
    directory: facts.kind === 'directory',
    size: facts.size,
    ...(path !== undefined && { path, folder: slash > 0 ? path.slice(0, slash) : '/', name: path.slice(slash + 1) }),
    ...(hashes && { md5: hashes.md5, sha1: hashes.sha1, sha256: hashes.sha256 }),
    ...(times.modified !== undefined && optional('modified', times.modified)),
    ...(times.accessed !== undefined && optional('accessed', times.accessed)),
    ...(times.born !== undefined && optional('born', times.born)),
  };
}

function optional(key: 'modified' | 'accessed' | 'born', text: string): FileObservation | Record<string, bigint> {
  const value = nanoseconds(text);
  return value === undefined ? {} : { [key]: value };
}

/** An RFC 3339 time in UTC as nanoseconds since 1970; undefined when it is none. */
export function nanoseconds(text: string): bigint | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?Z$/.exec(text);
  const at = parts ? Date.parse(`${parts[1]}Z`) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  return BigInt(at) * 1_000_000n + BigInt((parts![2] ?? '').padEnd(9, '0'));
}
