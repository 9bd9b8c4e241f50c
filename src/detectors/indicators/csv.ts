import { csvRecords } from '../../model/index.ts';
import type { Parsed } from './indicator.ts';
import { plainValue, type ValueKind } from './plain-value.ts';
import { shorten } from './stix-tokens.ts';

/** What a column holds, by the names that exports of the field give it (letters and digits only, lower case). */
const columns: Record<
  string,
  ValueKind | 'value' | 'type' | 'family' | 'actor' | 'technique' | 'note' | 'reference' | 'confidence'
> = {
  md5: 'md5',
  md5hash: 'md5',
  filemd5: 'md5',
  sha1: 'sha1',
  sha1hash: 'sha1',
  filesha1: 'sha1',
  sha256: 'sha256',
  sha256hash: 'sha256',
  filesha256: 'sha256',
  hash: 'hash',
  filehash: 'hash',
  hashvalue: 'hash',
  filename: 'name-or-path',
  path: 'name-or-path',
  filepath: 'name-or-path',
  fullpath: 'name-or-path',
  pattern: 'pattern',
  stixpattern: 'pattern',
  value: 'value',
  indicator: 'value',
  indicatorvalue: 'value',
  ioc: 'value',
  iocvalue: 'value',
  observable: 'value',
  type: 'type',
  indicatortype: 'type',
  ioctype: 'type',
  family: 'family',
  malware: 'family',
  malwarefamily: 'family',
  actor: 'actor',
  threatactor: 'actor',
  technique: 'technique',
  techniques: 'technique',
  attack: 'technique',
  attck: 'technique',
  mitreattack: 'technique',
  mitreattck: 'technique',
  mitre: 'technique',
  description: 'note',
  comment: 'note',
  note: 'note',
  notes: 'note',
  context: 'note',
  reference: 'reference',
  source: 'reference',
  url: 'reference',
  confidence: 'confidence',
};

/** What a value is when a column beside it says so: MISP, OTX and OpenCTI words among them. */
const types: Record<string, ValueKind> = {
  md5: 'md5',
  filehashmd5: 'md5',
  hashmd5: 'md5',
  sha1: 'sha1',
  filehashsha1: 'sha1',
  hashsha1: 'sha1',
  sha256: 'sha256',
  filehashsha256: 'sha256',
  hashsha256: 'sha256',
  hash: 'hash',
  filehash: 'hash',
  filename: 'name-or-path',
  file: 'name-or-path',
  name: 'name-or-path',
  path: 'name-or-path',
  filepath: 'name-or-path',
  stix: 'pattern',
  pattern: 'pattern',
};

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** True when the first line that is no comment names columns we know, one of them with values. */
export function isTable(text: string): boolean {
  const head = firstLine(text);
  return head !== undefined && columnsOf(head.cells).some((c) => c !== undefined && carries(c));
}

const carries = (column: string): boolean =>
  column === 'value' || column === 'hash' || column === 'pattern' || /^(?:md5|sha|name)/.test(column);

/**
 * A table with a line of headings: comma, semicolon or tab between cells, cells in double quotes where they need it
 * (RFC 4180). Hash, name and path columns of one line describe one file, so the hash stands for it.
 */
export function readTable(file: string, text: string, ours: boolean, version: string): Parsed {
  const parsed: Parsed = { indicators: [], unusable: [], notices: [] };
  const head = firstLine(text)!;
  const kinds = columnsOf(head.cells);
  for (const { cells, line } of csvRecords(text, head.delimiter, head.next, head.line)) {
    if (cells.every((c) => c === '') || cells[0]!.startsWith('#')) continue;
    const cell = (kind: string) => cells[kinds.findIndex((k, i) => k === kind && cells[i])]?.trim();
    const about = {
      file,
      version,
      ours,
      actors: split(cell('actor')),
      techniques: [...(cell('technique') ?? '').matchAll(/\bT\d{4}(?:\.\d{3})?\b/g)].map((m) => m[0]),
      ...(cell('family') && { family: cell('family')! }),
      ...(cell('note') && { description: cell('note')! }),
      ...(cell('reference') && { reference: cell('reference')! }),
      ...confidence(cell('confidence')),
    };
    const values = chosen(cells, kinds, cell('type'));
    if (values.length === 0)
      parsed.unusable.push({
        file,
        line,
        value: shorten(cells.join(head.delimiter)),
        reason: 'no value in a column we know',
      });
    for (const { value, kind, unknown } of values) {
      const found = unknown ? { reason: unknown } : plainValue(value, kind);
      if ('reason' in found) parsed.unusable.push({ file, line, value: shorten(value), reason: found.reason });
      else {
        if (found.note) parsed.unusable.push({ file, line, value: shorten(value), reason: found.note });
        parsed.indicators.push({ id: found.id, test: found.test, listed: true, ...about });
      }
    }
  }
  return parsed;
}

interface Chosen {
  value: string;
  kind?: ValueKind;
  /** Why the value cannot be used, when its type already says so. */
  unknown?: string;
}

/** The cells of a line that identify: its hashes; its values; or else its name or path. */
function chosen(cells: string[], kinds: (string | undefined)[], type: string | undefined): Chosen[] {
  const of = (wanted: (kind: string) => boolean): Chosen[] =>
    kinds.flatMap((kind, i) => {
      const value = cells[i]?.trim();
      return kind !== undefined && value && wanted(kind) ? [{ value, kind: kind as ValueKind }] : [];
    });
  const exact = of((k) => k === 'hash' || k === 'md5' || k.startsWith('sha') || k === 'pattern');
  if (exact.length > 0) return exact;
  const values = of((k) => k === 'value');
  if (values.length > 0) {
    const kind = type === undefined ? undefined : types[plain(type)];
    return values.map(({ value }) => {
      if (kind) return { value, kind };
      return type === undefined || hasShape(value)
        ? { value }
        : { value, unknown: `its type is ${shorten(type)}; this version looks for files only` };
    });
  }
  return of((k) => k === 'name-or-path');
}

const hasShape = (value: string): boolean => !('reason' in plainValue(value));

const split = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[,;|]/)
    .map((t) => t.trim())
    .filter((t) => t !== '');

function confidence(text: string | undefined): { confidence?: number } {
  if (text === undefined) return {};
  const word = { high: 85, medium: 50, low: 15 }[text.toLowerCase()];
  if (word !== undefined) return { confidence: word };
  return /^\d{1,3}$/.test(text) && Number(text) <= 100 ? { confidence: Number(text) } : {};
}

const columnsOf = (cells: string[]): (string | undefined)[] =>
  cells.map((cell) => {
    const name = plain(cell);
    return Object.hasOwn(columns, name) ? columns[name] : undefined;
  });

/** The line of headings, and where the next begins. */
function firstLine(text: string): { cells: string[]; delimiter: string; next: number; line: number } | undefined {
  let line = 1;
  for (let at = 0; at < text.length; line++) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end + 1;
    const content = text.slice(at, next).trim();
    // A table often has its headings in a comment, but then its first cell still carries the sign.
    if (content !== '' && !content.startsWith('#')) {
      const delimiter = [',', ';', '\t'].sort((a, b) => content.split(b).length - content.split(a).length)[0]!;
      const cells = csvRecords(content, delimiter, 0, line).next().value?.cells ?? [];
      return { cells, delimiter, next, line: line + 1 };
    }
    at = next;
  }
  return undefined;
}
