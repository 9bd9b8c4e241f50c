import { type EventTime, sharedFields } from '../model/index.ts';

type Shared = Partial<Record<(typeof sharedFields)[number], string>>;

/** What becomes one JSON object: every field, then what the caller has as JSON already. */
export interface EventFields {
  values: Record<string, string>;
  /** Members in pieces of text: the time as written, where the bytes are. */
  more: readonly string[];
}

/** One event that a log or another artifact tells. */
export interface EventRow extends Shared {
  /** Microseconds since 1970-01-01T00:00:00Z. */
  at?: number;
  time_kind: string;
  source: string;
  /** What kind of log it stands in: `events`, `access`, `admin` of a gateway; `auth`, `syslog`, `web-access`. */
  service?: string;
  message: string;
  path?: string;
  fields: EventFields;
  /** Place in the list of evidence. */
  evidence: string;
  recovered: boolean;
  /** Where the record begins in its evidence. */
  offset: number;
  /** The record in the content of the file that holds it, in bytes. */
  begins: number;
  length: number;
  /** Number the record gives itself. */
  sequence?: number;
  /** The entry that holds it, in the words of its row, so that the event is tied to what was found in it. */
  layers: string;
  allocation: string;
  inode?: number;
  version?: number;
}

/** The columns of a part of events, in order. What most questions are about is a column beside the JSON. */
export const eventColumns = {
  at: 'TIMESTAMP',
  time_kind: 'VARCHAR',
  source: 'VARCHAR',
  service: 'VARCHAR',
  message: 'VARCHAR',
  path: 'VARCHAR',
  fields: 'VARCHAR',
  ...(Object.fromEntries(sharedFields.map((name) => [name, 'VARCHAR'])) as Record<
    (typeof sharedFields)[number],
    'VARCHAR'
  >),
  evidence: 'VARCHAR',
  recovered: 'BOOLEAN',
  offset: 'BIGINT',
  begins: 'BIGINT',
  length: 'BIGINT',
  sequence: 'BIGINT',
  layers: 'VARCHAR',
  allocation: 'VARCHAR',
  inode: 'BIGINT',
  version: 'BIGINT',
} as const satisfies Record<keyof EventRow, string>;

/** The shared columns among the fields of an event. */
export function sharedOf(fields: Record<string, string>): Shared {
  const shared: Shared = {};
  for (const name of sharedFields) if (fields[name] !== undefined) shared[name] = fields[name];
  const node = fields.node ?? fields.host;
  if (node !== undefined) shared.node = node;
  return shared;
}

/** The members that say when an event was, as written, and where its bytes are. */
export function whenAndWhere(
  time: EventTime | undefined,
  layers: string,
  ranges: readonly { offset: number; length: number; member?: string }[],
): string[] {
  const pieces: string[] = [];
  // What JSON.stringify makes of a time, at a third of the cost: there is one in every record.
  if (time) {
    pieces.push('"time":{"at":"', time.at, '","precision":"', time.precision, '","zone":"', time.zone, '"');
    if (time.offset !== undefined) pieces.push(',"offset":', String(time.offset));
    if (time.original !== undefined) pieces.push(',"original":', JSON.stringify(time.original));
    pieces.push('},');
  }
  pieces.push('"locator":{"layers":', layers);
  const member = ranges[0]?.member;
  if (member !== undefined) pieces.push(',"member":', JSON.stringify(member));
  pieces.push(',"bytes":[');
  ranges.forEach(({ offset, length }, i) => {
    pieces.push(i > 0 ? ',{"offset":' : '{"offset":', String(offset), ',"length":', String(length), '}');
  });
  pieces.push(']}');
  return pieces;
}
