import { hashesOfNothing } from './hash-of-nothing.ts';
import { hashKind, hashTest, nameTest, pathTest } from './indicator.ts';
import type { Comparison } from './stix-ast.ts';
import { parsePattern } from './stix-pattern.ts';
import { PatternError } from './stix-tokens.ts';
import { usable } from './usable.ts';

/** A value of a list or table, understood; `note` says what of it is not used. */
export type PlainValue = { id: string; test: Comparison; note?: string } | { reason: string };

/** What a value may be said to be by its column or a type beside it; by its own shape when absent. */
export type ValueKind = 'hash' | 'md5' | 'sha1' | 'sha256' | 'name' | 'path' | 'name-or-path' | 'pattern';

/** Understands one value: a hash by its length, a path by its slash, a STIX pattern by its bracket. */
export function plainValue(value: string, kind?: ValueKind): PlainValue {
  if (kind === 'pattern' || (kind === undefined && /^[[(][^:]*:/.test(value))) return patternValue(value);
  if (kind === 'name' || kind === 'path' || kind === 'name-or-path') {
    if (value.startsWith('/')) return { id: `path:${value}`, test: pathTest(value) };
    if (kind === 'path' || /[\\/]/.test(value))
      return { reason: 'not an absolute path of the device (it begins with no /)' };
    return { id: `name:${value}`, test: nameTest(value) };
  }
  const hash = hashKind(value);
  if (hash) {
    if (kind !== undefined && kind !== 'hash' && kind !== hash)
      return { reason: `${value.length} hexadecimal digits are no ${kind} hash` };
    if (hashesOfNothing.has(value.toLowerCase()))
      return { reason: 'this is the hash of empty content, which every empty file has' };
    return { id: `${hash}:${value.toLowerCase()}`, test: hashTest(hash, value) };
  }
  if (kind !== undefined)
    return { reason: 'not a hash: expected 32, 40 or 64 hexadecimal digits (MD5, SHA-1, SHA-256)' };
  if (value.startsWith('/')) return { id: `path:${value}`, test: pathTest(value) };
  if (looksNetworked(value)) return { reason: 'a network address; this version looks for files only' };
  return { reason: 'neither a hash (MD5, SHA-1, SHA-256) nor an absolute path' };
}

function patternValue(value: string): PlainValue {
  try {
    const { test, reasons } = usable(parsePattern(value));
    if (!test) return { reason: reasons.join('; ') };
    return {
      id: `stix:${value}`,
      test,
      ...(reasons.length > 0 && { note: `a part of it is not used: ${reasons.join('; ')}` }),
    };
  } catch (error) {
    if (error instanceof PatternError) return { reason: `not a STIX pattern: ${error.message}` };
    throw error;
  }
}

const looksNetworked = (value: string): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ||
  /^\d{1,3}(?:\[?\.\]?\d{1,3}){3}(?:[:/]\d+)?$/.test(value) ||
  /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(?:\/\d+)?$/i.test(value) ||
  /^[^\s/@]+@[^\s/@]+\.[a-z]+$/i.test(value) ||
  /^(?:[a-z0-9_-]+\[?\.\]?)+[a-z]{2,}$/i.test(value);
