import type { Times } from '../../model/index.ts';
import type { EntryView } from '../detector.ts';
import type { ObjectPath } from './stix-ast.ts';

/** What we know of one file or directory, in the terms of a STIX file object. */
export class FileObservation {
  readonly directory: boolean;
  /** On the device. */
  readonly path: string | undefined;
  readonly folder: string | undefined;
  readonly name: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly md5: string | undefined;
  readonly sha1: string | undefined;
  readonly sha256: string | undefined;
  readonly #times: Times;

  constructor({ facts, hashes }: EntryView) {
    const { path } = facts;
    const slash = path === undefined ? -1 : path.lastIndexOf('/');
    this.directory = facts.kind === 'directory';
    this.path = path;
    this.folder = path === undefined ? undefined : slash > 0 ? path.slice(0, slash) : '/';
    this.name = path?.slice(slash + 1);
    this.size = facts.size;
    this.md5 = hashes?.md5;
    this.sha1 = hashes?.sha1;
    this.sha256 = hashes?.sha256;
    this.#times = facts.times;
  }

  /** Nanoseconds since 1970; few indicators ask for a time. */
  get modified(): bigint | undefined {
    return nanoseconds(this.#times.modified);
  }

  get accessed(): bigint | undefined {
    return nanoseconds(this.#times.accessed);
  }

  get born(): bigint | undefined {
    return nanoseconds(this.#times.born);
  }
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
export function observe(view: EntryView): FileObservation | undefined {
  const { kind } = view.facts;
  return kind === 'metadata' || (kind === 'run' && !view.hashes) ? undefined : new FileObservation(view);
}

/** An RFC 3339 time in UTC as nanoseconds since 1970; undefined when it is none. */
export function nanoseconds(text: string | undefined): bigint | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?Z$/.exec(text ?? '');
  const at = parts ? Date.parse(`${parts[1]}Z`) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  return BigInt(at) * 1_000_000n + BigInt((parts![2] ?? '').padEnd(9, '0'));
}
