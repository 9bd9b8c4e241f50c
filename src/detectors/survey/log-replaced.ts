import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, HOUR, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { isSame, oldestFirst } from './lives.ts';
import { LogFiles } from './log-files.ts';
import { fileName, isAppendOnlyLog } from './places.ts';

interface Replaced {
  /** The last version under the old inode. */
  old: SurveyedFile;
  live: SurveyedFile;
  /** Live logs of the same folder whose inode is older than the replacement. */
  kept: number;
}

/**
 * A log that its writer only appends to, and whose path now belongs to another inode: editors and `sed -i` write a new
 * file in the old one's place. Rotation does so too, but then the old content lives on beside it.
 */
export function logReplaced(contentVersion: string): SurveyDetector {
  const files = new LogFiles();
  return {
    name: 'log-replaced',
    contentVersion,
    entry: (file) => files.add(file),
    *finish() {
      const found: Replaced[] = [];
      for (const versions of files.logs.values()) {
        const live = versions.find((v) => v.allocation === 'allocated');
        if (!live) continue;
        const folder = files.besideOf(live);
        const old = versions
          .filter((v) => isOtherFile(v, live))
          .sort(oldestFirst)
          .at(-1);
        if (!old || old.size === 0 || rotated(old, folder, live)) continue;
        const kept = folder.filter(
          (f) => f !== live && isAppendOnlyLog(f.path) && between(f.born, live.born) > HOUR,
        ).length;
        found.push({ old, live, kept });
      }
      const at = ({ old, live }: Replaced): number => seconds(live.born ?? old.deleted) ?? 0;
      found.sort((a, b) => at(a) - at(b) || byText(a.live.path, b.live.path));
      for (const together of batches(found, at, HOUR))
        for (const one of together) yield claim(one, together, contentVersion);
    },
  };
}

const isOtherFile = (a: SurveyedFile, b: SurveyedFile): boolean =>
  a !== b && (a.inode !== b.inode || (a.born ?? '') < (b.born ?? ''));

/** Whether the old file lives on under a rotated name, as itself or as a copy. */
function rotated(old: SurveyedFile, folder: SurveyedFile[], live: SurveyedFile): boolean {
  const name = fileName(live.path);
  return folder.some((f) => {
    const other = fileName(f.path);
    if (f === live || !other.startsWith(name)) return false;
    if (f.inode === old.inode && f.born === old.born) return true;
    // Compressed, or copied: made when the old one went, or the same bytes.
    return isSame(f, old) || Math.abs(between(f.born, old.deleted ?? live.born)) < HOUR;
  });
}

function claim({ old, live, kept }: Replaced, together: Replaced[], contentVersion: string): SurveyClaim {
  const [was, is] = [old, live];
  const gap = between(was.deleted, is.born);
  // When a log server makes all its files again, none keeps its inode.
  const several = together.length > 1 && together.reduce((n, one) => n + one.kept, 0) >= together.length;
  const gone = was.deleted === undefined ? '' : `, deleted at ${was.deleted}`;
  const atOnce =
    Math.abs(gap) <= 2
      ? ' The new file was in place within two seconds, as when a rewritten copy is moved over the log (sed -i, an editor).'
      : '';
  return claimOf(
    'log-replaced',
    contentVersion,
    live,
    {
      about: 'tampering',
      techniques: is.path.startsWith('/var/log/') ? ['T1070.002'] : ['T1070', 'T1070.002'],
      severity: several ? 'medium' : 'low',
      confidence: 'low',
      title: 'Append-only log has a new inode',
      explanation:
        `Its writer only appends to this log. An earlier file under this path was inode ${was.inode} (${was.size} bytes, born ${was.born ?? 'at an unknown time'}${gone}); now it is inode ${is.inode}, born ${is.born ?? 'at an unknown time'}.${atOnce} ` +
        `No file beside it (.old, .1, .gz) has the old inode, the old content, or was made when it went, so it does not look rotated. ` +
        `${together.length === 1 ? 'No other log was' : together.length === 2 ? '1 other log was' : `${together.length - 1} other logs were`} replaced within the hour, and ${kept} log${kept === 1 ? '' : 's'} of the same folder kept ${kept === 1 ? 'its' : 'their'} inode. ` +
        'Innocent causes that remain: a log cleared on the administration page, a log server that makes its files again when it starts, rotation whose older file was already removed.',
    },
    [old],
  );
}
