import type { Moment } from '../../model.ts';

/** Where the slider may stop: all that changed within one second, on whatever volume. */
export interface Stop {
  /** The last change within it. */
  at: string;
  changes: number;
  paths: string[];
  volumes: string[];
}

const secondOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** Moments of several volumes in one second are one stop: a slider that stood between two equal times could not be moved past them. */
export function stopsOf(moments: readonly Moment[]): Stop[] {
  const stops: Stop[] = [];
  for (const { at, changes, paths, volume } of moments) {
    const last = stops.at(-1);
    if (!last || secondOf(last.at) !== secondOf(at)) {
      stops.push({ at, changes, paths: [...paths], volumes: [volume] });
      continue;
    }
    if (Date.parse(at) >= Date.parse(last.at)) last.at = at;
    last.changes += changes;
    last.paths.push(...paths);
    if (!last.volumes.includes(volume)) last.volumes.push(volume);
  }
  return stops;
}

/** The last stop not after a moment; the first when all are after it. */
export const stopAt = (stops: readonly Stop[], at: string): number =>
  Math.max(
    0,
    stops.findLastIndex((stop) => Date.parse(stop.at) <= Date.parse(at)),
  );
