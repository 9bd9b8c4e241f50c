import type { Instant, Interval } from '../model/index.ts';

/** One limit on when something happened, and the evidence that sets it. */
export interface Bound {
  at: Instant;
  /** `stated` came with the finding, `journal` is a commit, `inode` a time in an inode, which a changed clock spoils first. */
  kind: 'stated' | 'journal' | 'inode';
  /** One sentence; a stated bound may have it with its interval instead. */
  basis?: string;
}

const weight: Record<Bound['kind'], number> = { stated: 2, journal: 1, inode: 0 };

/** As text that sorts; a time in whole seconds stands for the beginning, or as an upper bound for the end, of its second. */
const sortable = (at: Instant, fill: '0' | '9'): string =>
  `${at.slice(0, 19)}.${(at[19] === '.' ? at.slice(20, -1) : '').padEnd(9, fill)}`;

export const isBefore = (a: Instant, b: Instant): boolean => sortable(a, '0') < sortable(b, '0');

/** True when no moment lies in both: an upper bound of whole seconds reaches to the end of its second. */
const excludes = (lower: Bound, upper: Bound): boolean => sortable(lower.at, '0') > sortable(upper.at, '9');

/** The narrowest interval that the bounds allow. Where two exclude each other the weaker goes, and its sentence says so. */
export function narrow(stated: Interval | undefined, lower: Bound[], upper: Bound[]): Interval | undefined {
  const lowers = [...given(stated?.notBefore, lower), ...lower];
  const uppers = [...given(stated?.notAfter, upper), ...upper];
  const dropped: string[] = [];
  for (;;) {
    const low = lowers.reduce<Bound | undefined>((a, b) => (a && !isBefore(a.at, b.at) ? a : b), undefined);
    const high = uppers.reduce<Bound | undefined>((a, b) => (a && !isBefore(b.at, a.at) ? a : b), undefined);
    // Two stated bounds that exclude each other are handed on as they came.
    if (low && high && excludes(low, high) && !(low.kind === 'stated' && high.kind === 'stated')) {
      const [weak, list] =
        weight[low.kind] < weight[high.kind]
          ? [low, lowers]
          : weight[high.kind] < weight[low.kind]
            ? [high, uppers]
            : [low, lowers];
      const strong = weak === low ? high : low;
      list.splice(list.indexOf(weak), 1);
      dropped.push(`Not used, because it contradicts ${strong.at}: ${weak.basis ?? weak.at}`);
      continue;
    }
    return interval(stated, low, high, dropped);
  }
}

/** A stated bound, with the sentence of the evidence that says the same. */
function given(at: Instant | undefined, others: Bound[]): Bound[] {
  if (at === undefined) return [];
  const basis = others.find((b) => b.at === at)?.basis;
  return [{ at, kind: 'stated', ...(basis !== undefined && { basis }) }];
}

function interval(
  stated: Interval | undefined,
  low: Bound | undefined,
  high: Bound | undefined,
  dropped: string[],
): Interval | undefined {
  if (!low && !high && dropped.length === 0) return stated;
  const unexplained = [low, high].some((b) => b && b.basis === undefined);
  const kept = unexplained ? (stated?.basis ?? []) : [];
  const basis = [...kept, ...[low?.basis, high?.basis].filter((b) => b !== undefined), ...dropped];
  return {
    ...(low && { notBefore: low.at }),
    ...(high && { notAfter: high.at }),
    ...(basis.length > 0 && { basis: [...new Set(basis)] }),
  };
}
