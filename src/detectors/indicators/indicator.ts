import type { Comparison, Literal } from './stix-ast.ts';

/** A file of indicators, as text; workers are handed these and build their own lookups. */
export interface IndicatorFile {
  /** Name for messages. */
  file: string;
  text: string;
  /** True for the content that belongs to Afterimage. */
  ours: boolean;
}

/** One fact to look for in a file entry, with what its source says about it. Plain data. */
export interface Indicator {
  /** STIX or MISP identifier; for an entry of a list its kind and value: `sha256:…`. */
  id: string;
  file: string;
  /** First 12 hex digits of the SHA-256 of the file it comes from. */
  version: string;
  ours: boolean;
  /** What must hold of one file; only what `evaluate` can answer. */
  test: Comparison;
  /** True for an entry of a plain list or table: the source says nothing but the value. */
  listed: boolean;
  description?: string;
  family?: string;
  actors: string[];
  techniques: string[];
  reference?: string;
  /** 0 to 100, as STIX has it. */
  confidence?: number;
  validFrom?: string;
  validUntil?: string;
}

/** Something in an indicator file that is not looked for, and why. Nothing is left out without one. */
export interface Unusable {
  file: string;
  /** From 1. */
  line?: number;
  /** STIX or MISP identifier. */
  id?: string;
  value: string;
  reason: string;
}

/** What a reader of one format gives back. */
export interface Parsed {
  indicators: Indicator[];
  unusable: Unusable[];
  /** Things said about the file as a whole, one sentence each. */
  notices: string[];
}

export type HashKind = 'md5' | 'sha1' | 'sha256';

const hashKeys = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;

/** Which hash a text of hexadecimal digits is, by its length. */
export function hashKind(text: string): HashKind | undefined {
  if (!/^[0-9a-fA-F]+$/.test(text)) return undefined;
  return text.length === 32 ? 'md5' : text.length === 40 ? 'sha1' : text.length === 64 ? 'sha256' : undefined;
}

const test = (keys: string[], value: Literal): Comparison => ({
  type: 'test',
  path: { object: 'file', steps: keys.map((key) => ({ key })) },
  operator: '=',
  negated: false,
  value,
});

/** `file:hashes.'SHA-256' = '…'` and its like. */
export const hashTest = (kind: HashKind, value: string): Comparison =>
  test(['hashes', hashKeys[kind]], { type: 'string', value: value.toLowerCase() });

/** `file:name = '…'`. */
export const nameTest = (value: string): Comparison => test(['name'], { type: 'string', value });

/** `file:path = '…'`: not in the standard, but common, and what a plain path means. */
export const pathTest = (value: string): Comparison => test(['path'], { type: 'string', value });
