import type { Clock } from './clock.ts';
import { syslogHeader } from './syslog-header.ts';
import type { LineReader, LineTold } from './text-format.ts';

/** The same reader behind a syslog header: what the relay said is kept beside what the line says. */
export const wrapped =
  (reader: LineReader): LineReader =>
  (line, clock) => {
    const header = syslogHeader(line, clock);
    return header && inside(header, reader, clock);
  };

/** What a reader makes of the message behind a header that is already open. */
export function inside(
  header: NonNullable<ReturnType<typeof syslogHeader>>,
  reader: LineReader,
  clock: Clock,
): LineTold | undefined {
  const told = reader(header.rest, clock);
  if (!told) return undefined;
  const relayed: Record<string, string> = {};
  const { host, facility, year, date } = header.fields;
  if (host) relayed.relay = host;
  if (facility) relayed.facility = facility;
  if (header.told) relayed.relay_time = header.told.time.at;
  else if (date) relayed.relay_time = date;
  if (year) relayed.relay_year = year;
  told.event.fields = Object.assign(relayed, told.event.fields);
  return told;
}
