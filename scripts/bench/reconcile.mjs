/** `node reconcile.mjs FOLDER`: the built comparison alone, over the logs of one folder and its `syslog.log`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Gathering, Kinds, logHeadBytes, recogniseLog, reconcile } from '../../dist/artifacts/index.js';
import { FileSource } from '../../dist/bytes/index.js';

const folder = process.argv[2];
const kinds = new Kinds();
const own = new Gathering(kinds);
const names = readdirSync(folder).filter((name) => name.endsWith('.vc0'));
const read = (gathering, name, stream) => {
  const source = new FileSource(join(folder, name), 0);
  gathering.read(recogniseLog(source.read(0, logHeadBytes), name), source, { latest: '2021-12-31T00:00:00Z' }, stream);
};
for (const [stream, name] of names.entries()) read(own, name, stream);
const kept = new Gathering(kinds);
read(kept, 'syslog.log', 0);
const started = performance.now();
const [local] = own.byNode.values();
const [remote] = kept.byNode.values();
const { remote: fates, pieces } = reconcile(local, remote, kinds, names);
process.stdout.write(`${local.length} ${remote.length} ${JSON.stringify(fates)} ${pieces.map(({ shift }) => shift)}\n`);
process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s for the comparison without reading\n`);
