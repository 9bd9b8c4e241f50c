/** What `afterimage campaign` costs over thousands of case folders, measured from outside. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Knowledge } from '../../../src/detectors/index.ts';
import { drawn } from '../scenarios.ts';
import { simulate } from '../simulate.ts';
import { writeFleet } from '../write-fleet.ts';
import { table } from './tables.ts';

/** Cases, and findings in each beside those that an ordinary one has; the largest takes 9 GB of disk while it is measured. */
const measured: readonly (readonly [cases: number, extra: number])[] = [
  [1000, 1000],
  [10_000, 1000],
];

interface Cost {
  seconds: number;
  /** Of all threads. */
  processor: number;
  /** Largest resident set in MiB. */
  memory: number;
}

const root = resolve(import.meta.dirname, '../../../');

/** @throws when the command fails */
function costOf(folder: string): Cost {
  const report = join(folder, 'time');
  const command = [process.execPath, join(root, 'dist', 'cli', 'bin.js'), 'campaign', join(folder, 'cases')];
  const options = ['-o', join(folder, 'campaign'), '--owners', join(folder, 'owners.csv')];
  const run = spawnSync('/usr/bin/time', ['-o', report, '-f', '%e %U %S %M', ...command, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status === null || run.status >= 64) throw new Error(`afterimage campaign ended with ${run.status}`);
  const last = readFileSync(report, 'utf8').trim().split('\n').at(-1)!;
  const [seconds, user, system, kilobytes] = last.split(' ').map(Number);
  return { seconds: seconds!, processor: user! + system!, memory: kilobytes! / 1024 };
}

/** @returns the section of the page */
export async function scoreSpeed(
  seed: string,
  part: number,
  knowledge: Knowledge,
  tell: (text: string) => void,
): Promise<string> {
  const rows: string[][] = [];
  for (const [all, extra] of measured) {
    const cases = Math.ceil(all * part);
    const folder = mkdtempSync(join(tmpdir(), 'campaign-speed-'));
    try {
      const plan = drawn(`${seed}/speed`, cases, true);
      let findings = 0;
      await writeFleet(join(folder, 'fleet'), simulate(plan), plan, knowledge, {
        extra,
        onCase: (done, count) => {
          findings += count;
          if (done % 1000 === 0) tell(`${done} of ${cases} cases written`);
        },
      });
      const { seconds, processor, memory } = costOf(join(folder, 'fleet'));
      const number = (n: number): string => Math.round(n).toLocaleString('en');
      rows.push([
        number(cases),
        number(findings),
        `${seconds.toFixed(1)} s`,
        `${processor.toFixed(1)} s`,
        `${number(memory)} MiB`,
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return [
    `\`afterimage campaign\` from a cold start to its result, every file it reads held against its hash; ${cpus().length} processors, machine otherwise in use.`,
    '',
    table(['cases', 'findings', 'elapsed', 'processor time', 'largest memory'], rows),
  ].join('\n');
}
