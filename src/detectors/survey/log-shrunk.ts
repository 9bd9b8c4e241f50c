import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, HOUR } from './clock.ts';
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
    entry: (surveyed) => files.add(surveyed),
    *finish() {
      const found: [now: Surveyed, was: Surveyed][] = [];
      for (const versions of files.logs.values()) {
        const kept = versions.filter(
          ({ facts }) => facts.allocation === 'allocated' || facts.allocation === 'superseded',
        );
        const [now, ...earlier] = kept.sort(oldestFirst).reverse();
        if (now?.facts.allocation !== 'allocated') continue;
        const own = earlier.filter((v) => isSameFile(v, now) && v.facts.size > now.facts.size);
        const was = own.reduce<Surveyed | undefined>((a, b) => (a && a.facts.size >= b.facts.size ? a : b), undefined);
        if (!was || isCopied(was, now, files.besideOf(now))) continue;
        found.push([now, was]);
      }
      found.sort(([a], [b]) => byText(pathKey(a), pathKey(b)));
      for (const [now, was] of found) yield claim(now, was, contentVersion);
    },
  };
}

const isSameFile = (a: Surveyed, b: Surveyed): boolean =>
  a.facts.metaAddress === b.facts.metaAddress && a.facts.times.born === b.facts.times.born;

/** Whether a file of the log's name holds what it lost: as large as it was, or made when it was emptied. */
function isCopied(was: Surveyed, now: Surveyed, folder: readonly Surveyed[]): boolean {
  const name = fileName(now.facts.path!);
  return folder.some(({ facts }) => {
    if (facts === now.facts || !fileName(facts.path!).startsWith(name)) return false;
    const made = facts.times.born ?? facts.times.modified;
    const from = was.facts.times.modified;
    return facts.size >= was.facts.size || (between(from, made) > -HOUR && between(made, now.facts.times.changed) >= 0);
  });
}

function claim(now: Surveyed, was: Surveyed, contentVersion: string): SurveyClaim {
  const [is, then] = [now.facts, was.facts];
  const when = then.version?.committed ?? then.times.changed;
  return claimOf(
    'log-shrunk',
    contentVersion,
    now,
    {
      about: 'tampering',
      techniques: is.path!.startsWith('/var/log/') ? ['T1070.002'] : ['T1070'],
      severity: 'low',
      confidence: 'low',
      title: 'Append-only log was larger before',
      explanation:
        `Its writer only appends to this log. At ${when} the same inode ${is.metaAddress} held ${then.size} bytes; now it holds ${is.size}, last changed at ${is.times.changed}. ` +
        'No file beside it (.old, .1, .gz) is as large as it was or was made in between, so it does not look rotated by copying. What it lost may still lie in free blocks. ' +
        'Innocent causes that remain: a log cleared on the administration page, a program that starts its log anew, a rotated copy that was already removed.',
    },
    [was],
  );
}
