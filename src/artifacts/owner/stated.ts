import { BlockList, isIP } from 'node:net';
import {
  AfterimageError,
  csvRecords,
  type DeviceMarks,
  didYouMean,
  type Owner,
  type OwnerKey,
  ownerKeys,
} from '../../model/index.ts';
import { plainSerial } from './serial.ts';

/*
 * A list of owners: a table with a line of headings, comma, semicolon or tab between cells (RFC 4180). `organisation`
 * and at least one of `case`, `host`, `evidence`, `address` and `serial` are needed; `country`, `region`, `sector` and `operator` may
 * follow. Several values in one cell stand apart by `|`. A host may begin with `*.`, an address may be a network.
 */

/** One row: an owner, and what it recognises a device by. */
export interface OwnerRow {
  file: string;
  line: number;
  owner: Owner;
  marks: { key: OwnerKey; value: string }[];
}

/** What a list says of one device. */
export interface StatedOwner {
  /** Absent when nobody states it, or rows contradict each other. */
  owner?: Owner;
  /** Which row by which mark: `owners.csv line 3 (host vpn.example.com)`. */
  by: string[];
  /** Why no owner follows although rows fit, one sentence each. */
  contradictions: string[];
}

const attributes = ['organisation', 'country', 'region', 'sector', 'operator'] as const;
const headings: readonly string[] = [...attributes, ...ownerKeys];
const spellings: Record<string, string> = { organization: 'organisation', hostname: 'host', sha256: 'evidence' };

/** Rows of one list, and characters of one cell. */
const MOST = 1_000_000;
const LONGEST = 1024;

/** @throws AfterimageError `bad-content` with file and line, for a row that cannot be used or contradicts another */
export function readOwners(file: string, text: string): OwnerRow[] {
  const clean = text.replace(/^\ufeff/, '');
  const first = clean.slice(0, 4096).split('\n', 1)[0]!;
  const delimiter = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length)[0]!;
  const rows: OwnerRow[] = [];
  const known = new Map<string, OwnerRow>();
  let columns: string[] | undefined;
  for (const { cells, line } of csvRecords(clean, delimiter)) {
    if (cells.every((c) => c.trim() === '') || cells[0]!.startsWith('#')) continue;
    if (!columns) {
      columns = columnsOf(file, line, cells);
      continue;
    }
    if (rows.length >= MOST) throw bad(file, line, `more than ${MOST} owners`);
    const row = rowOf(file, line, columns, cells);
    for (const mark of row.marks) {
      const before = known.get(`${mark.key} ${mark.value}`);
      if (before && !same(before.owner, row.owner))
        throw bad(
          file,
          line,
          `the ${mark.key} ${mark.value} belongs to ${named(row.owner)}, line ${before.line} says ${named(before.owner)}`,
        );
      known.set(`${mark.key} ${mark.value}`, row);
    }
    rows.push(row);
  }
  if (!columns) throw bad(file, 1, 'it is empty, expected a line of headings and rows');
  return rows;
}

const bad = (file: string, line: number, what: string): AfterimageError =>
  new AfterimageError('bad-content', `Cannot use the owners in ${file}: line ${line}: ${what}.`);

function columnsOf(file: string, line: number, cells: string[]): string[] {
  const columns = cells.map((cell) => {
    const name = cell.trim().toLowerCase();
    return spellings[name] ?? name;
  });
  for (const [i, name] of columns.entries()) {
    if (!headings.includes(name)) {
      const meant = didYouMean(name, headings);
      throw bad(
        file,
        line,
        `found the column "${name.slice(0, 64)}", expected ${headings.join(', ')}${meant ? `. Did you mean "${meant}"?` : ''}`,
      );
    }
    if (columns.indexOf(name) < i) throw bad(file, line, `the column ${name} is there twice`);
  }
  if (!columns.includes('organisation')) throw bad(file, line, 'no column organisation');
  if (!ownerKeys.some((k) => columns.includes(k)))
    throw bad(file, line, `no column says which device is meant, expected one of ${ownerKeys.join(', ')}`);
  return columns;
}

