import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, DAY, HOUR, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { by } from './lives.ts';
import { folderOf, Lists } from './places.ts';

/** Files of one folder laid down together that show the order. */
const COHORT = 8;
/** Inode numbers looked at on either side, and how many of them must be known. */
const REACH = 8;
const KNOWN = 6;

const born = (file: SurveyedFile): number => seconds(file.born)!;
const inode = (file: SurveyedFile): number => file.inode;

/**
 * ext gives the next free inode to the next file, so files laid down together have ascending numbers. One that claims
 * the birth time of such a cohort, but whose number lies outside it among inodes born later, was not made then.
 */
export function inodeOrder(contentVersion: string): SurveyDetector {
  const folders = new Lists<SurveyedFile>();
  const births = new Map<string, Map<number, number>>();
  return {
    name: 'inode-order',
    contentVersion,
    entry(file) {
      const { volume } = file;
      if (file.allocation !== 'allocated' || file.born === undefined) return;
      let known = births.get(volume);
      if (!known) births.set(volume, (known = new Map()));
      known.set(file.inode, born(file));
      if (file.isProgram) folders.add(`${volume} ${folderOf(file.path)}`, file);
    },
    *finish() {
      for (const files of folders.values()) {
        files.sort(by('born'));
        for (const cohort of batches(files, born, HOUR)) {
          if (cohort.length < COHORT) continue;
          const numbers = births.get(cohort[0]!.volume)!;
          const stray = cohort.filter((f) => isStray(f, cohort, numbers));
          // More than one in five out of order is how this volume was filled, not what somebody did.
          if (stray.length * 5 > cohort.length) continue;
          for (const subject of stray) yield claim(subject, cohort, numbers, contentVersion);
        }
      }
    },
  };
}

/** Outside the numbers of all others of its cohort, and among inodes born at least a day later. */
function isStray(subject: SurveyedFile, cohort: SurveyedFile[], births: Map<number, number>): boolean {
  const around = neighbours(subject, births);
  if (around.length < KNOWN || around.some((time) => time - born(subject) < DAY)) return false;
  const others = cohort.filter((f) => inode(f) !== inode(subject)).map(inode);
  const near = others.filter((n) => Math.abs(n - inode(subject)) <= 2 * REACH).length;
  return others.length >= COHORT - 1 && near === 0;
}

function neighbours(subject: SurveyedFile, births: Map<number, number>): number[] {
  const found: number[] = [];
  for (let step = -REACH; step <= REACH; step++) {
    const time = step === 0 ? undefined : births.get(inode(subject) + step);
    if (time !== undefined) found.push(time);
  }
  return found;
}

function claim(
  subject: SurveyedFile,
  cohort: SurveyedFile[],
  births: Map<number, number>,
  contentVersion: string,
): SurveyClaim {
  const numbers = cohort
    .map(inode)
    .filter((n) => n !== inode(subject))
    .sort((a, b) => a - b);
  const around = neighbours(subject, births).sort((a, b) => a - b);
  const at = (time: number): string => new Date(Math.floor(time) * 1000).toISOString().replace('.000Z', 'Z');
  const apart = between(subject.born, at(around[0]!));
  return claimOf(
    'inode-order',
    contentVersion,
    subject,
    {
      about: 'tampering',
      techniques: ['T1070.006'],
      severity: 'low',
      confidence: 'low',
      title: 'Birth time does not fit the inode number',
      explanation:
        `This program says its inode was made at ${subject.born}, together with ${numbers.length} others of its folder, whose inodes are ${numbers[0]} to ${numbers.at(-1)}; its own is ${inode(subject)}. ` +
        `The ${around.length} inodes known on either side of that number were made at ${at(around[0]!)} or later, at least ${Math.floor(apart / DAY)} days after. ` +
        'Inodes are given out in ascending order, so its birth time was set, by a changed clock or on the disk. ' +
        'Innocent cause that remains: it was laid down in a part of the inode table where everything else of that time has been deleted and replaced since.',
    },
    cohort.filter((f) => f !== subject).sort((a, b) => inode(a) - inode(b)),
  );
}
