import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { lines } from '../../fixtures/archives/read.ts';
import { recogniseHost } from '../artifacts/index.ts';
import type { FileRow } from '../case/index.ts';
import { type Device, openDevice } from '../evidence/index.ts';
import { rowOpener } from './open-row.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-row-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['lines.gz', 'plain.zip'])
  copyFileSync(fileURLToPath(new URL(`../../fixtures/archives/${name}`, import.meta.url)), join(folder, name));

const row = (device: Device, path: string, size: number): FileRow => ({
  system: recogniseHost(device.trees).mounts[0]!.system,
  evidence: '0',
  layers: 'directory',
  path,
  kind: 'file',
  allocation: 'allocated',
  content: 'intact',
  size,
  extents: '[[0,0,1]]',
  looked: 'read',
});

describe('the content of a row', () => {
  it.each([
    ['/lines.gz!/content', lines(1000)],
    ['/plain.zip!/plain/log.txt', lines(1000)],
  ])('%s is unfolded without a walk over the whole tree', async (path, content) => {
    const device = await openDevice([folder]);
    for (const tree of device.trees)
      tree.walk = () => {
        throw new Error('walked');
      };
    const source = await rowOpener(device)(row(device, path, content.length));
    expect(source?.read(0, source.size).equals(content)).toBe(true);
  });

  it('of another size is looked for by a walk, and is not taken for it', async () => {
    const device = await openDevice([folder]);
    expect((await rowOpener(device)(row(device, '/lines.gz!/none', 8890)))?.size).toBeUndefined();
  });
});
