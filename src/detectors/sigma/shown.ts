/**
 * Which events a finding shows. A pass over the events keeps only where the first of them stand; what they say is
 * fetched afterwards, because reading every column of every event would cost more than all rules together.
 */
import { byText } from '../../model/index.ts';
import { literal } from './literal.ts';

/** Events that a finding points at; the others are counted. */
const mostShown = 20;

/** Where an event stands, and when it was. */
export interface EventPlace {
  at?: string | null;
  /** Values of the fields that a correlation groups by. */
  group?: string;
  evidence: string;
  layers: string;
  path?: string | null;
  allocation: string;
  inode?: number | null;
  version?: number | null;
  /** In the evidence. */
  offset: number;
  /** In the content of its file. */
  begins: number;
}

const places = ['evidence', 'path', 'layers', 'allocation', 'inode', 'version', 'offset', 'begins'] as const;

/** What an event says, for people and for the way back to its bytes. */
export interface ShownEvent extends EventPlace {
  recovered: boolean;
  source: string;
  message: string;
  code?: string;
  user?: string;
  source_ip?: string;
  method?: string;
  uri?: string;
  status?: string;
  /** Name of the witness that tells it, and the log in it. */
  witness?: string;
  witness_path?: string;
  /** `{layers, member?, bytes}` as JSON. */
  locator?: string;
}

const told = ['recovered', 'source', 'code', 'user', 'source_ip', 'method', 'uri', 'status', 'message'] as const;

/** Longest text that is kept of one event. */
const longest = 500;

/** A moment as RFC 3339 with microseconds. */
export const momentSql = (moment: string): string => `strftime(${moment}, '%Y-%m-%dT%H:%M:%S.%fZ')`;

/** The earliest places as JSON; the same whatever the order they are read in. */
export function shownSql(group?: string): string {
  const columns = places.map((name) => `${literal(name)}: "${name}"`);
  const fields = [...(group === undefined ? [] : [`'group': ${group}`]), `'at': ${momentSql('"at"')}`, ...columns];
  return `to_json(min({${fields.join(', ')}}, ${mostShown}))`;
}

/** Places of one question; more would make it longer than its answer. */
const together = 500;

const witnesses = ['witness', 'witness_path']
  .map((name) => `CASE WHEN source = 'witness' THEN json_extract_string(fields, '$.${name}') END AS ${name}`)
  .join(', ');

/** Statements that fetch what the events at the given places say. */
export function detailStatements(wanted: readonly EventPlace[], events: string): string[] {
  const begins = [...new Set(wanted.map((p) => p.begins).filter(Number.isSafeInteger))].sort((a, b) => a - b);
  const texts = told.map((name) => (name === 'recovered' ? `"${name}"` : `left("${name}", ${longest}) AS "${name}"`));
  const columns = [...places.map((name) => `"${name}"`), ...texts].join(', ');
  return Array.from({ length: Math.ceil(begins.length / together) }, (_, i) => {
    const some = begins.slice(i * together, (i + 1) * together).join(', ');
    return `SELECT ${columns}, ${witnesses}, CAST(json_extract(fields, '$.locator') AS VARCHAR) AS locator FROM ${events} WHERE begins IN (${some})`;
  });
}

/** What the events at the given places say, from all rows of the statements above; a place without a row is left out. */
export function detailsOf(wanted: readonly EventPlace[], rows: ReadonlyMap<string, ShownEvent>): ShownEvent[] {
  const seen = new Set<string>();
  const found = wanted.flatMap((place) => {
    const key = placeKey(place);
    const row = rows.get(key);
    if (!row || seen.has(key)) return [];
    seen.add(key);
    return [{ ...row, ...(place.at && { at: place.at }), ...(place.group !== undefined && { group: place.group }) }];
  });
  return found.sort((a, b) => byText(a.at ?? '', b.at ?? ''));
}

/** Names an event among all of a device. */
export const placeKey = (place: EventPlace): string => JSON.stringify(places.map((name) => place[name] ?? null));
