import { DAY } from './instants.ts';
import { oncePerDevice } from './removals.ts';
import { commonestFirst, type Found, type Telling } from './wave.ts';

/** What the same hands took with no longer pause between are sessions of one wave. */
const PAUSE = 3 * DAY;

/** Bursts of one set of tools that follow each other closely, as one: whoever goes through many gateways pauses. */
export function sessionsAsOne(bursts: readonly Found[], { clustersOf }: Telling): Found[] {
  const toolsOf = ({ removals }: Found): string | undefined => commonestFirst(removals.flatMap(clustersOf))[0];
  const joined: Found[] = [];
  for (const one of [...bursts].sort((a, b) => a.removals[0]!.at - b.removals[0]!.at)) {
    const before = joined.at(-1);
    const tools = toolsOf(one);
    const pause = before ? one.removals[0]!.at - before.removals.at(-1)!.at : Number.POSITIVE_INFINITY;
    if (before && tools !== undefined && tools === toolsOf(before) && pause <= PAUSE)
      joined[joined.length - 1] = together(before, one);
    else joined.push(one);
  }
  return joined;
}

function together(a: Found, b: Found): Found {
  const stronger = a.burst.tail <= b.burst.tail ? a.burst : b.burst;
  return {
    removals: oncePerDevice([...a.removals, ...b.removals]),
    burst: { ...stronger, expected: a.burst.expected + b.burst.expected },
    watched: { from: Math.min(a.watched.from, b.watched.from), to: Math.max(a.watched.to, b.watched.to) },
  };
}
