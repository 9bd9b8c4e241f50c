import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, HOUR, seconds } from './clock.ts';
import { isSame, oldestFirst } from './lives.ts';
import { LogFiles } from './log-files.ts';
import { fileName, isAppendOnlyLog } from './places.ts';

interface Replaced {
  /** The last version under the old inode. */
  old: Surveyed;
  live: Surveyed;
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
    entry: (surveyed) => files.add(surveyed),
    *finish() {
      const found: Replaced[] = [];
      for (const versions of files.logs.values()) {
        const live = versions.find((v) => v.facts.allocation === 'allocated');
        if (!live) continue;
        const folder = files.besideOf(live);
        const old = versions
          .filter((v) => isOtherFile(v, live))
          .sort(oldestFirst)
          .at(-1);
        if (!old || old.facts.size === 0 || rotated(old, folder, live)) continue;
        const kept = folder.filter(
          (f) =>
            f !== live && isAppendOnlyLog(f.facts.path!) && between(f.facts.times.born, live.facts.times.born) > HOUR,
        ).length;
        found.push({ old, live, kept });
      }
      const at = ({ old, live }: Replaced): number => seconds(live.facts.times.born ?? old.facts.times.deleted) ?? 0;
      found.sort((a, b) => at(a) - at(b) || byText(a.live.facts.path!, b.live.facts.path!));
      for (const together of batches(found, at, HOUR))
        for (const one of together) yield claim(one, together, contentVersion);
    },
  };
}

const isOtherFile = (a: Surveyed, b: Surveyed): boolean =>
  a !== b && (a.facts.metaAddress !== b.facts.metaAddress || (a.facts.times.born ?? '') < (b.facts.times.born ?? ''));

/** Whether the old file lives on under a rotated name, as itself or as a copy. */
function rotated(old: Surveyed, folder: Surveyed[], live: Surveyed): boolean {
  const name = fileName(live.facts.path!);
  return folder.some((f) => {
    const other = fileName(f.facts.path!);
    if (f === live || !other.startsWith(name)) return false;
    if (f.facts.metaAddress === old.facts.metaAddress && f.facts.times.born === old.facts.times.born) return true;
    // Compressed, or copied: made when the old one went, or the same bytes.
    return (
      isSame(f, old) || Math.abs(between(f.facts.times.born, old.facts.times.deleted ?? live.facts.times.born)) < HOUR
    );
  });
}

function claim({ old, live, kept }: Replaced, together: Replaced[], contentVersion: string): SurveyClaim {
  const [was, is] = [old.facts, live.facts];
  const gap = between(was.times.deleted, is.times.born);
  // When a log server makes all its files again, none keeps its inode.
  const several = together.length > 1 && together.reduce((n, one) => n + one.kept, 0) >= together.length;
  const gone = was.times.deleted === undefined ? '' : `, deleted at ${was.times.deleted}`;
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
      techniques: is.path!.startsWith('/var/log/') ? ['T1070.002'] : ['T1070', 'T1070.002'],
      severity: several ? 'medium' : 'low',
      confidence: 'low',
      title: 'Append-only log has a new inode',
      explanation:
        `Its writer only appends to this log. An earlier file under this path was inode ${was.metaAddress} (${was.size} bytes, born ${was.times.born ?? 'at an unknown time'}${gone}); now it is inode ${is.metaAddress}, born ${is.times.born ?? 'at an unknown time'}.${atOnce} ` +
        `No file beside it (.old, .1, .gz) has the old inode, the old content, or was made when it went, so it does not look rotated. ` +
        `${together.length === 1 ? 'No other log was' : together.length === 2 ? '1 other log was' : `${together.length - 1} other logs were`} replaced within the hour, and ${kept} log${kept === 1 ? '' : 's'} of the same folder kept ${kept === 1 ? 'its' : 'their'} inode. ` +
        'Innocent causes that remain: a log cleared on the administration page, a log server that makes its files again when it starts, rotation whose older file was already removed.',
    },
    [old],
  );
}
