import type { Edition } from '../../model/index.ts';
import type { Candidate } from './device.ts';

/** Of an evidence hash one is enough; other marks may have been copied from a template to a whole fleet. */
const MOST_OF_ONE_DEVICE = 3;

/** Candidates with each device once: the case examined last counts. In the order given. */
export function eachDeviceOnce(candidates: readonly Candidate[]): {
  voters: Candidate[];
  twice: { device: string; counts: string }[];
} {
  const holders = new Map<string, number[]>();
  for (const [i, c] of candidates.entries())
    for (const mark of new Set(c.marks)) {
      const list = holders.get(mark);
      if (list) list.push(i);
      else holders.set(mark, [i]);
    }
  const root = candidates.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at]!;
    return at;
  };
  for (const [mark, list] of holders)
    if (mark.startsWith('evidence ') || list.length <= MOST_OF_ONE_DEVICE)
      for (const i of list.slice(1)) root[find(i)] = find(list[0]!);
  const best = new Map<number, number>();
  for (const [i, c] of candidates.entries()) {
    const before = best.get(find(i));
    if (before === undefined || c.at > candidates[before]!.at) best.set(find(i), i);
  }
  const voters: Candidate[] = [];
  const twice: { device: string; counts: string }[] = [];
  for (const [i, c] of candidates.entries()) {
    const counting = best.get(find(i))!;
    if (counting === i) voters.push(c);
    else twice.push({ device: c.name, counts: candidates[counting]!.name });
  }
  return { voters, twice };
}

export const editionName = ({ product, version, build }: Edition): string =>
  [product, version, ...(build === undefined ? [] : [`build ${build}`])].join(' ');
