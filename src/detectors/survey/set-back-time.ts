import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, DAY, duration, isWholeSecond, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { by, isSame } from './lives.ts';
import { folderOf, Lists } from './places.ts';

/** Files with older times born in the same minutes from which on a tool that keeps times is the likely cause. */
const EXTRACTED = 3;

/** Ten minutes, the grain in which births are counted. */
const slot = (file: SurveyedFile): number => Math.floor(seconds(file.born)! / (10 * MINUTE));

/**
 * A program modified long before it was born. Extracting, copying with times and upgrading do that to many files at
 * once; a lone one had its time set, most tellingly to exactly that of the file beside it (`touch -r`).
 */
export function setBackTime(contentVersion: string): SurveyDetector {
  const candidates: SurveyedFile[] = [];
  const siblings = new Lists<SurveyedFile>();
  const older = new Map<string, number>();
  return {
    name: 'set-back-time',
    contentVersion,
    entry(file) {
      const early = between(file.modified, file.born) > DAY;
      if (early) {
        const key = `${file.volume} ${slot(file)}`;
        older.set(key, (older.get(key) ?? 0) + 1);
      }
      if (!file.isProgram) return;
      if (early) candidates.push(file);
      if (file.allocation === 'allocated') siblings.add(`${file.volume} ${folderOf(file.path)}`, file);
    },
    *finish() {
      for (const subject of onePerInode(candidates)) {
        const { volume, inode, path } = subject;
        const together = [-1, 0, 1].reduce((n, i) => n + (older.get(`${volume} ${slot(subject) + i}`) ?? 0), 0);
        if (together >= EXTRACTED) continue;
        const beside = (siblings.get(`${volume} ${folderOf(path)}`) ?? []).filter((s) => s.inode !== inode);
        // A copy made with its time beside the original, as administrators do.
        if (beside.some((s) => isSame(s, subject) && sameTime(s, subject))) continue;
        yield claim(subject, beside, together, contentVersion);
      }
    },
  };
}

const sameTime = (a: SurveyedFile, b: SurveyedFile): boolean => a.modified === b.modified;

/** Of several versions of one life the live one, or else the last. */
function onePerInode(candidates: SurveyedFile[]): SurveyedFile[] {
  const lives = new Map<string, SurveyedFile>();
  for (const candidate of candidates) {
    const { volume, inode, born, allocation } = candidate;
    const key = `${volume} ${inode} ${born}`;
    const known = lives.get(key);
    if (!known || allocation === 'allocated') lives.set(key, candidate);
    else if (
      known.allocation !== 'allocated' &&
      (known.version?.transaction ?? 0) < (candidate.version?.transaction ?? 0)
    )
      lives.set(key, candidate);
  }
  return [...lives.values()].sort((a, b) => byText(a.path, b.path));
}

function claim(subject: SurveyedFile, beside: SurveyedFile[], together: number, contentVersion: string): SurveyClaim {
  const { modified, born } = subject;
  const donors = beside.filter((s) => sameTime(s, subject)).sort(by('born'));
  const exact = donors.length > 0 && !isWholeSecond(modified!);
  const fractions = beside.filter((s) => s.modified && !isWholeSecond(s.modified)).length;
  const oddSecond = isWholeSecond(modified!) && beside.length >= 5 && fractions > 0.9 * beside.length;
  const medium = exact || oddSecond;
  const detail = exact
    ? ` That time is, to the nanosecond, the one of ${donors.length} of ${beside.length} programs beside it, the first ${donors[0]!.path}: what touch -r does.`
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
