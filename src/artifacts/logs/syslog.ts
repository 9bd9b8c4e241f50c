import { auditLine } from './audit.ts';
import { addAuthFields } from './auth-line.ts';
import { pulseLine } from './pulse-line.ts';
import { syslogHeader } from './syslog-header.ts';
import { type LineReader, lineTold, textFormat } from './text-format.ts';
import { accessLine } from './web-access.ts';
import { welfLine } from './welf-line.ts';

const inner: readonly LineReader[] = [welfLine, pulseLine, auditLine, accessLine];

/** A syslog line; a message in a format of its own is told by that format. */
const syslogLine: LineReader = (line, clock) => {
  const header = syslogHeader(line, clock);
  if (!header) return undefined;
  for (const reader of inner) {
    const told = reader(header.rest, clock, header);
    if (told) return told;
  }
  // Any log may begin its lines with a date and a word: without a message we know that is no syslog.
  if (header.loose) return undefined;
  const { told, fields, sequence, rest } = header;
  addAuthFields(fields, rest);
  return lineTold(told, 'logged', 'syslog', rest, fields, sequence);
};

export const syslog = textFormat({
  name: 'syslog',
  description: 'syslog as RFC 3164, RFC 5424 and files have it, authentication messages opened',
  readers: [syslogLine],
  weight: 0.9,
});
