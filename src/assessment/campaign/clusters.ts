import type { Tool } from './tools.ts';

/** Groups of tools must belong together at least this much, on average over all pairs. */
const ENOUGH = 0.15;

/** How many devices there are, and on how many anything telling was found. */
interface Among {
  devices: number;
  victims: number;
}

/**
 * Groups of tools that go together: the two groups whose tools belong together most, on average, are joined again and
 * again (average linkage), so that one tool which two intruders share does not make them one.
 * @returns for each tool the number of its group
 */
export function groupsOf(tools: readonly Tool[], among: Among): number[] {
  const n = tools.length;
  const sums = tools.map((a, i) => Float64Array.from(tools, (b, j) => (i === j ? 0 : belonging(a, b, among))));
  const members: (number[] | undefined)[] = tools.map((_, i) => [i]);
  for (;;) {
    let best = ENOUGH;
    let pair: [number, number] | undefined;
    for (let i = 0; i < n; i++) {
      const own = members[i];
      if (!own) continue;
      for (let j = i + 1; j < n; j++) {
        const other = members[j];
        if (!other) continue;
        const mean = sums[i]![j]! / (own.length * other.length);
        if (mean > best) {
          best = mean;
          pair = [i, j];
        }
      }
    }
    if (!pair) break;
    const [i, j] = pair;
    members[i] = [...members[i]!, ...members[j]!];
    members[j] = undefined;
    for (let k = 0; k < n; k++) {
      sums[i]![k]! += sums[j]![k]!;
      sums[k]![i] = sums[i]![k]!;
    }
  }
  const group = new Array<number>(n).fill(0);
  members.forEach((list, i) => {
    for (const tool of list ?? []) group[tool] = i;
  });
  return group;
}

/** Tools that are on nearly the same devices are together, even where these are nearly all. */
const SAME_DEVICES = 0.75;

/**
 * How much two tools belong to one set, from -1 to 1: being found on the same devices more often than chance speaks for
 * it (the phi coefficient), never being found together although chance would have it speaks against; so does what is
 * known of their users. Where nobody knows a user of either, devices without any tool show what is chance; else they
 * would tie whatever an intruder who is everywhere meets by chance to its tools.
 */
function belonging(a: Tool, b: Tool, among: Among): number {
  const together = common(a.devices, b.devices);
  const [m, n] = [a.devices.size, b.devices.size];
  const all = a.users.size + b.users.size === 0 ? among.devices : among.victims;
  let score = 0;
  if (together > 0) {
    const cosine = together / Math.sqrt(m * n);
    const spread = Math.sqrt(m * (all - m) * n * (all - n));
    const phi = spread > 0 ? (all * together - m * n) / spread : 0;
    score = cosine >= SAME_DEVICES ? cosine : phi;
  } else if (!meet(a.families, b.families)) score = -Math.min(1, (m * n) / all / 3);
  if (a.users.size > 0 && b.users.size > 0) score += meet(a.users, b.users) ? 0.4 : -0.6;
  return Math.max(-1, Math.min(1, score));
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one));

function common(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let n = 0;
  for (const device of few) if (many.has(device)) n++;
  return n;
}