function rowOf(file: string, line: number, columns: string[], cells: string[]): OwnerRow {
  if (cells.length > columns.length && cells.slice(columns.length).some((c) => c.trim() !== ''))
    throw bad(file, line, `${cells.length} cells, expected ${columns.length}`);
  const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? '';
  const long = columns.find((name) => cell(name).length > LONGEST);
  if (long) throw bad(file, line, `its ${long} has more than ${LONGEST} characters`);
  const organisation = cell('organisation');
  if (organisation === '') throw bad(file, line, 'it names no organisation');
  const owner: Owner = { organisation };
  for (const name of attributes.slice(1)) if (cell(name) !== '') owner[name] = cell(name);
  const marks = ownerKeys.flatMap((key) =>
    cell(key)
      .split('|')
      .map((value) => value.trim())
      .filter((value) => value !== '')
      .map((value) => ({ key, value: markOf(file, line, key, value) })),
  );
  if (marks.length === 0) throw bad(file, line, `it says of no device, expected one of ${ownerKeys.join(', ')}`);
  return { file, line, owner, marks };
}

/** A mark as it is compared. */
function markOf(file: string, line: number, key: OwnerKey, value: string): string {
  switch (key) {
    case 'case':
      return value;
    case 'host':
      return value.toLowerCase().replace(/\.$/, '');
    case 'evidence':
      if (!/^[0-9a-f]{64}$/i.test(value)) throw bad(file, line, `"${value}" is no SHA-256 of 64 hexadecimal digits`);
      return value.toLowerCase();
    case 'address':
      if (!networkOf(value))
        throw bad(file, line, `"${value}" is neither an address nor a network such as 192.0.2.0/24`);
      return value.toLowerCase();
    default:
      return plainSerial(value);
  }
}

function networkOf(text: string): BlockList | undefined {
  const [address, bits, more] = text.split('/') as [string, string?, string?];
  const family = isIP(address);
  const length = bits === undefined ? (family === 4 ? 32 : 128) : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (family === 0 || more !== undefined || length < 0 || length > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  return list;
}

/** What the rows say of one device; of several rows that fit all must name the same owner. */
export function statedOwner(rows: readonly OwnerRow[], device: DeviceMarks): StatedOwner {
  const fitting = rows.flatMap((row) => {
    const mark = row.marks.find((m) => device[m.key].some((value) => fits(m.key, m.value, value)));
    return mark ? [{ row, by: `${row.file} line ${row.line} (${mark.key} ${mark.value})` }] : [];
  });
  const [first] = fitting;
  if (!first) return { by: [], contradictions: [] };
  const other = fitting.find(({ row }) => !same(row.owner, first.row.owner));
  if (!other) return { owner: first.row.owner, by: fitting.map((f) => f.by), contradictions: [] };
  return {
    by: fitting.map((f) => f.by),
    contradictions: [
      `${first.by} says ${named(first.row.owner)}, ${other.by} says ${named(other.row.owner)}: no owner follows.`,
    ],
  };
}

function fits(key: OwnerKey, mark: string, value: string): boolean {
  switch (key) {
    case 'host': {
      const host = value.toLowerCase().replace(/\.$/, '');
      return mark.startsWith('*.') ? host.endsWith(mark.slice(1)) : host === mark;
    }
    case 'address': {
      const family = isIP(value);
      return family !== 0 && networkOf(mark)!.check(value, family === 4 ? 'ipv4' : 'ipv6');
    }
    case 'serial':
      return plainSerial(value) === mark;
    case 'evidence':
      return value.toLowerCase() === mark;
    default:
      return value === mark;
  }
}

const same = (a: Owner, b: Owner): boolean => attributes.every((name) => a[name] === b[name]);

const named = (owner: Owner): string =>
  attributes
    .map((name) => owner[name])
    .filter((v) => v !== undefined)
    .join(', ');
