import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, DAY, fraction, isWholeSecond, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { by } from './lives.ts';
import { folderOf, Lists } from './places.ts';

/** Neighbours with fractions that it takes to call a whole second odd. */
const NEIGHBOURS = 5;
/** Whole-second files changed in the same minutes from which on an archive is the likely cause. */
const EXTRACTED = 3;

const slot = (file: SurveyedFile): number => Math.floor(seconds(file.changed)! / (10 * MINUTE));

/**
 * A lone program whose modification time has no fraction of a second among neighbours that have one: `touch -d`,
 * `touch -t`, or a source that counts in seconds. Inodes of 128 bytes count in seconds themselves and say nothing.
 */
export function wholeSecondTime(contentVersion: string): SurveyDetector {
  const folders = new Lists<SurveyedFile>();
  const whole = new Map<string, number>();
  return {
    name: 'whole-second-time',
    contentVersion,
    entry(file) {
      const { allocation, modified } = file;
      if (allocation !== 'allocated' || modified === undefined || fraction(modified) === undefined) return;
      if (wasSet(file)) {
        const key = `${file.volume} ${slot(file)}`;
        whole.set(key, (whole.get(key) ?? 0) + 1);
      }
      if (file.isProgram) folders.add(`${file.volume} ${folderOf(file.path)}`, file);
    },
    *finish() {
      for (const files of folders.values()) {
        const odd = files.filter(wasSet);
        const fractions = files.filter((f) => !isWholeSecond(f.modified!));
        // More than one in ten is what archives and packages leave behind.
        if (odd.length === 0 || fractions.length < NEIGHBOURS || odd.length * 10 > fractions.length + 10) continue;
        // A kernel whose clock ticks in milliseconds or coarser meets whole seconds by chance.
        if (fractions.every((f) => fraction(f.modified!)!.endsWith('000000'))) continue;
        for (const subject of odd.sort((a, b) => byText(a.path, b.path))) {
          const together = [-1, 0, 1].reduce(
            (n, i) => n + (whole.get(`${subject.volume} ${slot(subject) + i}`) ?? 0),
            0,
          );
          if (together < EXTRACTED) yield claim(subject, fractions, together, contentVersion);
        }
      }
    },
  };
}

/** Whole second, and not simply the moment of the last change; a time before birth is another detector's. */
function wasSet({ modified, changed, born }: SurveyedFile): boolean {
  return isWholeSecond(modified!) && Math.abs(between(modified, changed)) > MINUTE && !(between(modified, born) > DAY);
}

function claim(
  subject: SurveyedFile,
  fractions: SurveyedFile[],
  together: number,
  contentVersion: string,
): SurveyClaim {
  const { modified, changed } = subject;
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
