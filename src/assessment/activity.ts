import type { Knowledge } from '../detectors/index.ts';
import type { Activity, Coverage, Finding, Instant, Interval } from '../model/index.ts';
import { counts, isStrong } from './weight.ts';

const DAY = 86_400_000;

const daysBetween = (from: Instant, to: Instant): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY);

const least = (of: readonly Instant[]): Instant | undefined => [...of].sort()[0];
const most = (of: readonly Instant[]): Instant | undefined => [...of].sort().at(-1);

/** Public reports this near to a clean-up are named beside it; nothing is concluded from one device. */
const NEAR = 30;

const day = (at: Instant): string => at.slice(0, 10);

/** From the bounds of the findings: first and last activity, how long it lasted, and when it was cleaned up. */
export function activityOf(
  findings: readonly Finding[],
  coverage: readonly Coverage[],
  knowledge: Knowledge,
): Activity {
  const strong = findings.filter(isStrong);
  if (strong.length === 0)
    return { statement: 'No time of a compromise can be given: no strong evidence of one was found in what was read.' };
  const dated = strong.filter((f) => f.appeared?.notAfter !== undefined);
  // The earliest of several: not after the earliest upper bound, and not before the earliest lower one if each has one.
  const first = intervalOf(
    dated.every((f) => f.appeared!.notBefore !== undefined)
      ? least(dated.map((f) => f.appeared!.notBefore!))
      : undefined,
    least(dated.map((f) => f.appeared!.notAfter!)),
  );
  const deeds = findings.filter((f) => counts(f) && f.confidence !== 'low' && (isStrong(f) || f.about === 'tampering'));
  const last = intervalOf(
    most(deeds.flatMap((f) => f.removed?.notBefore ?? f.appeared?.notBefore ?? [])),
    most(deeds.flatMap((f) => f.removed?.notAfter ?? f.appeared?.notAfter ?? [])),
  );
  const cleanUp = cleanUpOf(strong, first, knowledge);
  const still = strong.some((f) => f.state === 'live');
  const end = still ? most(coverage.flatMap((c) => c.spans).flatMap((s) => s.to ?? [])) : cleanUp?.until;
  const dwellDays =
    first?.notAfter !== undefined && end !== undefined && end >= first.notAfter
      ? {
          least: daysBetween(first.notAfter, still ? end : (cleanUp?.from ?? end)),
          ...(first.notBefore && { most: daysBetween(first.notBefore, end) }),
          still,
        }
      : undefined;
  return {
    statement: statementOf(first, last, dwellDays, cleanUp),
    ...(first && { first }),
    ...(last && { last }),
    ...(dwellDays && { dwellDays }),
    ...(cleanUp && { cleanUp }),
  };
}

const intervalOf = (notBefore: Instant | undefined, notAfter: Instant | undefined): Interval | undefined =>
  notBefore === undefined && notAfter === undefined
    ? undefined
    : { ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };

function cleanUpOf(strong: readonly Finding[], first: Interval | undefined, knowledge: Knowledge): Activity['cleanUp'] {
  const gone = strong.filter((f) => f.state === 'removed' || f.state === 'reverted');
  const moments = gone.flatMap((f) => f.removed?.notAfter ?? f.removed?.notBefore ?? []);
  const [from, until] = [least(moments), most(moments)];
  if (from === undefined || until === undefined) return undefined;
  return {
    from,
    until,
    ...(first?.notAfter !== undefined &&
      first.notAfter <= from && { daysAfterFirst: daysBetween(first.notAfter, from) }),
    disclosures: disclosuresNear(from, gone, knowledge),
  };
}

/** Public reports on what was removed, published within a month of the removal. */
function disclosuresNear(at: Instant, gone: readonly Finding[], knowledge: Knowledge): string[] {
  const families = new Set(gone.flatMap((f) => f.family ?? []));
  const reports = new Set(
    [...families]
      .flatMap((name) => knowledge.named(name))
      .flatMap((e) => knowledge.to(e.id))
      .filter((l) => l.kind === 'tells-of')
      .map((l) => l.from),
  );
  return [...reports]
    .flatMap((id) => {
      const report = knowledge.entities.get(id);
      const published = String(report?.object.published ?? '');
      if (!report || !/^\d{4}-\d\d-\d\d/.test(published)) return [];
      const days = daysBetween(`${day(at)}T00:00:00Z`, `${day(published)}T00:00:00Z`);
      if (Math.abs(days) > NEAR) return [];
      const when =
        days === 0
          ? 'on the day of'
          : `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'before' : 'after'}`;
      return [`${when} "${report.name}" (${day(published)})`];
    })
    .sort();
}

function statementOf(
  first: Interval | undefined,
  last: Interval | undefined,
  dwell: Activity['dwellDays'],
  cleanUp: Activity['cleanUp'],
): string {
  const parts = [
    first?.notAfter
      ? `The first backdoor was in place by ${day(first.notAfter)}`
      : 'When the first backdoor came is not known',
    ...(dwell
      ? [
          dwell.still
            ? `at least one was there when the evidence ends, ${dwell.least} days later`
            : `the first removal came ${dwell.least} days later`,
        ]
      : []),
    ...(last?.notAfter ? [`the last deed that is dated was not after ${day(last.notAfter)}`] : []),
    ...(cleanUp
      ? [
          `what was removed went between ${cleanUp.from.slice(0, 19)}Z and ${cleanUp.until.slice(0, 19)}Z${cleanUp.disclosures.length > 0 ? `, ${cleanUp.disclosures.join(', ')}; one device does not show why` : ''}`,
        ]
      : []),
  ];
  return `${parts.join('; ')}.`;
}
