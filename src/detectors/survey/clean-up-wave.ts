import { byText } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, DAY, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { oldestFirst } from './lives.ts';
import { fileName, folderOf } from './places.ts';

/** Files that make a wave, how far apart, and how many births make it an upgrade. */
const WAVE = 3;
const GAP = 10 * MINUTE;
const UPGRADE = 8;
/** Names of one shape from which on they are what the device makes every day. */
const ORDINARY = 4;

const died = (file: SurveyedFile): number => seconds(file.deleted)!;

/** A name with its counters and random parts taken out: `sess_1f3a` and `sess_99b0` have one shape. */
const shape = (path: string): string => path.replace(/[0-9a-f]*\d[0-9a-f]*/gi, '#');

/** Several programs, hidden files or long-lived temporary files deleted within minutes of one another. */
export function cleanUpWave(contentVersion: string): SurveyDetector {
  /** The last version of each life. */
  const deleted = new Map<string, SurveyedFile>();
  /** Paths of each shape. */
  const shapes = new Map<string, Set<string>>();
  const births = new Map<number, number>();
  return {
    name: 'clean-up-wave',
    contentVersion,
    entry(file) {
      const { path, allocation, isProgram } = file;
      if (allocation === 'allocated' && isProgram) {
        const born = seconds(file.born);
        const slot = born === undefined ? undefined : Math.floor(born / GAP);
        if (slot !== undefined) births.set(slot, (births.get(slot) ?? 0) + 1);
      }
      if (/^\/(tmp|data)\//.test(path)) shapes.set(shape(path), (shapes.get(shape(path)) ?? new Set()).add(path));
      if (file.deleted === undefined || allocation !== 'deleted') return;
      if (kindOf(file) === undefined) return;
      const life = `${file.volume} ${path} ${file.inode} ${file.born ?? ''}`;
      const known = deleted.get(life);
      if (!known || oldestFirst(known, file) < 0) deleted.set(life, file);
    },
    *finish() {
      const chosen = [...deleted.values()]
        .filter((s) => kindOf(s) !== 'temporary' || (shapes.get(shape(s.path))?.size ?? 0) < ORDINARY)
        .sort((a, b) => died(a) - died(b) || byText(a.path, b.path));
      for (const wave of batches(chosen, died, GAP)) {
        const paths = new Set(wave.map((s) => s.path));
        const folders = new Set(wave.map((s) => folderOf(s.path)));
        const slots = new Set(wave.flatMap((s) => [-1, 0, 1].map((i) => Math.floor(died(s) / GAP) + i)));
        const born = [...slots].reduce((n, slot) => n + (births.get(slot) ?? 0), 0);
        if (paths.size < WAVE || folders.size < 2 || born >= UPGRADE) continue;
        if (wave.some((s) => kindOf(s) !== 'temporary')) yield claim(wave, paths.size, born, contentVersion);
      }
    },
  };
}

/** What makes a deleted file worth counting, if anything does. */
function kindOf({ path, born, deleted, isProgram }: SurveyedFile): 'program' | 'hidden' | 'temporary' | undefined {
  if (isProgram) return 'program';
  const data = path.startsWith('/data/');
  if (data && fileName(path).startsWith('.')) return 'hidden';
  return (data || path.startsWith('/tmp/')) && between(born, deleted) > DAY ? 'temporary' : undefined;
}

function claim(wave: SurveyedFile[], paths: number, born: number, contentVersion: string): SurveyClaim {
  const first = wave.find((s) => kindOf(s) === 'program') ?? wave.find((s) => kindOf(s) === 'hidden')!;
  const kinds = new Set(wave.map(kindOf));
  const names = [...new Set(wave.map((s) => `${s.path} (${s.deleted})`))];
  return claimOf(
    'clean-up-wave',
    contentVersion,
    first,
    {
      about: 'lead',
      techniques: ['T1070.004'],
      severity: kinds.size > 1 ? 'low' : 'informational',
      confidence: 'low',
      title: `${paths} files deleted within minutes`,
      explanation:
        `Between ${wave[0]!.deleted} and ${wave.at(-1)!.deleted}, never more than ten minutes apart: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}. ` +
        `Ordinary temporary files are not counted (names of which the device makes many, or that lived less than a day). ${born === 1 ? '1 program was' : `${born} programs were`} born in the same minutes; an upgrade makes at least ${UPGRADE}. ` +
        'Innocent causes: an administrator tidying up, a hotfix that removes obsolete files.',
    },
    wave.filter((s) => s !== first),
  );
}
