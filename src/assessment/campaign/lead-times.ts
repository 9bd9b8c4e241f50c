import type { Disclosure, LeadTime } from '../../model/index.ts';
import { DAY, HOUR, spanText } from './instants.ts';

/** A report this far from a wave has nothing to do with it. */
const FAR = 60 * DAY;

const isDay = (at: string): boolean => /^\d{4}-\d\d-\d\d$/.test(at);

/** The instant of a report in milliseconds, or the beginning of its day; NaN for what is no date. */
export const momentOf = ({ at }: Pick<Disclosure, 'at'>): number => Date.parse(isDay(at) ? `${at}T00:00:00Z` : at);

const hoursOf = (milliseconds: number): number => Math.round((milliseconds / HOUR) * 100) / 100;

/**
 * How a wave lies to the public reports around it, those that concern it first, then the nearest. A report of which
 * only the day is known counts from the beginning of its day, so that no lead is overstated; its bounds hold the day.
 * @param began best estimate and bounds of the beginning, milliseconds
 * @param watched the whole time in which a wave could have been seen
 */
export function leadTimesOf(
  began: { at: number; from: number; to: number },
  families: readonly string[],
  disclosures: readonly Disclosure[],
  watched: { from: number; to: number },
): LeadTime[] {
  const moments = disclosures.flatMap((d) => {
    const first = momentOf(d);
    return Number.isNaN(first) ? [] : [{ d, first, last: isDay(d.at) ? first + DAY : first }];
  });
  const found = moments.flatMap(({ d, first, last }): LeadTime[] => {
    if (Math.abs(first - began.at) > FAR) return [];
    const concerns = d.families.some((f) => families.includes(f));
    const lead = {
      hours: hoursOf(first - began.at),
      least: hoursOf(first - began.to),
      most: hoursOf(last - began.from),
    };
    const near = Math.abs(first - began.at);
    const chance = shareNear(
      moments.map((m) => m.first),
      near,
      watched,
    );
    return [{ disclosure: d.name, at: d.at, ...lead, concerns, chance, says: saysOf(d, lead, concerns, chance) }];
  });
  return found.sort((a, b) => Number(b.concerns) - Number(a.concerns) || Math.abs(a.hours) - Math.abs(b.hours));
}

/** Share of a stretch of time that lies this near to any of the moments. */
function shareNear(moments: readonly number[], near: number, { from, to }: { from: number; to: number }): number {
  if (to <= from) return 1;
  let covered = 0;
  let reached = from;
  for (const at of [...moments].sort((a, b) => a - b)) {
    const begin = Math.max(reached, at - near);
    const end = Math.min(to, at + near);
    if (end > begin) covered += end - begin;
    reached = Math.max(reached, end);
  }
  return Math.round((covered / (to - from)) * 10_000) / 10_000;
}

function saysOf(
  { name, at }: Disclosure,
  { hours, least, most }: Pick<LeadTime, 'hours' | 'least' | 'most'>,
  concerns: boolean,
  chance: number,
): string {
  const when =
    least <= 0 && most >= 0 ? 'within the bounds of' : `${spanText(hours)} ${hours > 0 ? 'before' : 'after'}`;
  const range = `${Math.round(least)} to ${Math.round(most)} hours`;
  const what = concerns ? 'which tells of what was removed' : 'which is not known to tell of what was removed';
  return `It began ${when} "${name}" (${at.slice(0, 10)}), ${what}: ${range} ahead. A moment at random lies as near to a report ${percent(chance)} of the time.`;
}

const percent = (share: number): string => (share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`);
