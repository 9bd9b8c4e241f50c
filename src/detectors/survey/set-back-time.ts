import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, DAY, duration, isWholeSecond, MINUTE, seconds } from './clock.ts';
import { by, isSame } from './lives.ts';
import { folderOf, isOnVolume, isProgram, Lists, volumeKey } from './places.ts';

/** Files with older times born in the same minutes from which on a tool that keeps times is the likely cause. */
const EXTRACTED = 3;

/** Ten minutes, the grain in which births are counted. */
const slot = (surveyed: Surveyed): number => Math.floor(seconds(surveyed.facts.times.born)! / (10 * MINUTE));

/**
 * A program modified long before it was born. Extracting, copying with times and upgrading do that to many files at
 * once; a lone one had its time set, most tellingly to exactly that of the file beside it (`touch -r`).
 */
export function setBackTime(contentVersion: string): SurveyDetector {
  const candidates: Surveyed[] = [];
  const siblings = new Lists<Surveyed>();
  const older = new Map<string, number>();
  return {
    name: 'set-back-time',
    contentVersion,
    entry(surveyed) {
      const { path, times, allocation } = surveyed.facts;
      if (path === undefined || !isOnVolume(surveyed.facts)) return;
      const early = between(times.modified, times.born) > DAY;
      if (early) {
        const key = `${volumeKey(surveyed)} ${slot(surveyed)}`;
        older.set(key, (older.get(key) ?? 0) + 1);
      }
      if (!isProgram(path)) return;
      if (early) candidates.push(surveyed);
      if (allocation === 'allocated') siblings.add(`${volumeKey(surveyed)} ${folderOf(path)}`, surveyed);
    },
    *finish() {
      for (const subject of onePerInode(candidates)) {
        const volume = volumeKey(subject);
        const together = [-1, 0, 1].reduce((n, i) => n + (older.get(`${volume} ${slot(subject) + i}`) ?? 0), 0);
        if (together >= EXTRACTED) continue;
        const { metaAddress, path } = subject.facts;
        const beside = (siblings.get(`${volume} ${folderOf(path!)}`) ?? []).filter(
          (s) => s.facts.metaAddress !== metaAddress,
        );
        // A copy made with its time beside the original, as administrators do.
        if (beside.some((s) => isSame(s, subject) && sameTime(s, subject))) continue;
        yield claim(subject, beside, together, contentVersion);
      }
    },
  };
}

const sameTime = (a: Surveyed, b: Surveyed): boolean => a.facts.times.modified === b.facts.times.modified;

/** Of several versions of one life the live one, or else the last. */
function onePerInode(candidates: Surveyed[]): Surveyed[] {
  const lives = new Map<string, Surveyed>();
  for (const candidate of candidates) {
    const { metaAddress, times, allocation } = candidate.facts;
    const key = `${volumeKey(candidate)} ${metaAddress} ${times.born}`;
    const known = lives.get(key);
    if (!known || allocation === 'allocated') lives.set(key, candidate);
    else if (
      known.facts.allocation !== 'allocated' &&
      (known.facts.version?.transaction ?? 0) < (candidate.facts.version?.transaction ?? 0)
    )
      lives.set(key, candidate);
  }
  return [...lives.values()].sort((a, b) => byText(a.facts.path!, b.facts.path!));
}

function claim(subject: Surveyed, beside: Surveyed[], together: number, contentVersion: string): SurveyClaim {
  const { modified, born } = subject.facts.times;
  const donors = beside.filter((s) => sameTime(s, subject)).sort(by('born'));
  const exact = donors.length > 0 && !isWholeSecond(modified!);
  const fractions = beside.filter((s) => s.facts.times.modified && !isWholeSecond(s.facts.times.modified)).length;
  const oddSecond = isWholeSecond(modified!) && beside.length >= 5 && fractions > 0.9 * beside.length;
  const medium = exact || oddSecond;
  const detail = exact
    ? ` That time is, to the nanosecond, the one of ${donors.length} of ${beside.length} programs beside it, the first ${donors[0]!.facts.path}: what touch -r does.`
    : donors.length > 0
      ? ` It is the time of ${donors.length} of ${beside.length} programs beside it.`
      : oddSecond
        ? ` It is a whole second, where ${fractions} of ${beside.length} programs beside it have fractions: what touch -d does.`
        : ` None of the ${beside.length} programs beside it has that time.`;
  return claimOf(
    'set-back-time',
    contentVersion,
    subject,
    {
      about: 'tampering',
      techniques: ['T1070.006'],
      severity: medium ? 'medium' : 'low',
      confidence: medium ? 'medium' : 'low',
      title: 'Modified before it was born, alone',
      explanation:
        `This program says it was modified at ${modified}, ${duration(between(modified, born))} before its inode was made at ${born}.${detail} ` +
        `${together === 1 ? 'No other file' : `${together - 1} other file`} of this volume born within twenty minutes has an older modification time; an archive, a package upgrade or rsync would have left at least ${EXTRACTED}. ` +
        'Innocent cause that remains: one file copied or restored together with its time (cp -p, scp -p, a repair of one file).',
    },
    donors,
  );
}
