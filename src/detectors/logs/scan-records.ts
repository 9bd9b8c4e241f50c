import type { LogRecord } from '../../artifacts/index.ts';

/**
 * What a record says of the integrity checker, or of what explains its silence. Codes: published samples and the vendor's
 * message table. Exports without codes are told by the words of the same samples.
 */
export type ScanKind =
  | 'started'
  | 'finished'
  | 'matched'
  | 'new'
  | 'modified'
  | 'bad-manifest'
  | 'external-started'
  | 'external-finished'
  | 'options'
  | 'boot';

const codes = new Map<string, ScanKind>([
  ['SYS32087', 'started'],
  ['SYS32088', 'finished'],
  ['SYS32100', 'matched'],
  ['SYS32039', 'new'],
  ['SYS32040', 'modified'],
  ['SYS32041', 'bad-manifest'],
  ['SYS32042', 'bad-manifest'],
  ['ERR32031', 'bad-manifest'],
  ['SYS32101', 'external-started'],
  ['SYS32102', 'external-finished'],
  ['ADM32090', 'options'],
  ['ADM32091', 'options'],
  ['ADM32093', 'options'],
  ['SYS20412', 'boot'],
  ['SYS20413', 'boot'],
]);

const words: readonly [string, ScanKind][] = [
  ['Periodic Scan Started', 'started'],
  ['Periodic Scan Finished', 'finished'],
  ['Integrity Scan Results', 'matched'],
  [' new files', 'new'],
  [' modified files', 'modified'],
];

export interface ScanRecord {
  kind: ScanKind;
  /** Number of files, for a result. */
  count?: number;
  /** Versions of the software that a start names. */
  versions?: string[];
}

export function scanRecord({ event }: LogRecord): ScanRecord | undefined {
  const { fields, message } = event;
  const kind = fields.code === undefined ? byWords(message) : codes.get(fields.code);
  if (!kind) return undefined;
  if (kind === 'boot') {
    const versions = [...new Set([...values(fields), message].flatMap(versionsIn))];
    return { kind, ...(versions.length > 0 && { versions: versions.slice(0, 4) }) };
  }
  if (kind !== 'matched' && kind !== 'new' && kind !== 'modified') return { kind };
  const count = countOf(fields, message);
  return { kind, ...(count !== undefined && { count }) };
}

function byWords(message: string): ScanKind | undefined {
  if (message.length > 500 || !message.includes('Scan')) return undefined;
  return words.find(([text]) => message.includes(text))?.[1];
}

/** The first argument that is a number; in a sentence the first number behind its words. */
function countOf(fields: Record<string, string>, message: string): number | undefined {
  const argument = values(fields).find((value) => /^\d{1,9}$/.test(value));
  if (argument !== undefined) return Number(argument);
  const said = /(?:Matched Files|Detected)\D{0,5}(\d{1,9})/.exec(message.slice(0, 500))?.[1];
  return said === undefined ? undefined : Number(said);
}

const values = (fields: Record<string, string>): string[] =>
  ['arg1', 'arg2', 'arg3', 'arg4'].flatMap((name) => fields[name] ?? []);

/** `9.1R11.3`, `22.7R2.3`. */
export const versionsIn = (text: string): string[] =>
  [...text.slice(0, 500).matchAll(/\b\d{1,2}\.\d{1,2}R\d{1,3}(?:\.\d{1,3}){0,2}\b/g)].map(([v]) => v);
