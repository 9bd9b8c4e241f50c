import type { WatchedLog } from '../log-detector.ts';
import { HOUR, type Place } from './place.ts';
import { byRecords, byTime, type Pause, type Rhythm, type RhythmDigest } from './rhythm.ts';
import { nameOf } from './statement.ts';

/** A pause, and the file it ends in. */
export interface FoundPause extends Pause {
  log: WatchedLog;
  /** The file it begins in, when that is an earlier one of the same log. */
  older?: WatchedLog;
}

export interface FoundRhythm extends Omit<Rhythm, 'longest' | 'busiest'> {
  longest: FoundPause[];
  busiest: FoundPause[];
  /** The file that holds its last record. */
  lastLog: WatchedLog;
}

/** The records that back what is said of a pause: those in the file that the claim speaks of. */
export const evidenceOf = ({ before, after, older }: FoundPause): Place[] => (older ? [after] : [before, after]);

/** Why rotation does not explain a pause. */
export const rotationNote = ({ older }: FoundPause): string =>
  older
    ? `It begins in ${nameOf(older)}; the two files adjoin, so that rotation took nothing in between. `
    : 'Rotation is not the cause, for both records stand in one file. ';

/** One file with its digest. */
export interface Watched {
  log: WatchedLog;
  digest: RhythmDigest;
}

/**
 * The files of one log put end to end, the oldest first, where nothing can be missing between them: the next file begins
 * within an hour of the last record. Where more lies between two files, rotation may have taken what stood there, and
 * they are two chains.
 */
export function chainsOf(files: readonly Watched[]): FoundRhythm[][] {
  const dated = files.filter(({ digest }) => digest.rhythms.length > 0);
  dated.sort((a, b) => spanOf(a).first - spanOf(b).first);
  const chains: { last: number; rhythms: FoundRhythm[] }[] = [];
  for (const file of dated) {
    const { first, last } = spanOf(file);
    const rhythms = file.digest.rhythms.map((rhythm): FoundRhythm => {
      const here = (pause: Pause): FoundPause => ({ ...pause, log: file.log });
      return { ...rhythm, longest: rhythm.longest.map(here), busiest: rhythm.busiest.map(here), lastLog: file.log };
    });
    const chain = chains.at(-1);
    // A file that begins before the other ends is a copy of it, or another log under the same name.
    if (chain && first >= chain.last && first - chain.last <= HOUR) {
      chain.rhythms = join(chain.rhythms, rhythms, file.log);
      chain.last = last;
    } else chains.push({ last, rhythms });
  }
  return chains.map(({ rhythms }) => rhythms);
}

function spanOf({ digest }: Watched): { first: number; last: number } {
  const all = digest.rhythms.filter(({ kind }) => kind === '');
  return {
    first: Math.min(...all.map(({ first }) => first.micros)),
    last: Math.max(...all.map(({ last }) => last.micros)),
  };
}

function join(older: readonly FoundRhythm[], newer: readonly FoundRhythm[], log: WatchedLog): FoundRhythm[] {
  const key = ({ node, kind }: FoundRhythm): string => `${node}\t${kind}`;
  const before = new Map(older.map((rhythm) => [key(rhythm), rhythm]));
  const after = new Map(newer.map((rhythm) => [key(rhythm), rhythm]));
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    const node = `${(a ?? b)!.node}\t`;
    const shift = before.get(node)?.count ?? 0;
    if (!a) return { ...b!, firstOrdinal: b!.firstOrdinal + shift, lastOrdinal: b!.lastOrdinal + shift };
    if (!b) return a;
    const nodeDays = before.get(node)?.days ?? 0;
    const between = shift - 1 - a.lastOrdinal + b.firstOrdinal;
    const across: FoundPause = {
      before: a.last,
      after: b.first,
      between,
      days: a.days,
      nodeDays,
      count: a.count,
      log,
      older: a.lastLog,
    };
    const late = (pause: FoundPause): FoundPause => ({
      ...pause,
      days: pause.days + a.days,
      nodeDays: pause.nodeDays + nodeDays,
      count: pause.count + a.count,
    });
    const period = (a.period?.share ?? 0) * a.count >= (b.period?.share ?? 0) * b.count ? a.period : b.period;
    const { period: _, ...rest } = a;
    return {
      ...rest,
      ...(period && { period }),
      count: a.count + b.count,
      days: a.days + b.days,
      last: b.last,
      lastOrdinal: b.lastOrdinal + shift,
      lastLog: b.lastLog,
      longest: [...a.longest, across, ...b.longest.map(late)].sort((x, y) => byTime(y) - byTime(x)),
      busiest: [...a.busiest, across, ...b.busiest.map(late)].sort((x, y) => byRecords(y) - byRecords(x)),
    };
  });
}
