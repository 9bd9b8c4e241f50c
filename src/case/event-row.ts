import type { EventTime, sharedFields } from '../model/index.ts';

type Shared = { [name in (typeof sharedFields)[number]]?: string | undefined };

/** What becomes one JSON object: every field, then what the caller has as JSON already. */
export interface EventFields {
  values: Record<string, string>;
  /** More members as text, such as the time as written. */
  more: string;
  /** The last of them, where it is that of many events: it is stored once. */
  place?: string | undefined;
}

/** One event that a log or another artifact tells. What most questions are about is a column beside the JSON. */
export interface EventRow extends Shared {
  /** Microseconds since 1970-01-01T00:00:00Z. */
  at?: number | undefined;
  time_kind: string;
  source: string;
  /** What kind of log it stands in: `events`, `access`, `admin` of a gateway; `auth`, `syslog`, `web-access`. */
  service?: string | undefined;
  message: string;
  path?: string | undefined;
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
  sequence?: number | undefined;
  /** The entry that holds it, in the words of its row, so that the event is tied to what was found in it. */
  layers: string;
  allocation: string;
  inode?: number | undefined;
  version?: number | undefined;
}

/** The shared columns among the fields of an event. */
export const sharedOf = (fields: Record<string, string>): Shared => ({
  code: fields.code,
  node: fields.node ?? fields.host,
  user: fields.user,
  realm: fields.realm,
  source_ip: fields.source_ip,
  user_agent: fields.user_agent,
  method: fields.method,
  uri: fields.uri,
  status: fields.status,
  bytes: fields.bytes,
});

/** The members that say when an event was, as written, and where its bytes are. */
export function whenAndWhere(time: EventTime | undefined, layers: string, ranges: Ranges): string {
  const place = where(layers, ranges);
  return time ? `${when(time)},${place}` : place;
}

/** A time as a member: what JSON.stringify makes of it, at a third of the cost, for there is one in every record. */
export function when(time: EventTime): string {
  let text = `"time":{"at":"${time.at}","precision":"${time.precision}","zone":"${time.zone}"`;
  if (time.offset !== undefined) text += `,"offset":${time.offset}`;
  if (time.original !== undefined) text += `,"original":${quoted(time.original)}`;
  return `${text}}`;
}

type Ranges = readonly { offset: number; length: number; member?: string }[];

/** Where bytes are, as a member of an object. */
export function where(layers: string, ranges: Ranges): string {
  const member = ranges[0]?.member;
  let text = `"locator":{"layers":${layers}`;
  if (member !== undefined) text += `,"member":${JSON.stringify(member)}`;
  text += ',"bytes":[';
  for (let i = 0; i < ranges.length; i++)
    text += `${i > 0 ? ',' : ''}{"offset":${ranges[i]!.offset},"length":${ranges[i]!.length}}`;
  return `${text}]}`;
}

/** As JSON writes it; hardly any time needs more than quotes. */
const quoted = (text: string): string => (/^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text));
