import type { BlockRun } from '../extents.ts';

/** The run of a map that holds a logical block, or the next one behind it; undefined behind the last. */
export function runFrom(map: readonly BlockRun[], logical: number): BlockRun | undefined {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = map[middle]!;
    if (run.logical + run.length <= logical) low = middle + 1;
    else high = middle;
  }
  return map[low];
}

/** Whether a map has a block at this logical place. */
export function has(map: readonly BlockRun[], block: number, logical: number): boolean {
  const run = runFrom(map, logical);
  return run?.at !== undefined && run.logical <= logical && run.at + (logical - run.logical) === block;
}

/** Whether every block of a run has the same place in another map. */
export function within(run: BlockRun, map: readonly BlockRun[]): boolean {
  if (run.at === undefined) return false;
  const shift = run.at - run.logical;
  for (let from = run.logical; from < run.logical + run.length; ) {
    const other = runFrom(map, from);
    if (other?.at === undefined || other.logical > from || other.at - other.logical !== shift) return false;
    from = other.logical + other.length;
  }
  return true;
}
