import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { type Measured, median } from './measure.ts';

const option = (name: string) => process.argv.indexOf(name);

/** Whether an option was given on the command line. */
export const given = (name: string): boolean => option(name) > 0;

export const rounds = given('--rounds') ? Number(process.argv[option('--rounds') + 1]) : 3;
export const threads = String(availableParallelism());

export const rows: { what: string; ours: string; theirs: string; ratio: string }[] = [];
export const say = (text: string): boolean => process.stderr.write(`${text}\n`);
export const skip = (what: string, why: string): void => {
  rows.push({ what, ours: 'skipped', theirs: why, ratio: '' });
};
export const seconds = (value: number): string => `${value.toFixed(2)} s`;

/** Why a program cannot be used here, or nothing. */
export function missing(...programs: string[]): string | undefined {
  const absent = programs.filter((program) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  if (absent.length > 0) return `no ${absent.join(', ')} here`;
  return process.getuid?.() === 0 ? undefined : 'needs root for a loop mount';
}

/** Runs each competitor once a round, in turn, so that a slow moment of the machine hits them alike. */
export async function race(competitors: Record<string, () => Promise<Measured>>): Promise<Record<string, Measured>> {
  const all: Record<string, Measured[]> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, compete] of Object.entries(competitors)) {
      const one = await compete();
      say(`  round ${round + 1}, ${name}: ${seconds(one.seconds)}, ${one.peakMebibytes.toFixed(0)} MiB`);
      (all[name] ??= []).push(one);
    }
  return Object.fromEntries(
    Object.entries(all).map(([name, runs]) => [
      name,
      {
        ...runs[0]!,
        seconds: median(runs.map((one) => one.seconds)),
        peakMebibytes: median(runs.map((one) => one.peakMebibytes)),
      },
    ]),
  );
}

/** One row: our time beside theirs. */
export function compare(what: string, ours: Measured, theirs: Measured): void {
  const ratio = (ours.seconds / theirs.seconds).toFixed(2);
  rows.push({ what, ours: seconds(ours.seconds), theirs: seconds(theirs.seconds), ratio });
}

/** One row: our peak memory beside that of another run. */
export function compareMemory(what: string, ours: Measured, other: Measured): void {
  const mebibytes = (one: Measured) => `${one.peakMebibytes.toFixed(0)} MiB`;
  const ratio = (ours.peakMebibytes / other.peakMebibytes).toFixed(2);
  rows.push({ what, ours: mebibytes(ours), theirs: mebibytes(other), ratio });
}

/** Everything that was measured, as a table. */
export function printRows(): void {
  const width = (key: keyof (typeof rows)[number]) => Math.max(...rows.map((row) => row[key].length), key.length);
  const [w0, w1, w2] = [width('what'), width('ours'), width('theirs')];
  console.log(`${'what'.padEnd(w0)}  ${'ours'.padStart(w1)}  ${'theirs'.padStart(w2)}  ratio`);
  for (const row of rows)
    console.log(`${row.what.padEnd(w0)}  ${row.ours.padStart(w1)}  ${row.theirs.padStart(w2)}  ${row.ratio}`);
  console.log(`${threads} cores, medians of ${rounds}, warm cache; a ratio below 1 means that we are faster.`);
}
