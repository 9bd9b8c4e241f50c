import { syslogHeader } from './syslog-header.ts';
import type { LineReader } from './text-format.ts';

/** The same reader behind a syslog header: what the relay said is kept beside what the line says. */
export const wrapped =
  (reader: LineReader): LineReader =>
  (line, clock) => {
    const header = syslogHeader(line, clock);
    return header && reader(header.rest, clock, header);
  };
