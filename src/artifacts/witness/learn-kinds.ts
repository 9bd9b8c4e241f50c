/**
 * Which sentence belongs to which message code: learnt from the logs themselves, because the standard form has no code
 * and the vendor's sentences are not ours to ship. A sentence and a code are one kind when their events fall on the
 * same moments, users and addresses, and the record's arguments stand in the sentence.
 */
import { messageCodes } from '../logs/messages.ts';
import { type EventList, isCode, type Kinds } from './event-list.ts';
import type { Named } from './names.ts';
import { agree, CLOSE, sharesDetail } from './pair.ts';

/** A sentence must fall together with a code this often, as a share of its events that could have. */
const LEAST = 0.5;
const MOST_CANDIDATES = 32;

/**
 * What each kind counts as: a code for a sentence that was learnt, itself otherwise.
 * @param named events by who alone
 * @param times remote times on the local clock
 * @param partner of each remote event its local one, or -1; those that have one teach nothing more
 */
export function learnKinds(
  local: EventList,
  remote: EventList,
  kinds: Kinds,
  named: Named,
  times: Float64Array,
  partner: Int32Array,
  taken: Uint8Array,
): Int32Array {
  const size = kinds.names.length;
  const canon = Int32Array.from(kinds.names, (_, i) => i);
  const localHas = counts(local, size);
  const room = counts(local, size, taken);
  const together = new Map<number, number>();
  const asked = new Float64Array(size);
  for (let i = 0; i < remote.length; i++) {
    const kind = remote.kinds[i]!;
    if (localHas[kind]! > 0 || partner[i]! >= 0) continue;
    const wanted = (l: number): boolean => !taken[l] && kinds.isCode(local.kinds[l]!) !== kinds.isCode(kind);
    const found = candidates(local, remote, i, named, times[i]!, wanted);
    if (found.size === 0) continue;
    asked[kind]!++;
    for (const [other, weight] of found) {
      const pair = kind * size + other;
      together.set(pair, (together.get(pair) ?? 0) + weight);
    }
  }
  const pairs = [...together].map(([pair, weight]) => {
    const there = Math.floor(pair / size);
    const here = pair % size;
    return { there, here, weight, score: weight * (1 + 0.3 * likeness(kinds.names[there]!, kinds.names[here]!)) };
  });
  pairs.sort((a, b) => b.score - a.score || a.there - b.there || a.here - b.here);
  // No more events can belong to a kind than it has: a sentence that only stands beside one finds it taken.
  const learnt = new Set<number>();
  for (const { there, here, weight } of pairs) {
    if (learnt.has(there) || weight < LEAST * asked[there]! || weight > room[here]! * 1.15 + 2) continue;
    room[here]! -= weight;
    learnt.add(there);
    // The code stands for both; of several sentences of one code, all do.
    if (kinds.isCode(here)) canon[there] = here;
    else canon[here] = there;
  }
  return canon;
}

/**
 * Kinds of local events of the same person within the tolerance, each with a weight: 1 where something is said in
 * detail on both sides, less where nothing speaks for or against it, and least where it stands elsewhere in the row of
 * that person's events.
 */
function candidates(
  local: EventList,
  remote: EventList,
  i: number,
  { remote: names, occurrences }: Named,
  time: number,
  wanted: (l: number) => boolean,
): Map<number, number> {
  const found = new Map<number, number>();
  const name = names[i]!;
  if (name < 0 || Number.isNaN(time)) return found;
  let rank = 0;
  for (let k = i - 1; k >= 0 && k > i - 16; k--) if (names[k] === name && remote.times[k] === remote.times[i]) rank++;
  const end = occurrences.end(name);
  let [second, row, tried] = [Number.NaN, 0, 0];
  for (let at = occurrences.from(name, local.times, time - CLOSE); at < end; at++) {
    const l = occurrences.items[at]!;
    if (local.times[l]! > time + CLOSE || tried++ >= MOST_CANDIDATES) break;
    row = Math.floor(local.times[l]!) === second ? row + 1 : 0;
    second = Math.floor(local.times[l]!);
    if (!wanted(l) || !agree(local, l, remote, i)) continue;
    const weight = sharesDetail(local, l, remote, i) ? 1 : row === rank ? 0.9 : 0.7;
    const kind = local.kinds[l]!;
    found.set(kind, Math.max(found.get(kind) ?? 0, weight));
  }
  return found;
}

function counts(list: EventList, size: number, without?: Uint8Array): Float64Array {
  const seen = new Float64Array(size);
  for (let i = 0; i < list.length; i++) if (!without?.[i]) seen[list.kinds[i]!]!++;
  return seen;
}

/** How many words of our wording for a code stand in a sentence, by their first four letters; 0 to 1. */
function likeness(a: string, b: string): number {
  const [code, sentence] = isCode(a) ? [a, b] : [b, a];
  const wording = messageCodes.get(code)?.wording;
  return wording === undefined ? 0 : wordsIn(wording, stemsOf(sentence)).share;
}

/** The code whose wording a sentence is most like, when two of its words or more stand in it. */
export function nearestCode(sentence: string): string | undefined {
  const stems = stemsOf(sentence);
  let [best, most]: [string | undefined, number] = [undefined, 0.6];
  for (const [code, { wording }] of messageCodes) {
    const { share, words } = wordsIn(wording, stems);
    if (words >= 2 && share > most) [best, most] = [code, share];
  }
  return best;
}

const stemsOf = (sentence: string): Set<string> => new Set(sentence.split(' ').map((word) => word.slice(0, 4)));

function wordsIn(wording: string, stems: Set<string>): { share: number; words: number } {
  const all = wording.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const words = all.filter((word) => stems.has(word.slice(0, 4))).length;
  return { share: all.length === 0 ? 0 : words / all.length, words };
}
