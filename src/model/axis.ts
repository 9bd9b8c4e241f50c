/** A mark on a time axis. */
export interface Tick {
  /** Milliseconds since 1970. */
  ms: number;
  text: string;
}

/** About this many marks look right. */
const WANTED = 7;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [1, 2, 5, 10, 30].map((n) => n * second);
steps.push(...[1, 2, 5, 10, 30].map((n) => n * minute), ...[1, 2, 6, 12].map((n) => n * hour));
steps.push(...[1, 2, 7, 14].map((n) => n * day));
/** In months; a year is twelve. */
const months = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/** Marks at round UTC times between two moments: seconds, hours, days, months or years, as fits. */
export function ticksOf(from: number, to: number): Tick[] {
  const wanted = (to - from) / WANTED;
  const step = steps.find((s) => s >= wanted);
  const ticks: Tick[] = [];
  if (step !== undefined) {
    for (let ms = Math.ceil(from / step) * step; ms <= to; ms += step) ticks.push({ ms, text: label(ms, step) });
    return ticks;
  }
  const every = months.find((m) => m * 30 * day >= wanted) ?? months.at(-1)!;
  const start = new Date(from);
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.floor(first / every) * every; ; month += every) {
    const ms = Date.UTC(Math.floor(month / 12), month % 12);
    if (ms > to) return ticks;
    if (ms >= from) ticks.push({ ms, text: new Date(ms).toISOString().slice(0, every % 12 === 0 ? 4 : 7) });
  }
}

function label(ms: number, step: number): string {
  const iso = new Date(ms).toISOString();
  if (step >= day) return iso.slice(0, 10);
  const time = iso.slice(11, step >= minute ? 16 : 19);
  return ms % day === 0 ? `${iso.slice(5, 10)} ${time}` : time;
}
