// The phase of an examination that turns logs into Parquet, alone: every .gz of a folder is one log.
// Usage: phase.mjs <folder> <threads> <case folder to create>
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createCase } from '../../dist/case/index.js';
import { openDevice } from '../../dist/evidence/index.js';
import { logEvents } from '../../dist/examination/log-events.js';
import { logFiles } from '../../dist/examination/log-files.js';

const [folder, threads, output] = process.argv.slice(2);
rmSync(output, { recursive: true, force: true });
const device = await openDevice([folder]);
const now = () => new Date(0);
const tool = { name: 'bench', version: '0' };
const target = await createCase(output, {
  mode: 'new',
  evidence: [folder],
  tool,
  content: { version: '0', hash: '0' },
  options: {},
  now,
});
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.gz'))
  .sort()
  .flatMap((name) => {
    const { size } = statSync(join(folder, name));
    const path = `/var/log/${name}`;
    const extents = JSON.stringify([[0, 0, size, name]]);
    const entry = { evidence: '0', kind: 'file', allocation: 'allocated', content: 'intact', looked: 'read', extents };
    const modified = '2021-06-01T00:00:00Z';
    return [
      { ...entry, layers: 'directory', path, size, modified },
      // What it unfolds to is some ten times as much; the size only parts the work.
      { ...entry, layers: 'directory > gzip', path: `${path}!/content`, size: size * 10, modified },
    ];
  });
await target.store(0, { files: rows.map((row) => `${JSON.stringify(row)}\n`).join('') });
const begun = process.hrtime.bigint();
const { told } = await logEvents(target, device, await logFiles(target), {
  evidence: [folder],
  threads: Number(threads),
  contentVersion: '0',
  work: 1,
});
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
const usage = process.cpuUsage();
const records = told.reduce((sum, one) => sum + one.records, 0);
console.log(
  JSON.stringify({ records, seconds, cpu: (usage.user + usage.system) / 1e6, failed: told.filter((t) => t.failed) }),
);
await target.stop('interrupted', 'bench');
rmSync(output, { recursive: true, force: true });
