import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/** Milliseconds of many questions to a server over a large case. */
export interface Asked {
  events: number;
  /** From the first line of the server to the answer that the first view needs. */
  firstView: number;
  questions: number;
  median: number;
  p95: number;
  /** The slowest kind of question, and its worst answer. */
  worst: { what: string; milliseconds: number };
  /** MiB. */
  peak: number;
}

/** Records as a gateway's case has them, a twelfth of them times of files: what timeline.parquet holds, sorted by time. */
const timeline = (
  events: number,
) => `SELECT TIMESTAMP '2021-01-01' + to_microseconds((r * 2000000 + h % 1000000)::BIGINT) AS "at",
  CASE WHEN h % 100 < 8 THEN ['modified', 'accessed', 'changed', 'born', 'deleted'][(h % 5)::INT + 1] ELSE 'logged' END AS time_kind,
  CASE WHEN h % 100 < 8 THEN 'filesystem' WHEN h % 100 < 60 THEN 'web-access' WHEN h % 100 < 90 THEN 'vc0' ELSE 'syslog' END AS source,
  CASE WHEN h % 100 < 8 THEN 'modified /home/dir' || (k % 500) || '/file' || (k % 20000)
    WHEN h % 5000 = 99 THEN 'built-in integrity scan started'
    ELSE 'GET /dana-na/auth/url_default/page' || (k % 3000) || '.cgi?x=' || (h % 1000000) || ' 200 198.51.100.' || (h % 250) END AS message,
  CASE WHEN h % 100 < 8 THEN '/home/dir' || (k % 500) || '/file' || (k % 20000)
    WHEN h % 100 < 60 THEN '/data/var/log/access.log' ELSE '/data/runtime/logs/log.events.vc0' END AS path,
  '{"node":"gw1","code":"AUT' || (24000 + k % 800) || '","user":"user' || (k % 2000) || '","source_ip":"198.51.100.' || (h % 250)
    || '","user_agent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/' || (k % 40 + 50)
    || '.0","time":{"at":"2021-03-01T00:00:00Z","precision":"second","zone":"stated"},"locator":{"layers":["mbr:2","ext4"],"bytes":[{"offset":'
    || (r * 180) || ',"length":180}]}}' AS fields,
  CASE WHEN h % 50000 = 3 THEN lpad((k % 30)::VARCHAR, 16, '0') END AS finding_id, h % 997 = 5 AS recovered
  FROM (SELECT range AS r, hash(range) AS h, hash(range + 7919) AS k FROM range(${events}))`;

