/** `node sigma-phase.mjs EVENTS.parquet`: the built rules and questions over stored events; prints what each part took. */
import { DuckDBInstance } from '@duckdb/node-api';
import {
  compileSigma,
  countedTables,
  loadContent,
  pagesSql,
  queryDetectors,
  statementsOf,
} from '../../dist/detectors/index.js';

const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '512MiB' });
const connection = await instance.connect();
await connection.run(`CREATE VIEW event AS SELECT * FROM read_parquet('${process.argv[2]}')`);
await connection.run(
  `CREATE TABLE web_file AS SELECT 'page' || range || '.cgi' AS name, 'disk' AS kind, '' AS list FROM range(2995)`,
);
const parts = {};
async function timed(part, ...statements) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  for (const sql of statements) await connection.run(sql);
  const { user, system } = process.cpuUsage(before);
  parts[part] = { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}
const rules = compileSigma(loadContent().sigma);
const counted = countedTables(rules, 'event');
const all = statementsOf(rules, 'event', new Set(counted.map(({ name }) => name))).map(({ sql }) => sql);
const single = all.length - rules.correlations.length;
await timed('detections', ...all.slice(0, single));
await timed('correlations', ...counted.map(({ sql }) => sql), ...all.slice(single));
await timed('pages', `CREATE TEMP TABLE web_page AS ${pagesSql('event')}`);
const relations = { events: 'event', pages: 'web_page', files: 'web_file' };
for (const { name, first, sql } of queryDetectors) {
  // As the examination does it: what no page gives reason to ask is not asked.
  if (first && (await connection.runAndReadAll(first(relations))).getRows().length === 0) continue;
  await timed(name, sql(relations));
}
const sum = (key) => Object.values(parts).reduce((total, part) => total + part[key], 0);
process.stdout.write(
  JSON.stringify({
    rules: rules.detections.length + rules.correlations.length,
    seconds: sum('seconds'),
    cpu: sum('cpu'),
    parts,
  }),
);
