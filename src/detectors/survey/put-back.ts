import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { isDifferent, isSame, oldestFirst } from './lives.ts';
import { Lists, pathKey } from './places.ts';

/** Programs put back together from which on an upgrade was undone. */
const UNDONE = 8;

interface PutBack {
  live: SurveyedFile;
  /** What stood there meanwhile, whole. */
  meanwhile: SurveyedFile;
  /** The same bytes as now, from before, or from the rollback system. */
  original: SurveyedFile;
}

/** A program that had other content for a while and now has its old content again. */
export function putBack(contentVersion: string): SurveyDetector {
  const paths = new Lists<SurveyedFile>();
  const rollback = new Map<string, SurveyedFile>();
  return {
    name: 'put-back',
    contentVersion,
    entry(file) {
      const { path, allocation, system } = file;
      if (!file.isProgram) return;
      if (allocation === 'allocated' && system === 'rollback') rollback.set(path, file);
      if (allocation === 'allocated' || allocation === 'superseded') paths.add(pathKey(file), file);
    },
    *finish() {
      const volumes = new Lists<PutBack>();
      for (const versions of paths.values()) {
        const found = versions.length > 1 && backAgain(versions.sort(oldestFirst), rollback);
        if (found) volumes.add(found.live.volume, found);
      }
      const at = ({ live }: PutBack): number => seconds(live.changed)!;
      for (const list of volumes.values()) {
        list.sort((a, b) => at(a) - at(b) || byText(a.live.path, b.live.path));
        for (const together of batches(list, at, 10 * MINUTE))
          if (together.length < UNDONE) for (const one of together) yield claim(one, together.length, contentVersion);
      }
    },
  };
}

/** @param versions oldest first */
function backAgain(versions: SurveyedFile[], rollback: Map<string, SurveyedFile>): PutBack | undefined {
  const live = versions.at(-1)!;
  if (live.allocation !== 'allocated' || live.sha256 === undefined) return undefined;
  const last = versions.findLastIndex(
    (v) => v !== live && v.content === 'intact' && v.sha256 !== undefined && isDifferent(v, live),
  );
  if (last < 0) return undefined;
  const meanwhile = versions[last]!;
  const other = rollback.get(live.path);
  const original =
    versions.slice(0, last).findLast((v) => isSame(v, live)) ??
    (other && live.system === 'current' && isSame(other, live) ? other : undefined);
  return original && { live, meanwhile, original };
}

function claim({ live, meanwhile, original }: PutBack, together: number, contentVersion: string): SurveyClaim {
  const [now, then, was] = [live, meanwhile, original];
  const source =
    was.system === 'rollback' && now.system !== 'rollback'
      ? 'the same file in the rollback system'
      : `a version of it changed at ${was.changed}`;
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
        `The present ${now.size} bytes are the same, by SHA-256, as ${source}. In between the file held ${then.size} other bytes (SHA-256 ${meanwhile.sha256}), written by ${then.version?.committed ?? then.changed} and gone again when the inode was changed at ${now.changed}. ` +
        `${together === 1 ? 'No other program of this volume was' : together === 2 ? '1 other program of this volume was' : `${together - 1} other programs of this volume were`} put back within ten minutes; undoing an upgrade puts back at least ${UNDONE}. ` +
        'Innocent cause that remains: an administrator who tried a change and took it back. Read what stood there meanwhile.',
    },
    [meanwhile, original],
  );
}