/** The case of the small gateway with a timeline of so many events; made once. @returns its folder */
async function largeCase(project: string, folder: string, events: number): Promise<string> {
  const path = join(folder, `api-${events}`);
  if (existsSync(join(path, 'done'))) return path;
  rmSync(path, { recursive: true, force: true });
  const image = join(folder, 'api-gateway.img');
  writeFileSync(image, gunzipSync(readFileSync(join(project, 'fixtures/gateway/gateway.img.gz'))));
  const examine = [join(project, 'dist/cli/bin.js'), 'examine', image, '-o', path, '--quiet', '--exit-zero'];
  execFileSync(process.execPath, examine, { stdio: 'ignore' });
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GiB', temp_directory: folder });
  const connection = await instance.connect();
  const table = join(path, 'timeline.parquet');
  await connection.run(
    `COPY (${timeline(events)}) TO '${table}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
  );
  const file = JSON.parse(readFileSync(join(path, 'case.json'), 'utf8')) as { files: Record<string, string> };
  file.files['timeline.parquet'] = createHash('sha256').update(readFileSync(table)).digest('hex');
  writeFileSync(join(path, 'case.json'), JSON.stringify(file));
  writeFileSync(join(path, 'done'), '');
  return path;
}

/** What the views of the workbench ask while somebody moves through a case: drags, zooms, scrolls and looks for words. */
function* questions(count: number): Generator<{ what: string; path: string }> {
  let state = 7;
  const below = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
  const day = (n: number) => new Date(Date.UTC(2021, 0, 1 + n)).toISOString().replace('.000', '');
  const stretch = () => {
    const from = below(100);
    return `from=${day(from)}&until=${day(from + 1 + below(115 - from))}`;
  };
  const logs = 'lane=logs&lane=scans';
  for (let i = 0; i < count; i++) {
    const turn = below(100);
    if (turn < 30) yield { what: 'histogram', path: `histogram?${stretch()}&buckets=300` };
    else if (turn < 38)
      yield { what: 'histogram of findings', path: `histogram?${stretch()}&buckets=300&findings=true` };
    else if (turn < 48) yield { what: 'events of a stretch', path: `events?${stretch()}&limit=100` };
    else if (turn < 70) yield { what: 'page of logs', path: `events?${logs}&offset=${below(4_500_000)}&limit=200` };
    else if (turn < 76)
      yield { what: 'page of removed', path: `events?${logs}&recovered=true&offset=${below(4000)}&limit=200` };
    else if (turn < 79) yield { what: 'words, new', path: `events?${logs}&text=page${below(3000)}.cgi&limit=200` };
    else if (turn < 84)
      yield { what: 'words, further down', path: `events?${logs}&text=page77.cgi&offset=${below(1000)}&limit=200` };
    else if (turn < 88) yield { what: 'one event', path: `events/${below(5_000_000)}` };
    else if (turn < 92) yield { what: 'findings', path: `findings?offset=${below(20)}&limit=50` };
    else if (turn < 95) yield { what: 'tree', path: `tree?path=/home&at=${day(below(110))}` };
    else if (turn < 97) yield { what: 'moments', path: 'moments?system=current' };
    else yield { what: 'coverage', path: 'coverage' };
  }
}

/** Asks a real server about a case of so many events, one question after the other. */
export async function askServer(project: string, folder: string, events: number, count: number): Promise<Asked> {
  mkdirSync(folder, { recursive: true });
  const path = await largeCase(project, folder, events);
  const began = performance.now();
  const server = spawn(process.execPath, [join(project, 'dist/cli/bin.js'), 'serve', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const line = await new Promise<string>((done, fail) => {
      server.stdout.once('data', (text: Buffer) => done(text.toString().trim()));
      server.once('exit', () => fail(new Error('the server ended early')));
    });
    const up = performance.now();
    const url = new URL(line);
    const headers = { authorization: `Bearer ${url.searchParams.get('token')}` };
    const ask = async (what: string): Promise<number> => {
      const asked = performance.now();
      const answer = await fetch(new URL(`/api/cases/${path.split('/').at(-1)}${what}`, url), { headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${what}: ${text.slice(0, 300)}`);
      return performance.now() - asked;
    };
    await ask('');
    await ask('/story');
    const firstView = performance.now() - up;
    const took: { what: string; milliseconds: number }[] = [];
    for (const question of questions(count))
      took.push({ what: question.what, milliseconds: await ask(`/${question.path}`) });
    if (process.env.BENCH_VERBOSE) tell(took, up - began);
    const sorted = took.toSorted((a, b) => a.milliseconds - b.milliseconds);
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!.milliseconds;
    const status = readFileSync(`/proc/${server.pid}/status`, 'latin1');
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    return { events, firstView, questions: count, median: at(0.5), p95: at(0.95), worst: sorted.at(-1)!, peak };
  } finally {
    server.kill();
  }
}

/** Each kind of question by itself. */
function tell(took: readonly { what: string; milliseconds: number }[], start: number): void {
  const kinds = new Map<string, number[]>();
  for (const { what, milliseconds } of took) kinds.set(what, [...(kinds.get(what) ?? []), milliseconds]);
  process.stderr.write(`  start ${start.toFixed(0)} ms\n`);
  for (const [what, times] of kinds) {
    const sorted = times.toSorted((a, b) => a - b);
    const [middle, last] = [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
    process.stderr.write(`  ${what}: ${times.length}, median ${middle.toFixed(0)} ms, worst ${last.toFixed(0)} ms\n`);
  }
}
