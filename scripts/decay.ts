/**
 * Measures what comes back from an ext filesystem's past, and that nothing comes back wrong.
 *
 *   npx tsx scripts/decay.ts <folder> [--json]
 *
 * The folder holds pairs `<name>.<later operations>.img` and `.json`, as fixtures/past/make.sh and life.py made them.
 * For each: the share of planted files whose removal, name and content came back; and every claim about the past held
 * against the full record of names, contents and removals. A wrong claim is printed and the exit status is 1.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSource } from '../src/bytes/index.ts';
import { type FileEntry, isUnread } from '../src/evidence/entry.ts';
import { ext } from '../src/evidence/filesystems/ext/index.ts';

interface Life {
  contents: [inode: number, path: string, sha256: string, size: number, modified: number][];
  names: [inode: number, path: string][];
  removals: [inode: number, path: string, from: number, to: number][];
  planted: { class: string; path: string; inode: number; sha256: string; size: number }[];
  live: string[];
  /** By content: the hashes of its first KiB, two KiB and so on. */
  prefixes: Record<string, string[]>;
}

const sha256 = (entry: FileEntry): string => {
  const hash = createHash('sha256');
  const source = entry.open();
  for (let at = 0; at < entry.size; at += 1 << 20) hash.update(source.read(at, Math.min(1 << 20, entry.size - at)));
  return hash.digest('hex');
};

/** What is wrong about one entry of the past, by the record; nothing when all it says was so. */
function wrong(entry: FileEntry, life: Life, known: Known): string[] {
  const found: string[] = [];
  const inode = entry.metaAddress!;
  const { path } = entry;
  if (path !== undefined && !known.names.has(`${inode} ${path}`)) found.push('this inode never had this name');
  if (entry.kind === 'file' && entry.content === 'intact' && entry.size > 0) {
    const digest = sha256(entry);
    // Committed while it was being written: the beginning of a content, and as such what the filesystem held.
    if (known.prefixes.get(inode)?.has(digest.slice(0, 16))) return found;
    if (!known.contents.has(`${inode} ${digest}`)) found.push('this inode never had this content');
    else if (!known.times.get(`${inode} ${digest}`)?.has(entry.times.modified!.slice(0, 19)))
      found.push('this content never had this time of modification');
  }
  const { deleted } = entry.times;
  if (deleted !== undefined) {
    const at = Date.parse(deleted) / 1000;
    const fits = (known.removals.get(inode) ?? []).some(([from, to]) => at >= Math.floor(from) - 1 && at <= to + 6);
    if (!fits) found.push(`not removed at ${deleted}`);
  }
  if (entry.allocation === 'deleted' && path !== undefined && life.live.includes(path))
    found.push('this path is alive');
  if (entry.allocation === 'superseded' && entry.content !== 'lost' && path !== undefined && !life.live.includes(path))
    found.push('no file has this path now');
  return found;
}

interface Known {
  names: Set<string>;
  contents: Set<string>;
  prefixes: Map<number, Set<string>>;
  times: Map<string, Set<string>>;
  removals: Map<number, [number, number][]>;
}

function index(life: Life): Known {
  const known: Known = {
    names: new Set(),
    contents: new Set(),
    prefixes: new Map(),
    times: new Map(),
    removals: new Map(),
  };
  for (const [inode, path] of life.names) known.names.add(`${inode} ${path}`);
  for (const [inode, path, digest, , modified] of life.contents) {
    known.names.add(`${inode} ${path}`);
    known.contents.add(`${inode} ${digest}`);
    const key = `${inode} ${digest}`;
    const prefixes = known.prefixes.get(inode) ?? new Set();
    for (const prefix of life.prefixes[digest] ?? []) if (prefix !== digest.slice(0, 16)) prefixes.add(prefix);
    known.prefixes.set(inode, prefixes);
    const times = known.times.get(key) ?? new Set();
    known.times.set(key, times.add(new Date(Math.floor(modified / 1e6)).toISOString().slice(0, 19)));
  }
  for (const [inode, , from, to] of life.removals)
    known.removals.set(inode, [...(known.removals.get(inode) ?? []), [from, to]]);
  return known;
}

function measure(folder: string, name: string) {
  const life = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Life;
  const source = new FileSource(join(folder, `${name}.img`), 0);
  const { tree } = ext.open({ layers: [], source });
  const start = process.hrtime.bigint();
  const past: FileEntry[] = [];
  for (const walked of tree!.walk()) {
    if (isUnread(walked)) console.error(`${name}: ${walked.reason}`);
    else if (walked.allocation === 'deleted' || walked.allocation === 'superseded') past.push(walked);
  }
  const milliseconds = Number((process.hrtime.bigint() - start) / 1_000_000n);
  const known = index(life);
  let mistakes = 0;
  for (const entry of past) {
    const reasons = wrong(entry, life, known);
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
  source.close();
  const horizon = tree!.facts.horizon;
  const intact = past.filter((e) => e.kind === 'file' && e.content === 'intact').length;
  return {
    name,
    claims: past.length,
    intact,
    mistakes,
    milliseconds,
    back,
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
console.log(
  '| filesystem | later operations | transactions left | names | contents | claims about the past | of these with whole content | wrong | walk |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const name of names) {
  const result = measure(folder!, name);
  mistakes += result.mistakes;
  const share = (n: number): string => `${n} of ${result.back.length}`;
  // A renamed file was not removed: its name is all there is to bring back. What shred wrote over is not on the disk.
  const readable = result.back.filter((b) => b.class !== 'renamed' && b.class !== 'shredded');
  const [system, later] = name.split('.');
  console.log(
    `| ${system} | ${later} | ${result.transactions} | ${share(result.back.filter((b) => b.named).length)} | ${`${readable.filter((b) => b.content).length} of ${readable.length}`} | ${result.claims} | ${result.intact} | ${result.mistakes} | ${result.milliseconds} ms |`,
  );
  if (flags.includes('--classes'))
    for (const b of result.back) if (!b.content) console.log(`    missing: ${JSON.stringify(b)}`);
}
process.exitCode = mistakes > 0 ? 1 : 0;
