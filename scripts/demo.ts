import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/*
 * The main job on real sample evidence: the disk of a small gateway whose files were laid down, trojanised and cleaned
 * up by a real kernel with a clock set to 2020 and 2021 (fixtures/gateway/make.sh). Every specimen in it is inert.
 */
const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.demo');
const image = join(folder, 'gateway.img');
const casePath = join(folder, 'gateway.case');

mkdirSync(folder, { recursive: true });
rmSync(casePath, { recursive: true, force: true });
writeFileSync(image, gunzipSync(readFileSync(join(root, 'fixtures', 'gateway', 'gateway.img.gz'))));

const run = spawnSync(
  process.execPath,
  [join(root, 'dist', 'cli', 'bin.js'), 'examine', '.demo/gateway.img', '-o', '.demo/gateway.case'],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
// Status 1 says that something was found, which is what this evidence is for.
process.exitCode = run.status === 1 ? 0 : (run.status ?? 70) || 70;
