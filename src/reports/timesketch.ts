import type { TimelineRow } from '../case/index.ts';

/** Longest string Timesketch's index takes, in bytes of UTF-8. */
const LONGEST = 32_766;

/** What each time means, in the words Timesketch users know from other tools. */
const meanings: Record<string, string> = {
  modified: 'Content Modification Time',
  accessed: 'Last Access Time',
  changed: 'Metadata Change Time',
  born: 'Creation Time',
  deleted: 'Deletion Time',
  logged: 'Event Logged',
  request: 'Request Time',
};

/**
 * One event as a line of Timesketch's JSONL import: `timestamp` in whole microseconds, `datetime`, `timestamp_desc`,
 * `message`, and the event's own fields beside them. Undefined for an event without a time, which Timesketch refuses.
 */
export function timesketchLine(row: TimelineRow): string | undefined {
  if (row.at === undefined) return undefined;
  const [whole = '', fraction = ''] = row.at.slice(0, -1).split('.');
  const micros = Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  const event: Record<string, unknown> = {
    message: row.message,
    datetime: `${whole}.${fraction.padEnd(6, '0').slice(0, 6)}+00:00`,
    timestamp: micros,
    timestamp_desc: meanings[row.time_kind] ?? row.time_kind,
    data_type: `afterimage:${row.source}`,
    recovered: row.recovered,
  };
  if (row.path !== undefined) event.path = row.path;
  if (row.finding_id !== undefined) event.tag = [`finding-${row.finding_id}`];
  const fields = JSON.parse(row.fields) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) continue;
    // The event's own members come first: what a log calls `message` must not take their place.
    const key = name in event || name === 'tag' || name.startsWith('__') ? `field_${name}` : name;
    event[key] = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return JSON.stringify(event, (_name, value: unknown) => (typeof value === 'string' ? short(value) : value));
}

/** Cut so that its UTF-8 fits, never within a character. */
function short(text: string): string {
  if (text.length * 3 <= LONGEST || Buffer.byteLength(text) <= LONGEST) return text;
  const mark = ' (cut)';
  const bytes = Buffer.from(text).subarray(0, LONGEST - mark.length);
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  if (end > 0 && bytes[end - 1]! >= 0xc0) end--;
  return bytes.toString('utf8', 0, end) + mark;
}
