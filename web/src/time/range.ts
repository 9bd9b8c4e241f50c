/** A stretch of time, in milliseconds since 1970. */
export interface Range {
  from: number;
  until: number;
}

/** The shortest stretch that is shown: events are told apart to the microsecond, people look at tenths of seconds. */
const LEAST = 100;

const length = ({ from, until }: Range): number => until - from;

/** Keeps a stretch within the whole, and not shorter than can be drawn. */
export function within(range: Range, whole: Range): Range {
  const long = Math.min(Math.max(LEAST, length(range)), Math.max(LEAST, length(whole)));
  const from = Math.min(Math.max(range.from, whole.from), Math.max(whole.from, whole.until - long));
  return { from, until: from + long };
}

/** Zooms so that the moment `at` stays where it is on the screen. @param factor below 1 shows less time */
export const zoomed = (range: Range, factor: number, at: number, whole: Range): Range =>
  within({ from: at - (at - range.from) * factor, until: at + (range.until - at) * factor }, whole);

/** Moves by a share of what is shown; positive is later. */
export const moved = (range: Range, share: number, whole: Range): Range =>
  within({ from: range.from + length(range) * share, until: range.until + length(range) * share }, whole);

export const middleOf = ({ from, until }: Range): number => (from + until) / 2;

/** Around a stretch, some room on both sides, so that what lies at its ends is seen. */
export const around = ({ from, until }: Range, share = 0.03): Range => {
  const room = Math.max((until - from) * share, 1000);
  return { from: from - room, until: until + room };
};

const seconds: [number, string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A length of time as `1.5 d`, `20 min`, `0.2 s`. @param ms milliseconds */
export function spanText(ms: number): string {
  const [size, unit] = seconds.find(([s]) => ms >= s * 1000) ?? [1, 's'];
  const value = ms / 1000 / size;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`;
}
