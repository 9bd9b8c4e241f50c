/** Place of the first of some items, sorted by a number, whose number is not below a limit. */
export function firstAtLeast<T>(sorted: readonly T[], limit: number, of: (item: T) => number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (of(sorted[middle]!) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
