import type { Origin } from '../bytes/index.ts';
import type { EntryFacts, Hashes } from '../model/index.ts';

/** What became of an entry's content: `none` when it has none to read, `timed-out` when a scan gave up on it. */
export type Looked = 'read' | 'skipped' | 'timed-out' | 'unread' | 'none';

/**
 * One entry as a worker writes it (a line of JSON) and as a query gives it back. While an examination runs `evidence`
 * is a place in the list of evidence ("0"); in a finished case it is the hash that names the evidence.
 */
export interface FileRow {
  evidence: string;
  /** Joined with ` > `. */
  layers: string;
  system?: string;
  path?: string;
  kind: string;
  allocation: string;
  content: string;
  size: number;
  modified?: string;
  accessed?: string;
  changed?: string;
  born?: string;
  deleted?: string;
  inode?: number;
  links?: number;
  mode?: number;
  uid?: number;
  gid?: number;
  link_target?: string;
  sha256?: string;
  md5?: string;
  sha1?: string;
  version_transaction?: number;
  version_committed?: string;
  /** Where the name and the metadata are recorded: a Locator as JSON. */
  name_at?: string;
  inode_at?: string;
  /**
   * How to read the content again: JSON `[[evidence, offset, length, member?], …]` in order, where `evidence` is a
   * place in case.json's list and -1 a hole of `length` zeros.
   */
  extents?: string;
  /** JSON array of sentences. */
  notes?: string;
  looked: Looked;
}

export const timeKinds = ['modified', 'accessed', 'changed', 'born', 'deleted'] as const;
export type TimeKind = (typeof timeKinds)[number];

/**
 * The columns of files.parquet, in order. A TIMESTAMP holds microseconds, so the exact strings (nanoseconds, years
 * that no timestamp can hold) stand beside it in `times`.
 */
export const fileColumns = {
  evidence: 'VARCHAR',
  layers: 'VARCHAR',
  system: 'VARCHAR',
  path: 'VARCHAR',
  kind: 'VARCHAR',
  allocation: 'VARCHAR',
  content: 'VARCHAR',
  size: 'BIGINT',
  modified: 'TIMESTAMP',
  accessed: 'TIMESTAMP',
  changed: 'TIMESTAMP',
  born: 'TIMESTAMP',
  deleted: 'TIMESTAMP',
  times: 'JSON',
  inode: 'BIGINT',
  links: 'BIGINT',
  mode: 'BIGINT',
  uid: 'BIGINT',
  gid: 'BIGINT',
  link_target: 'VARCHAR',
  sha256: 'VARCHAR',
  md5: 'VARCHAR',
  sha1: 'VARCHAR',
  version_transaction: 'BIGINT',
  version_committed: 'TIMESTAMP',
  name_at: 'JSON',
  inode_at: 'JSON',
  extents: 'VARCHAR',
  notes: 'VARCHAR',
  looked: 'VARCHAR',
} as const;

/** The columns of timeline.parquet, in order. */
export const timelineColumns = {
  at: 'TIMESTAMP',
  time_kind: 'VARCHAR',
  source: 'VARCHAR',
  message: 'VARCHAR',
  path: 'VARCHAR',
  fields: 'VARCHAR',
  finding_id: 'VARCHAR',
  recovered: 'BOOLEAN',
} as const;

/** What is known of an entry besides its facts. */
export interface RowExtras {
  hashes?: Hashes;
  /** Which bytes of the evidence stand behind the whole content: `source.origin(0, source.size)`. */
  content?: Origin[];
  looked: Looked;
}

/** The row of an entry. */
export function fileRow(facts: EntryFacts, { hashes, content, looked }: RowExtras): FileRow {
  const { locator, recorded, times, version } = facts;
  return {
    evidence: locator.evidence,
    layers: locator.layers.join(' > '),
    system: facts.system,
    path: facts.path,
    kind: facts.kind,
    allocation: facts.allocation,
    content: facts.content,
    size: facts.size,
    modified: times.modified,
    accessed: times.accessed,
    changed: times.changed,
    born: times.born,
    deleted: times.deleted,
    inode: facts.metaAddress,
    links: facts.links,
    mode: facts.mode,
    uid: facts.uid,
    gid: facts.gid,
    link_target: facts.linkTarget,
    sha256: hashes?.sha256,
    md5: hashes?.md5,
    sha1: hashes?.sha1,
    version_transaction: version?.transaction,
    version_committed: version?.committed,
    name_at: recorded?.name && JSON.stringify(recorded.name),
    inode_at: recorded?.metadata && JSON.stringify(recorded.metadata),
    extents: content?.length ? extentsText(content) : undefined,
    notes: facts.notes?.length ? JSON.stringify(facts.notes) : undefined,
    looked,
  };
}

function extentsText(origins: Origin[]): string {
  return JSON.stringify(
    origins.map(({ evidence, offset, length, member }) =>
      evidence === undefined
        ? [-1, 0, length]
        : member === undefined
          ? [evidence, offset, length]
          : [evidence, offset, length, member],
    ),
  );
}

/** The recipe in a row's `extents`, as origins; empty when the row has none. */
export function originsOf(row: Pick<FileRow, 'extents'>): Origin[] {
  if (!row.extents) return [];
  const list = JSON.parse(row.extents) as [number, number, number, string?][];
  return list.map(([evidence, offset, length, member]) => ({
    ...(evidence >= 0 && { evidence }),
    ...(member !== undefined && { member }),
    offset,
    length,
  }));
}

/** Longest line that the case takes in. */
export const maximumRowBytes = 2 << 20;

/** The row of an entry as one line of NDJSON, line feed included. */
export function rowText(facts: EntryFacts, extras: RowExtras): string {
  const row = fileRow(facts, extras);
  const text = wellFormed(row);
  if (text.length * 3 <= maximumRowBytes || Buffer.byteLength(text) <= maximumRowBytes) return `${text}\n`;
  return `${wellFormed(withoutLongest(row))}\n`;
}

/** A lone surrogate cannot be written as UTF-8; readers should not make any, and one must not cost the whole case. */
function wellFormed(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(/\p{Surrogate}/gu, '\ufffd') : inner,
  );
}

const textLimit = 1 << 18;

/** The row with what is longer than 262,144 characters cut or left out, and a note for each. */
function withoutLongest(row: FileRow): FileRow {
  const short: Record<string, unknown> = { ...row };
  const notes: string[] = [];
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'string' || value.length <= textLimit) continue;
    notes.push(`The case left out most of ${column}: it is ${value.length} characters long.`);
    if (['extents', 'name_at', 'inode_at', 'notes'].includes(column)) delete short[column];
    else short[column] = `${value.slice(0, textLimit)}…`;
  }
  const old = typeof short.notes === 'string' ? (JSON.parse(short.notes) as string[]) : [];
  return { ...(short as unknown as FileRow), notes: JSON.stringify([...old, ...notes]) };
}
