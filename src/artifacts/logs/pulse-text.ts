import { pulseLine } from './pulse-line.ts';
import { type LineReader, textFormat } from './text-format.ts';
import { welfLine } from './welf-line.ts';
import { wrapped } from './wrapped.ts';

const relayed = wrapped(pulseLine);
const either: LineReader = (line, clock) => pulseLine(line, clock) ?? relayed(line, clock);

export const pulseText = textFormat({
  name: 'pulse-text',
  description: "a gateway's log in its standard text form, exported or sent by syslog",
  readers: [either, welfLine, wrapped(welfLine)],
  weight: 1,
});
