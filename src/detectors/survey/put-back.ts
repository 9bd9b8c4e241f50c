import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, MINUTE, seconds } from './clock.ts';
import { isDifferent, isSame, oldestFirst } from './lives.ts';
import { isOnVolume, isProgram, Lists, pathKey, volumeKey } from './places.ts';

/** Programs put back together from which on an upgrade was undone. */
const UNDONE = 8;

interface PutBack {
  live: Surveyed;
  /** What stood there meanwhile, whole. */
  meanwhile: Surveyed;
  /** The same bytes as now, from before, or from the rollback system. */
  original: Surveyed;
}

/** A program that had other content for a while and now has its old content again. */
export function putBack(contentVersion: string): SurveyDetector {
  const paths = new Lists<Surveyed>();
  const rollback = new Map<string, Surveyed>();
  return {
    name: 'put-back',
    contentVersion,
    entry(surveyed) {
      const { path, allocation, system } = surveyed.facts;
      if (path === undefined || !isOnVolume(surveyed.facts) || !isProgram(path)) return;
      if (allocation === 'allocated' && system === 'rollback') rollback.set(path, surveyed);
      if (allocation === 'allocated' || allocation === 'superseded') paths.add(pathKey(surveyed), surveyed);
    },
    *finish() {
      const volumes = new Lists<PutBack>();
      for (const versions of paths.values()) {
        const found = versions.length > 1 && backAgain(versions.sort(oldestFirst), rollback);
        if (found) volumes.add(volumeKey(found.live), found);
      }
      const at = ({ live }: PutBack): number => seconds(live.facts.times.changed)!;
      for (const list of volumes.values()) {
        list.sort((a, b) => at(a) - at(b) || byText(a.live.facts.path!, b.live.facts.path!));
        for (const together of batches(list, at, 10 * MINUTE))
          if (together.length < UNDONE) for (const one of together) yield claim(one, together.length, contentVersion);
      }
    },
  };
}

/** @param versions oldest first */
function backAgain(versions: Surveyed[], rollback: Map<string, Surveyed>): PutBack | undefined {
  const live = versions.at(-1)!;
  if (live.facts.allocation !== 'allocated' || !live.hashes) return undefined;
  const last = versions.findLastIndex(
    (v) => v !== live && v.facts.content === 'intact' && v.hashes && isDifferent(v, live),
  );
  if (last < 0) return undefined;
  const meanwhile = versions[last]!;
  const other = rollback.get(live.facts.path!);
  const original =
    versions.slice(0, last).findLast((v) => isSame(v, live)) ??
    (other && live.facts.system === 'current' && isSame(other, live) ? other : undefined);
  return original && { live, meanwhile, original };
}

function claim({ live, meanwhile, original }: PutBack, together: number, contentVersion: string): SurveyClaim {
  const [now, then, was] = [live.facts, meanwhile.facts, original.facts];
  const source =
    was.system === 'rollback' && now.system !== 'rollback'
      ? 'the same file in the rollback system'
      : `a version of it changed at ${was.times.changed}`;
  return claimOf(
    'put-back',
    contentVersion,
    live,
    {
      about: 'tampering',
      techniques: ['T1070'],
      severity: 'low',
      confidence: 'medium',
      title: 'Other content for a while, then put back',
      explanation:
        `The present ${now.size} bytes are the same, by SHA-256, as ${source}. In between the file held ${then.size} other bytes (SHA-256 ${meanwhile.hashes!.sha256}), written by ${then.version?.committed ?? then.times.changed} and gone again when the inode was changed at ${now.times.changed}. ` +
        `${together === 1 ? 'No other program of this volume was' : together === 2 ? '1 other program of this volume was' : `${together - 1} other programs of this volume were`} put back within ten minutes; undoing an upgrade puts back at least ${UNDONE}. ` +
        'Innocent cause that remains: an administrator who tried a change and took it back. Read what stood there meanwhile.',
    },
    [meanwhile, original],
  );
}
