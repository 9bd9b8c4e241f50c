/** Which of the device's logs an event belongs to: only a log that tells of its kind can lack it. */
import { messageCodes } from '../logs/messages.ts';
import type { EventList, Kinds } from './event-list.ts';
import { nearestCode } from './learn-kinds.ts';
import { TOLERANCE } from './pair.ts';

/** What each category of messages is logged in; the three logs of a gateway are documented. */
const logOf: Record<string, string> = {
  SystemError: 'events',
  SystemStatus: 'events',
  Stat: 'events',
  AdminLogin: 'admin',
  AdminChange: 'admin',
  Authenticate: 'access',
  UserChange: 'access',
  UnauthenticatedRequest: 'access',
  ConnectRequest: 'access',
  WebRequest: 'access',
  FileRequest: 'access',
  NetworkConnect: 'access',
  HTML5Acc: 'access',
};

/** Of each kind the log that tells of it, or -1. */
export function streamsOfKinds(
  local: EventList,
  kinds: Kinds,
  canon: Int32Array,
  streamNames: readonly string[],
): Int32Array {
  const size = streamNames.length;
  const votes = new Map<string, Float64Array>();
  const vote = (what: string, stream: number): void => {
    let counts = votes.get(what);
    if (!counts) votes.set(what, (counts = new Float64Array(size)));
    counts[stream]!++;
  };
  const labels = kinds.names.map((_, kind) => {
    const name = kinds.names[canon[kind]!]!;
    if (kinds.isCode(canon[kind]!)) return [name, categoryOf(name), name.slice(0, 3)];
    const like = nearestCode(name);
    return like === undefined ? [name] : [name, categoryOf(like)];
  });
  for (let i = 0; i < local.length; i++) for (const label of labels[local.kinds[i]!]!) vote(label, local.streams[i]!);
  return Int32Array.from(labels, (known) => {
    for (const label of known) {
      const counts = votes.get(label);
      if (counts) return counts.indexOf(Math.max(...counts));
    }
    const file = known[1] === undefined ? undefined : logOf[known[1]];
    if (file !== undefined) return streamNames.findIndex((name) => name.includes(`.${file}.`));
    // A sentence that was never learnt may be of any log: only where there is one does it have a place.
    return size === 1 ? 0 : -1;
  });
}

const categoryOf = (code: string): string => messageCodes.get(code)?.category ?? code.slice(0, 3);

/** From when to when a log tells anything, and the stretches in between that cannot be read. */
export class Spans {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly #gaps: EventList['gaps'];

  constructor({ gaps, reaches }: EventList, size: number) {
    this.from = new Float64Array(size).fill(Number.NaN);
    this.to = new Float64Array(size).fill(Number.NaN);
    this.#gaps = [...gaps];
    const inOrder = [...reaches].sort((a, b) => a.stream - b.stream || a.from - b.from);
    for (const { stream, from, to } of inOrder) {
      const before = this.to[stream]!;
      // Whether a file lies between two that we have is not known.
      if (from > before) this.#gaps.push({ stream, from: before, to: from });
      if (!(this.from[stream]! <= from)) this.from[stream] = from;
      if (!(before >= to)) this.to[stream] = to;
    }
  }

  where(stream: number, time: number): 'before' | 'behind' | 'edge' | 'gap' | 'inside' {
    const [from, to] = [this.from[stream]!, this.to[stream]!];
    if (Math.abs(time - from) <= TOLERANCE || Math.abs(time - to) <= TOLERANCE) return 'edge';
    if (!(time > from)) return 'before';
    if (time > to) return 'behind';
    for (const gap of this.#gaps)
      if (gap.stream === stream && time >= gap.from - TOLERANCE && time <= gap.to + TOLERANCE) return 'gap';
    return 'inside';
  }
}
