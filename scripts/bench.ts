import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askServer } from './bench/api.ts';
import { manyEvents, manyLines, requestPatterns } from './bench/events.ts';
import { mixedImage, mountReadOnly, packRules, sparseImage, unmount, warm } from './bench/evidence.ts';
import { largeLog, logFolder } from './bench/logs.ts';
import { type Measured, median, run } from './bench/measure.ts';
import { thirdPartyRules } from './bench/rules.ts';
import { millionEvents, ours, sortAndComm } from './bench/witness.ts';

/**
 * `npm run bench [-- --rounds N] [-- --without-20g] [-- --history] [-- --sigma-50m] [-- --only-api] [-- --only-image]`: what an examination costs beside the tools it replaces, as ratios of
 * medians within one run, because absolute seconds belong to the machine. Evidence is made once, in .bench/ (root needed).
 */
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(project, '.bench');
const bin = join(project, 'dist/cli/bin.js');
const option = (name: string) => process.argv.indexOf(name);
const rounds = option('--rounds') > 0 ? Number(process.argv[option('--rounds') + 1]) : 3;
const threads = String(availableParallelism());

const rows: { what: string; ours: string; theirs: string; ratio: string }[] = [];
const say = (text: string) => process.stderr.write(`${text}\n`);
const skip = (what: string, why: string): void => {
  rows.push({ what, ours: 'skipped', theirs: why, ratio: '' });
};
const seconds = (value: number) => `${value.toFixed(2)} s`;

