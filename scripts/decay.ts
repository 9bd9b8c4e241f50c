/**
 * Measures what comes back from an ext filesystem's past, and that nothing comes back wrong.
 *
 *   npx tsx scripts/decay.ts <folder> [--json]
 *
 * The folder holds pairs `<name>.<later operations>.img` and `.json`, as fixtures/past/make.sh and life.py made them.
 * For each: the share of planted files whose removal, name and content came back; every claim about the past held
 * against the full record of names, contents and removals; and how many of the intervals that date its findings hold
 * the truth. A wrong claim is printed and the exit status is 1.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dated, dated } from '../fixtures/past/dated.ts';
import { known, type Life, sha256, wrong } from '../fixtures/past/record.ts';
import { FileSource } from '../src/bytes/index.ts';
import { type FileEntry, isUnread } from '../src/evidence/entry.ts';
import { ext } from '../src/evidence/filesystems/ext/index.ts';

function measure(folder: string, name: string) {
  const life = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Life;
  const source = new FileSource(join(folder, `${name}.img`), 0);
  const { tree } = ext.open({ layers: [], source });
  const start = process.hrtime.bigint();
  const past: FileEntry[] = [];
  const all: FileEntry[] = [];
  for (const walked of tree!.walk()) {
    if (isUnread(walked)) {
      console.error(`${name}: ${walked.reason}`);
      continue;
    }
    all.push(walked);
    if (walked.allocation === 'deleted' || walked.allocation === 'superseded') past.push(walked);
  }
  const milliseconds = Number((process.hrtime.bigint() - start) / 1_000_000n);
  const record = known(life);
  let mistakes = 0;
  for (const entry of past) {
    const reasons = wrong(entry, life, record);
    if (reasons.length === 0) continue;
    mistakes++;
    if (mistakes <= Number(process.env.SHOWN ?? 10))
      console.error(
        `${name}: WRONG ${entry.allocation} ${entry.content} ${entry.path} inode ${entry.metaAddress} size ${entry.size}: ${reasons.join('; ')}\n    ${entry.notes?.join('\n    ')}`,
      );
  }
  const back = life.planted.map((p) => {
    const named = past.filter((e) => e.path === p.path);
    const content = named.some((e) => e.content === 'intact' && e.size === p.size && sha256(e) === p.sha256);
    const nameless = past.some((e) => e.content === 'intact' && e.size === p.size && sha256(e) === p.sha256);
    return { class: p.class, named: named.length > 0, content, bytes: nameless };
  });
  const horizon = tree!.facts.horizon;
  source.close();
  const intervals = dated(all, life);
  const intact = past.filter((e) => e.kind === 'file' && e.content === 'intact').length;
  return {
    name,
    claims: past.length,
    intact,
    mistakes,
    milliseconds,
    back,
    intervals,
    transactions: horizon?.transactions ?? 0,
    lost: horizon?.lost ?? 0,
  };
}

const [folder, ...flags] = process.argv.slice(2);
const names = readdirSync(folder!)
  .filter((f) => f.endsWith('.img') && !f.endsWith('.live.img'))
  .map((f) => f.slice(0, -4))
  .filter((n) => !flags.some((f) => f.startsWith('--only=')) || flags.some((f) => f.slice(7) === n.split('.')[0]))
  .sort((a, b) => {
    const [x, y] = [a.split('.'), b.split('.')];
    return x[0]! < y[0]! ? -1 : x[0]! > y[0]! ? 1 : Number(x[1]) - Number(y[1]);
  });
let mistakes = 0;
const intervals: Dated[] = [];
console.log(
  '| filesystem | later operations | transactions left | names | contents | claims about the past | of these with whole content | wrong | intervals that hold the truth | walk |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const name of names) {
  const result = measure(folder!, name);
  mistakes += result.mistakes;
  intervals.push(...result.intervals);
  const inside = result.intervals.filter((i) => i.inside).length;
  const share = (n: number): string => `${n} of ${result.back.length}`;
  // A renamed file was not removed: its name is all there is to bring back. What shred wrote over is not on the disk.
  const readable = result.back.filter((b) => b.class !== 'renamed' && b.class !== 'shredded');
  const [system, later] = name.split('.');
  console.log(
    `| ${system} | ${later} | ${result.transactions} | ${share(result.back.filter((b) => b.named).length)} | ${`${readable.filter((b) => b.content).length} of ${readable.length}`} | ${result.claims} | ${result.intact} | ${result.mistakes} | ${inside} of ${result.intervals.length} | ${result.milliseconds} ms |`,
  );
  if (flags.includes('--classes'))
    for (const b of result.back) if (!b.content) console.log(`    missing: ${JSON.stringify(b)}`);
}
for (const what of ['appeared', 'removed'] as const) {
  const own = intervals.filter((i) => i.what === what);
  const widths = own.filter((i) => i.closed).map((i) => i.width);
  widths.sort((a, b) => a - b);
  const at = (share: number): string => `${widths[Math.floor(share * (widths.length - 1))]?.toFixed(1)} s`;
  console.log(
    `${what}: ${own.filter((i) => i.inside).length} of ${own.length} intervals hold the truth; ${widths.length} have both ends; half are narrower than ${at(0.5)}, nine in ten than ${at(0.9)}`,
  );
}
process.exitCode = mistakes > 0 ? 1 : 0;
