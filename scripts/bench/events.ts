import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileSigma, loadContent, queryDetectors, statementsOf } from '../../src/detectors/index.ts';

/**
 * `npx tsx scripts/bench/events.ts [rows]`: our Sigma rules over synthetic events, beside `zcat | grep -E` for the same
 * patterns over the same requests as text. Prints seconds of wall clock and of processor; the events are made once.
 */
const rows = Number(process.argv[2] ?? 50_000_000);
const folder = join(import.meta.dirname, '../../.bench');
const parquet = join(folder, `events-${rows}.parquet`);
const lines = 1_000_000;
const text = join(folder, `requests-${lines}.log.gz`);
mkdirSync(folder, { recursive: true });

const instance = await DuckDBInstance.create(':memory:', {
  threads: '2',
  memory_limit: '1GiB',
  temp_directory: folder,
});
const connection = await instance.connect();

/** Requests of many clients: a fifth for addresses that hardly come twice, the others for three thousand pages. */
const requests = (count: number) => `SELECT r, '198.51.100.' || (h % 250) AS ip,
  CASE WHEN h % 10 < 3 THEN 'POST' ELSE 'GET' END AS method, CASE WHEN h % 97 = 0 THEN '404' ELSE '200' END AS status,
  (k % 50000)::VARCHAR AS bytes,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || (k % 40 + 50) || '.0.' || (k % 4000) || '.1 Safari/537.36' AS agent,
  CASE WHEN h % 5 = 0 THEN '/dana-na/css/ds_' || (k % 1000000) || '.css?v=' || (h % 1000000)
    ELSE '/dana-na/auth/url_default/page' || (k % 3000) || '.cgi' END AS uri
  FROM (SELECT range AS r, hash(range) AS h, hash(range + 7919) AS k FROM range(${count}))`;

if (!existsSync(parquet))
  await connection.run(`COPY (SELECT TIMESTAMP '2021-03-01' + to_microseconds(r * 50000) AS "at", 'request' AS time_kind,
    'web-access' AS source, 'web-access' AS service, method || ' ' || uri || ' ' || status AS message, '/logs/access.log' AS path,
    '{"referrer":"https://vpn.example.com/","locator":{"layers":["ext4"],"bytes":[{"offset":' || (r * 180) || ',"length":180}]}}' AS fields,
    NULL::VARCHAR AS code, NULL::VARCHAR AS node, NULL::VARCHAR AS "user", NULL::VARCHAR AS realm, ip AS source_ip,
    agent AS user_agent, method, uri, status, bytes, '0' AS evidence, false AS recovered, r * 180 AS "offset", r * 180 AS begins,
    180::BIGINT AS length, r AS sequence, 'ext4' AS layers, 'allocated' AS allocation, 12::BIGINT AS inode, NULL::BIGINT AS version
    FROM (${requests(rows)})) TO '${parquet}' (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 61440)`);
if (!existsSync(text)) {
  const plain = text.replace(/\.gz$/, '');
  await connection.run(`COPY (SELECT ip || ' - - [17/Apr/2021:03:00:00 +0000] "' || method || ' ' || uri || ' HTTP/1.1" ' || status || ' ' || bytes || ' "-" "' || agent || '"'
    FROM (${requests(lines)})) TO '${plain}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x02')`);
  execFileSync('gzip', ['-f', plain]);
}
await connection.run(`CREATE VIEW event AS SELECT * FROM read_parquet('${parquet}')`);

async function timed(what: string, work: () => Promise<unknown>): Promise<{ wall: number; cpu: number }> {
  const began = process.hrtime.bigint();
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  const result = { wall: Number(process.hrtime.bigint() - began) / 1e9, cpu: (used.user + used.system) / 1e6 };
  console.log(
    `${what.padEnd(44)} ${result.wall.toFixed(1).padStart(7)} s wall ${result.cpu.toFixed(1).padStart(7)} s processor`,
  );
  return result;
}

const compiled = compileSigma(loadContent().sigma);
const statements = statementsOf(compiled, 'event');
console.log(`${compiled.detections.length + compiled.correlations.length} Sigma rules, ${rows} events`);
let cpu = 0;
for (const { sql, rules } of statements) {
  const what = rules.length > 1 ? `${rules.length} detections in one pass` : rules[0]!.title.slice(0, 40);
  cpu += (await timed(what, () => connection.run(sql))).cpu;
}
for (const detector of queryDetectors)
  await timed(`query ${detector.name}`, () => connection.run(detector.sql('event')));

const patterns =
  'compcheckresult\\.cgi\\?.*(id|comp)=|meeting_testjs\\.cgi|secid_canceltoken\\.cgi|compcheckjs\\.cgi|compcheckjava\\.cgi|recover\\.cgi\\?token=|licenseserverproto\\.cgi|tnchcupdate\\.cgi|querymanifest\\.cgi|/dana-na/css/[^ ]*\\.css\\?c=|/api/v1/cav/client/|/\\.\\./|%2e%2e|/dana-cached/hc/hc_launcher|/api/v1/[a-z0-9/_-]*/\\.\\.';
const told = execFileSync(
  'bash',
  [
    '-c',
    `TIMEFORMAT='%U %S'; { time (zcat "$1" | LC_ALL=C grep -E -i -c "$2" >/dev/null || true); } 2>&1`,
    'bash',
    text,
    patterns,
  ],
  { encoding: 'utf8' },
);
const theirs = told
  .trim()
  .split(' ')
  .reduce((sum, part) => sum + Number(part), 0);
console.log(
  `zcat | grep -E -i of the patterns: ${((theirs * 1e6) / lines).toFixed(2)} s processor a million lines; ours ${((cpu * 1e6) / rows).toFixed(2)}; ratio ${(cpu / rows / (theirs / lines)).toFixed(2)}`,
);