/** Why a program cannot be used here, or nothing. */
function missing(...programs: string[]): string | undefined {
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
async function race(competitors: Record<string, () => Promise<Measured>>): Promise<Record<string, Measured>> {
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

/** An examination into a case folder that is thrown away; an exit status that means failure stops the bench. */
async function examine(image: string, ...options: string[]): Promise<Measured> {
  const output = join(folder, 'bench.case');
  rmSync(output, { recursive: true, force: true });
  const one = await run(process.execPath, [bin, 'examine', image, '-o', output, '--quiet', ...options]);
  rmSync(output, { recursive: true, force: true });
  if (![0, 1, 2].includes(one.exitCode))
    throw new Error(`examine ended with ${one.exitCode}: ${one.stderr.slice(-500)}`);
  return one;
}

/** What the past costs: the same examination with it and without it. */
async function history(image: string): Promise<void> {
  say('with and without history');
  const script = fileURLToPath(new URL('./bench/examine.mjs', import.meta.url));
  const output = join(folder, 'history.case');
  const library = async (...flags: string[]): Promise<Measured> => {
    rmSync(output, { recursive: true, force: true });
    const one = await run(process.execPath, [script, image, output, ...flags]);
    rmSync(output, { recursive: true, force: true });
    if (![0, 1, 2].includes(one.exitCode))
      throw new Error(`examine ended with ${one.exitCode}: ${one.stderr.slice(-500)}`);
    return one;
  };
  const both = await race({ 'with history': () => library(), without: () => library('--without-history') });
  compare('1 GiB, our content: examine with history / without', both['with history'], both.without!);
}

/** The classic way: yara over the mounted files, blkls to get the free blocks out, yara over those. */
async function classic(mount: string, image: string, rules: string[]): Promise<Measured> {
  const free = join(folder, 'free.blkls');
  const script = 'rules=$1; shift; yara -w -N -r -p "$1" $rules "$2"; blkls -A "$3" > "$4"; yara -w $rules "$4"';
  return run('sh', ['-c', script, 'sh', rules.join(' '), threads, mount, image, free]);
}

function compare(what: string, ours: Measured | undefined, theirs: Measured): void {
  if (ours === undefined) {
    rows.push({ what, ours: 'not built', theirs: seconds(theirs.seconds), ratio: '' });
    return;
  }
  rows.push({
    what,
    ours: seconds(ours.seconds),
    theirs: seconds(theirs.seconds),
    ratio: (ours.seconds / theirs.seconds).toFixed(2),
  });
}

/** `built` is false while this build has no examine command: then only the others are timed. */
async function examinations(built: boolean): Promise<void> {
  const why = missing('yara', 'blkls', 'mke2fs', 'mount', 'python3');
  if (why !== undefined) return skip('examine 1 GiB', why);
  say('making the evidence (once; kept in .bench/)');
  const image = mixedImage(folder, join(project, 'fixtures/gateway/specimens'));
  const pack = packRules(join(project, 'content/yara'));
  const third = join(folder, 'third-party-5000.yar');
  if (!existsSync(third)) writeFileSync(third, thirdPartyRules(5000));
  const mount = join(folder, 'mount');
  warm(image);
  mountReadOnly(image, mount);
  try {
    const engine = (...rules: string[]) =>
      run(process.execPath, [
        fileURLToPath(new URL('./bench/engine.mjs', import.meta.url)),
        threads,
        `${mount},${join(folder, 'free.blkls')}`,
        ...rules,
      ]);
    execFileSync('sh', ['-c', 'blkls -A "$1" > "$2"', 'sh', image, join(folder, 'free.blkls')]);
    say(`free space: ${(statSync(join(folder, 'free.blkls')).size / 2 ** 20).toFixed(0)} MiB`);
    if (option('--history') > 0) return await history(image);
    say('our content');
    const own = await race({
      ...(built ? { examine: () => examine(image) } : {}),
      'yara and blkls': () => classic(mount, image, pack),
      'YARA-X alone': () => engine(...pack),
      'Python scanner': () => run('python3', [join(project, 'scripts/bench/scanner.py'), mount, ...pack]),
    });
    compare('1 GiB, our content: examine / yara -r and blkls', own.examine, own['yara and blkls']!);
    compare(
      '1 GiB, our content: examine / YARA-X engine alone (live files and free space only)',
      own.examine,
      own['YARA-X alone']!,
    );
    compare('1 GiB, our content: examine / Python scanner (live files only)', own.examine, own['Python scanner']!);
    if (built) await history(image);
    say('our content and 5,000 other rules');
    const many = await race({
      ...(built ? { examine: () => examine(image, '-r', third) } : {}),
      'yara and blkls': () => classic(mount, image, [...pack, third]),
      'YARA-X alone': () => engine(...pack, third),
    });
    compare('1 GiB, 5,000 more rules: examine / yara -r and blkls', many.examine, many['yara and blkls']!);
    compare(
      '1 GiB, 5,000 more rules: examine / YARA-X engine alone (live files and free space only)',
      many.examine,
      many['YARA-X alone']!,
    );
    if (own.examine === undefined) return skip('memory of examine', 'this build has no examine command yet');
    const small = own.examine.peakMebibytes;
    rows.push({ what: 'peak memory of examine, 1 GiB', ours: `${small.toFixed(0)} MiB`, theirs: '', ratio: '' });
    if (option('--without-20g') > 0) return skip('examine 20 GiB', 'by --without-20g');
    say('20 GiB');
    // It is filled from the small one, which must not be mounted twice.
    unmount(mount);
    const large = await examine(sparseImage(folder, image));
    rows.push({
      what: 'peak memory of examine, 20 GiB / 1 GiB',
      ours: `${large.peakMebibytes.toFixed(0)} MiB`,
      theirs: `${small.toFixed(0)} MiB`,
      ratio: (large.peakMebibytes / small).toFixed(2),
    });
    rows.push({ what: 'time of examine, 20 GiB (mostly holes)', ours: seconds(large.seconds), theirs: '', ratio: '' });
  } finally {
    unmount(mount);
  }
}

/** From gzipped text to Parquet, beside the least a responder does with it: unpack and search, or a script. */
async function logs(): Promise<void> {
  const why = missing('zcat', 'grep', 'python3');
  if (why !== undefined && !why.includes('root')) return skip('logs', why);
  say('logs');
  const made = logFolder(folder);
  const phase = (where: string) =>
    run(process.execPath, [
      fileURLToPath(new URL('./bench/logs-phase.mjs', import.meta.url)),
      where,
      threads,
      join(folder, 'logs.case'),
    ]);
  const all = await race({
    'logs to Parquet': () => phase(made),
    'zcat | grep': () => run('sh', ['-c', 'cat "$1"/*.gz | zcat | grep -c 198.51.100.17', 'sh', made]),
    'Python parser': () => run('python3', [join(project, 'scripts/bench/log-parser.py'), made]),
  });
  const ours = all['logs to Parquet']!;
  const told = JSON.parse(ours.stdout) as { records: number; seconds: number; cpu: number };
  compare('logs, gzip to Parquet / zcat | grep', ours, all['zcat | grep']!);
  compare('logs, gzip to Parquet / Python parser to JSON lines', ours, all['Python parser']!);
  rows.push({
    what: `log lines a second on ${threads} cores; a second of one core`,
    ours: `${Math.round(told.records / told.seconds)}`,
    theirs: `${Math.round(told.records / told.cpu)}`,
    ratio: '',
  });
  const large = await phase(largeLog(folder, made));
  rows.push({
    what: 'peak memory, one log ten times as large',
    ours: `${large.peakMebibytes.toFixed(0)} MiB`,
    theirs: `${ours.peakMebibytes.toFixed(0)} MiB`,
    ratio: (large.peakMebibytes / ours.peakMebibytes).toFixed(2),
  });
}

/** All our rules and questions over stored events, beside one expression over the same requests as text. */
async function sigma(): Promise<void> {
  const why = missing('zcat', 'grep', 'python3');
  if (why !== undefined && !why.includes('root')) return skip('Sigma', why);
  say('Sigma over five million requests');
  const [events, lines] = [await manyEvents(folder, 5_000_000), await manyLines(folder, 5_000_000)];
  const rules = (path: string) =>
    run(process.execPath, [fileURLToPath(new URL('./bench/sigma-phase.mjs', import.meta.url)), path]);
  const search = 'zcat "$1" | LC_ALL=C grep -E -i -c "$2"; true';
  const all = await race({
    'rules and questions': () => rules(events),
    'zcat | grep -E -i': () => run('bash', ['-c', search, 'bash', lines, requestPatterns]),
    'Python loop': () => run('python3', [join(project, 'scripts/bench/patterns.py'), lines, requestPatterns]),
  });
  const own = all['rules and questions']!;
  compare('5 M requests: all rules and questions / zcat | grep -E -i', own, all['zcat | grep -E -i']!);
  compare('5 M requests: all rules and questions / Python loop', own, all['Python loop']!);
  if (option('--sigma-50m') < 0) return;
  const large = await rules(await manyEvents(folder, 50_000_000));
  const told = JSON.parse(large.stdout) as { seconds: number; cpu: number };
  rows.push({
    what: '50 M requests: wall clock; processor time',
    ours: seconds(told.seconds),
    theirs: seconds(told.cpu),
    ratio: '',
  });
  rows.push({
    what: 'peak memory of the rules, 50 M / 5 M requests',
    ours: `${large.peakMebibytes.toFixed(0)} MiB`,
    theirs: `${own.peakMebibytes.toFixed(0)} MiB`,
    ratio: (large.peakMebibytes / own.peakMebibytes).toFixed(2),
  });
}

async function help(): Promise<void> {
  const both = await race({
    'afterimage --help': () => run(process.execPath, [bin, '--help']),
    'node -e 0': () => run(process.execPath, ['-e', '0']),
  });
  compare('--help / an empty node program', both['afterimage --help']!, both['node -e 0']!);
}

/** A log of a million events beside a witness's copy of it. */
async function witnesses(): Promise<void> {
  say('a million events beside a million');
  const path = millionEvents(folder);
  const both = await race({ reconciliation: () => ours(path), 'sort and comm': () => sortAndComm(path) });
  compare(
    '1 M events against 1 M: reconciliation / normalise, sort, comm',
    both.reconciliation,
    both['sort and comm']!,
  );
  const { peakMebibytes } = both.reconciliation!;
  rows.push({
    what: 'peak memory of the reconciliation',
    ours: `${peakMebibytes.toFixed(0)} MiB`,
    theirs: `${both['sort and comm']!.peakMebibytes.toFixed(0)} MiB`,
    ratio: (peakMebibytes / both['sort and comm']!.peakMebibytes).toFixed(2),
  });
}

/** The server's answers over a case of five million events. */
async function api(): Promise<void> {
  say('the server over five million events');
  const asked = await askServer(project, folder, 5_000_000, 400);
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  rows.push({ what: 'server, 5 M events: 95 % of 400 questions within', ours: ms(asked.p95), theirs: '', ratio: '' });
  rows.push({
    what: 'server: median; first view after it is up',
    ours: ms(asked.median),
    theirs: ms(asked.firstView),
    ratio: '',
  });
  rows.push({
    what: `server: slowest (${asked.worst.what})`,
    ours: ms(asked.worst.milliseconds),
    theirs: '',
    ratio: '',
  });
  rows.push({ what: 'peak memory of the server', ours: `${asked.peak.toFixed(0)} MiB`, theirs: '', ratio: '' });
}

mkdirSync(folder, { recursive: true });
if (!existsSync(bin)) {
  say('dist/cli/bin.js is not there: run `npm run build` first.');
  process.exitCode = 64;
} else {
  if (option('--only-image') > 0) await examinations(true);
  else await api();
  if (option('--only-api') < 0 && option('--only-image') < 0) {
    await help();
    await logs();
    await sigma();
    await witnesses();
    const known = await run(process.execPath, [bin, '--help']);
    await examinations(/^ {2}examine /m.test(known.stdout));
  }
  const width = (key: keyof (typeof rows)[number]) => Math.max(...rows.map((row) => row[key].length), key.length);
  const [w0, w1, w2] = [width('what'), width('ours'), width('theirs')];
  console.log(`${'what'.padEnd(w0)}  ${'ours'.padStart(w1)}  ${'theirs'.padStart(w2)}  ratio`);
  for (const row of rows)
    console.log(`${row.what.padEnd(w0)}  ${row.ours.padStart(w1)}  ${row.theirs.padStart(w2)}  ${row.ratio}`);
  console.log(`${threads} cores, medians of ${rounds}, warm cache; a ratio below 1 means that we are faster.`);
}
