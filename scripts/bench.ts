import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askServer } from './bench/api.ts';
import { manyEvents, manyLines, requestPatterns } from './bench/events.ts';
import { examinations } from './bench/examinations.ts';
import { largeLog, logFolder } from './bench/logs.ts';
import { run } from './bench/measure.ts';
import {
  compare,
  compareMemory,
  given,
  missing,
  printRows,
  race,
  rows,
  say,
  seconds,
  skip,
  threads,
} from './bench/score.ts';
import { millionEvents, ours, sortAndComm } from './bench/witness.ts';

/**
 * `npm run bench [-- --rounds N] [-- --without-20g] [-- --sigma-50m] [-- --only-api] [-- --only-image]`: what an examination costs beside the tools it replaces, as ratios of
 * medians within one run, because absolute seconds belong to the machine. Evidence is made once, in .bench/ (root needed).
 */
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(project, '.bench');
const bin = join(project, 'dist/cli/bin.js');

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
  compareMemory('peak memory, one log ten times as large', large, ours);
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
  if (!given('--sigma-50m')) return;
  const large = await rules(await manyEvents(folder, 50_000_000));
  const told = JSON.parse(large.stdout) as { seconds: number; cpu: number };
  rows.push({
    what: '50 M requests: wall clock; processor time',
    ours: seconds(told.seconds),
    theirs: seconds(told.cpu),
    ratio: '',
  });
  compareMemory('peak memory of the rules, 50 M / 5 M requests', large, own);
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
  const [own, theirs] = [both.reconciliation!, both['sort and comm']!];
  compare('1 M events against 1 M: reconciliation / normalise, sort, comm', own, theirs);
  compareMemory('peak memory of the reconciliation', own, theirs);
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
  if (given('--only-image')) await examinations();
  else await api();
  if (!given('--only-api') && !given('--only-image')) {
    await help();
    await logs();
    await sigma();
    await witnesses();
    await examinations();
  }
  printRows();
}
