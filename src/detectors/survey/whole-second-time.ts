import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, DAY, fraction, isWholeSecond, MINUTE, seconds } from './clock.ts';
import { by } from './lives.ts';
import { folderOf, isOnVolume, isProgram, Lists, volumeKey } from './places.ts';

/** Neighbours with fractions that it takes to call a whole second odd. */
const NEIGHBOURS = 5;
/** Whole-second files changed in the same minutes from which on an archive is the likely cause. */
const EXTRACTED = 3;

const slot = (surveyed: Surveyed): number => Math.floor(seconds(surveyed.facts.times.changed)! / (10 * MINUTE));

/**
 * A lone program whose modification time has no fraction of a second among neighbours that have one: `touch -d`,
 * `touch -t`, or a source that counts in seconds. Inodes of 128 bytes count in seconds themselves and say nothing.
 */
export function wholeSecondTime(contentVersion: string): SurveyDetector {
  const folders = new Lists<Surveyed>();
  const whole = new Map<string, number>();
  return {
    name: 'whole-second-time',
    contentVersion,
    entry(surveyed) {
      const { path, times, allocation } = surveyed.facts;
      if (path === undefined || allocation !== 'allocated' || !isOnVolume(surveyed.facts)) return;
      if (times.modified === undefined || fraction(times.modified) === undefined) return;
      if (wasSet(surveyed)) {
        const key = `${volumeKey(surveyed)} ${slot(surveyed)}`;
        whole.set(key, (whole.get(key) ?? 0) + 1);
      }
      if (isProgram(path)) folders.add(`${volumeKey(surveyed)} ${folderOf(path)}`, surveyed);
    },
    *finish() {
      for (const files of folders.values()) {
        const odd = files.filter(wasSet);
        const fractions = files.filter((f) => !isWholeSecond(f.facts.times.modified!));
        // More than one in ten is what archives and packages leave behind.
        if (odd.length === 0 || fractions.length < NEIGHBOURS || odd.length * 10 > fractions.length + 10) continue;
        // A kernel whose clock ticks in milliseconds or coarser meets whole seconds by chance.
        if (fractions.every((f) => fraction(f.facts.times.modified!)!.endsWith('000000'))) continue;
        for (const subject of odd.sort((a, b) => byText(a.facts.path!, b.facts.path!))) {
          const together = [-1, 0, 1].reduce(
            (n, i) => n + (whole.get(`${volumeKey(subject)} ${slot(subject) + i}`) ?? 0),
            0,
          );
          if (together < EXTRACTED) yield claim(subject, fractions, together, contentVersion);
        }
      }
    },
  };
}

/** Whole second, and not simply the moment of the last change; a time before birth is another detector's. */
function wasSet({ facts: { times } }: Surveyed): boolean {
  return (
    isWholeSecond(times.modified!) &&
    Math.abs(between(times.modified, times.changed)) > MINUTE &&
    !(between(times.modified, times.born) > DAY)
  );
}

function claim(subject: Surveyed, fractions: Surveyed[], together: number, contentVersion: string): SurveyClaim {
  const { modified, changed } = subject.facts.times;
  return claimOf(
    'whole-second-time',
    contentVersion,
    subject,
    {
      about: 'tampering',
      techniques: ['T1070.006'],
      severity: 'low',
      confidence: 'low',
      title: 'Modification time without a fraction, alone',
      explanation:
        `This program says it was modified at ${modified}, to the whole second, and its inode was last changed at ${changed}. ` +
        `The ${fractions.length} programs beside it have fractions of a second, which a kernel writes by itself; touch -d and touch -t leave none. ` +
        `${together === 1 ? 'No other file' : `${together - 1} other file`} of this volume with a whole second was changed within twenty minutes; an archive (tar, zip) or a package would have left at least ${EXTRACTED}. ` +
        'Innocent cause that remains: one file fetched or restored from a source that counts in seconds (scp -p, a single-file archive).',
    },
    [...fractions].sort(by('modified')),
  );
}
