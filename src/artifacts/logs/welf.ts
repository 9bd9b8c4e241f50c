import { pulseLine } from './pulse-line.ts';
import { type LineReader, textFormat } from './text-format.ts';
import { welfLine } from './welf-line.ts';
import { wrapped } from './wrapped.ts';

const relayed = wrapped(welfLine);
const either: LineReader = (line, clock) => welfLine(line, clock) ?? relayed(line, clock);

export const welf = textFormat({
  name: 'welf',
  description: "a gateway's log in WELF, exported or sent by syslog",
  readers: [either, pulseLine, wrapped(pulseLine)],
  weight: 1,
});
