import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, HOUR } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { oldestFirst } from './lives.ts';
import { LogFiles } from './log-files.ts';
import { fileName, pathKey } from './places.ts';

/**
 * A log that its writer only appends to, and that was larger before, under the same inode: somebody emptied it or wrote
 * it shorter in place. What was put in its place as another file is told by `log-replaced`.
 */
export function logShrunk(contentVersion: string): SurveyDetector {
  const files = new LogFiles();
  return {
    name: 'log-shrunk',
    contentVersion,
    entry: (file) => files.add(file),
    *finish() {
      const found: [now: SurveyedFile, was: SurveyedFile][] = [];
      for (const versions of files.logs.values()) {
        const kept = versions.filter(({ allocation }) => allocation === 'allocated' || allocation === 'superseded');
        const [now, ...earlier] = kept.sort(oldestFirst).reverse();
        if (now?.allocation !== 'allocated') continue;
        const own = earlier.filter((v) => isSameFile(v, now) && v.size > now.size);
        const was = own.reduce<SurveyedFile | undefined>((a, b) => (a && a.size >= b.size ? a : b), undefined);
        if (!was || isCopied(was, now, files.besideOf(now))) continue;
        found.push([now, was]);
      }
      found.sort(([a], [b]) => byText(pathKey(a), pathKey(b)));
      for (const [now, was] of found) yield claim(now, was, contentVersion);
    },
  };
}

const isSameFile = (a: SurveyedFile, b: SurveyedFile): boolean => a.inode === b.inode && a.born === b.born;

/** Whether a file of the log's name holds what it lost: as large as it was, or made when it was emptied. */
function isCopied(was: SurveyedFile, now: SurveyedFile, folder: readonly SurveyedFile[]): boolean {
  const name = fileName(now.path);
  return folder.some((file) => {
    if (file === now || !fileName(file.path).startsWith(name)) return false;
    const made = file.born ?? file.modified;
    const from = was.modified;
    return file.size >= was.size || (between(from, made) > -HOUR && between(made, now.changed) >= 0);
  });
}

function claim(now: SurveyedFile, was: SurveyedFile, contentVersion: string): SurveyClaim {
  const [is, then] = [now, was];
  const when = then.version?.committed ?? then.changed;
  return claimOf(
    'log-shrunk',
    contentVersion,
    now,
    {
      about: 'tampering',
      techniques: is.path.startsWith('/var/log/') ? ['T1070.002'] : ['T1070'],
      severity: 'low',
      confidence: 'low',
      title: 'Append-only log was larger before',
      explanation:
        `Its writer only appends to this log. At ${when} the same inode ${is.inode} held ${then.size} bytes; now it holds ${is.size}, last changed at ${is.changed}. ` +
        'No file beside it (.old, .1, .gz) is as large as it was or was made in between, so it does not look rotated by copying. What it lost may still lie in free blocks. ' +
        'Innocent causes that remain: a log cleared on the administration page, a program that starts its log anew, a rotated copy that was already removed.',
    },
    [was],
  );
}
