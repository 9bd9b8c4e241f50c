import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plain, plant } from '../../fixtures/witness/plant.ts';
import { type Measured, run } from './measure.ts';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A million events in three vc0 logs, and what a witness kept of them; made once. @returns their folder */
export function millionEvents(folder: string): string {
  const path = join(folder, 'witness-1m');
  if (existsSync(join(path, 'syslog.log'))) return path;
  mkdirSync(path, { recursive: true });
  const road = { loss: 0.03, skew: -300, zone: 540, dst: 60, rotation: 0 };
  const { logs, remote } = plant({ ...plain, events: 1_000_000, days: 60, ...road, edits: ['address', 'single'] });
  for (const { name, bytes } of logs) writeFileSync(join(path, name), bytes);
  writeFileSync(join(path, 'syslog.log'), remote);
  return path;
}

/** Both sides read and compared, as an examination does it, on one thread. */
export const ours = (path: string): Promise<Measured> => run(process.execPath, [beside('./reconcile.mjs'), path]);

/** By hand: both sides as normalised text, sorted, compared; the shift has to be known, and is wrong for one half. */
export function sortAndComm(path: string): Promise<Measured> {
  const script = `cd "$1"
    (for f in *.vc0; do python3 "$2" "$f" 0; done) | LC_ALL=C sort -S 256M > own.txt
    python3 "$2" syslog.log 32100 | LC_ALL=C sort -S 256M > kept.txt
    LC_ALL=C comm -13 own.txt kept.txt | wc -l`;
  return run('sh', ['-c', script, 'sh', path, beside('./normalise.py')]);
}
