import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Requests of many clients: a fifth for addresses that hardly come twice, the others for three thousand pages. */
const requests = (count: number) => `SELECT r, '198.51.100.' || (h % 250) AS ip,
  CASE WHEN h % 10 < 3 THEN 'POST' ELSE 'GET' END AS method, CASE WHEN h % 97 = 0 THEN '404' ELSE '200' END AS status,
  (k % 50000)::VARCHAR AS bytes,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || (k % 40 + 50) || '.0.' || (k % 4000) || '.1 Safari/537.36' AS agent,
  CASE WHEN h % 5 = 0 THEN '/dana-na/css/ds_' || (k % 1000000) || '.css?v=' || (h % 1000000)
    ELSE '/dana-na/auth/url_default/page' || (k % 3000) || '.cgi' END AS uri
  FROM (SELECT range AS r, hash(range) AS h, hash(range + 7919) AS k FROM range(${count}))`;

async function engine(folder: string) {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GiB', temp_directory: folder });
  return instance.connect();
}

/** Synthetic requests as a case stores its events; made once. @returns their file */
export async function manyEvents(folder: string, rows: number): Promise<string> {
  const path = join(folder, `events-${rows}.parquet`);
  if (existsSync(path)) return path;
  const connection = await engine(folder);
  await connection.run(`COPY (SELECT TIMESTAMP '2021-03-01' + to_microseconds(r * 50000) AS "at", 'request' AS time_kind,
    'web-access' AS source, 'web-access' AS service, method || ' ' || uri || ' ' || status AS message, '/logs/access.log' AS path,
    '{"referrer":"https://vpn.example.com/","locator":{"layers":["ext4"],"bytes":[{"offset":' || (r * 180) || ',"length":180}]}}' AS fields,
    NULL::VARCHAR AS code, NULL::VARCHAR AS node, NULL::VARCHAR AS "user", NULL::VARCHAR AS realm, ip AS source_ip,
    agent AS user_agent, method, uri, status, bytes, '0' AS evidence, false AS recovered, r * 180 AS "offset", r * 180 AS begins,
    180::BIGINT AS length, r AS sequence, 'ext4' AS layers, 'allocated' AS allocation, 12::BIGINT AS inode, NULL::BIGINT AS version
    FROM (${requests(rows)})) TO '${path}' (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 61440)`);
  return path;
}

/** The same requests as a gzipped log; made once. @returns its file */
export async function manyLines(folder: string, lines: number): Promise<string> {
  const path = join(folder, `requests-${lines}.log`);
  if (existsSync(`${path}.gz`)) return `${path}.gz`;
  const connection = await engine(folder);
  await connection.run(`COPY (SELECT ip || ' - - [17/Apr/2021:03:00:00 +0000] "' || method || ' ' || uri || ' HTTP/1.1" ' || status || ' ' || bytes || ' "-" "' || agent || '"'
    FROM (${requests(lines)})) TO '${path}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\\x02')`);
  execFileSync('gzip', ['-1', '-f', path]);
  return `${path}.gz`;
}

/** What the rules over requests look for, as far as one expression can say it. */
export const requestPatterns =
  'compcheckresult\\.cgi\\?.*(id|comp)=|meeting_testjs\\.cgi|secid_canceltoken\\.cgi|compcheckjs\\.cgi|compcheckjava\\.cgi|recover\\.cgi\\?token=|licenseserverproto\\.cgi|tnchcupdate\\.cgi|querymanifest\\.cgi|/dana-na/css/[^ ]*\\.css\\?c=|/api/v1/cav/client/|/\\.\\./|%2e%2e|/dana-cached/hc/hc_launcher|/api/v1/[a-z0-9/_-]*/\\.\\.';
