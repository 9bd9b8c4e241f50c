import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { isDifferent, oldestFirst } from './lives.ts';
import { isAppendOnlyLog, isWatched, Lists, pathKey } from './places.ts';

/** Files that changed together in one upgrade; below this, somebody changed them. */
const UPGRADE = 10;

/**
 * Two versions of a file with different content and one modification time: writing sets that time, so it was put back
 * afterwards (`touch -r`), or the whole file was replaced by a copy that brought its time along.
 */
export function keptModificationTime(contentVersion: string): SurveyDetector {
  const paths = new Lists<SurveyedFile>();
  return {
    name: 'kept-modification-time',
    contentVersion,
    entry(file) {
      if (isWatched(file) && !isAppendOnlyLog(file.path)) paths.add(pathKey(file), file);
    },
    *finish() {
      const changes = new Lists<[SurveyedFile, SurveyedFile]>();
      for (const versions of paths.values()) {
        if (versions.length < 2) continue;
        const pair = firstKept(versions.sort(oldestFirst));
        if (pair) changes.add(pair[1].volume, pair);
      }
      for (const pairs of changes.values()) {
        pairs.sort((a, b) => at(a) - at(b));
        for (const together of batches(pairs, at, 10 * MINUTE))
          if (together.length < UPGRADE)
            for (const pair of together) yield claim(pair, together.length, contentVersion);
      }
    },
  };
}

const at = ([, later]: [SurveyedFile, SurveyedFile]): number => seconds(later.changed)!;

/**
 * The first version that differs from the one before it and has its modification time. Content can reach the disk half
 * a minute after it was written, so the change must be later than that.
 */
function firstKept(versions: SurveyedFile[]): [SurveyedFile, SurveyedFile] | undefined {
  for (const [i, later] of versions.entries()) {
    const earlier = versions[i - 1];
    if (!earlier || isDifferent(earlier, later) !== true) continue;
    const { modified, changed } = later;
    const moved = between(earlier.changed, changed);
    if (modified !== undefined && modified === earlier.modified && moved > MINUTE) return [earlier, later];
  }
  return undefined;
}

function claim([earlier, later]: [SurveyedFile, SurveyedFile], together: number, contentVersion: string): SurveyClaim {
  const [a, b] = [earlier, later];
  const inPlace = a.inode === b.inode && a.born === b.born;
  const others = together - 1;
  return claimOf(
    'kept-modification-time',
    contentVersion,
    later,
    {
      about: 'tampering',
      techniques: ['T1070.006'],
      severity: inPlace ? 'medium' : 'low',
      confidence: inPlace ? 'medium' : 'low',
      title: 'Content changed, modification time did not',
      explanation:
        `Two versions of this file differ (${a.size} and ${b.size} bytes), yet both say they were modified at ${b.modified}; ` +
        `their inodes were last changed at ${a.changed} and ${b.changed}. Writing sets the modification time, so it was set back afterwards` +
        `${inPlace ? ': the file was rewritten in place' : ', or a copy with that time took the place of the file (another inode)'}. ` +
        `${others === 0 ? 'No other file' : `${others} other file${others === 1 ? '' : 's'}`} of this volume did so within ten minutes; a package upgrade or restore changes many at once. ` +
        'Innocent causes that remain: a single file restored with its time (cp -p, tar, rsync -t), or a package whose build gives all its files one time.',
    },
    [earlier],
  );
}
