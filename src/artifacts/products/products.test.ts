import { describe, expect, it } from 'vitest';
import { fixture } from '../../../fixtures/image.ts';
import { ext } from '../../evidence/filesystems/ext/index.ts';
import type { EntryTree } from '../../evidence/index.ts';
import { devicePath, recogniseHost } from './index.ts';
import { versionOf } from './ivanti-connect-secure.ts';

const treeOf = (name: string): EntryTree => ext.open({ layers: [], source: fixture(name) }).tree!;

describe('a path on the device', () => {
  it.each([
    [{ at: '/', strip: '' }, '/home/VERSION', '/home/VERSION'],
    [{ at: '/', strip: '/root' }, '/root/home/VERSION', '/home/VERSION'],
    [{ at: '/', strip: '/root' }, '/root', '/'],
    [{ at: '/', strip: '/root' }, '/rootkit', '/[volume]/rootkit'],
    [{ at: '/data', strip: '' }, '/var/dlogs', '/data/var/dlogs'],
    [{ at: '/data', strip: '' }, '/', '/data'],
  ])('%j %s is %s', (mount, path, device) => {
    expect(devicePath(mount, path)).toBe(device);
  });
});

describe('the version of an appliance', () => {
  it('comes from the shell exports of its VERSION file', () => {
    const text =
      'export DSREL_MAJOR=9\nexport DSREL_MINOR=1\nexport DSREL_MAINT=18\nexport DSREL_BUILDNUM="12345"\nDSREL_COMMENT="R18.6"\n';
    expect(versionOf(text)).toEqual({ version: '9.1R18.6', build: '12345' });
  });

  it('is not guessed from half a file', () => {
    expect(versionOf('DSREL_MAJOR=9\n')).toEqual({});
    expect(versionOf(`DSREL_MAJOR=9\nDSREL_MINOR=${'1'.repeat(5000)}\n`)).toEqual({});
  });
});

describe('who the host is', () => {
  it('is unknown when nothing we know left its marks, and its only volume is shown from its root', () => {
    const { host, mounts } = recogniseHost([treeOf('ext/ext4-nodes.img.gz')]);
    expect([host.product, mounts.map((m) => m.at)]).toEqual(['unknown', ['/']]);
  });

  it('is no gateway only because a folder is called home', () => {
    const { host } = recogniseHost([treeOf('ext/ext4-htree.img.gz')]);
    expect(host.product).not.toBe('ivanti-connect-secure');
  });

  it('keeps volumes apart whose place on the device is not known', () => {
    const { mounts } = recogniseHost([treeOf('ext/ext4-nodes.img.gz'), treeOf('ext/ext4-names.img.gz')]);
    expect(new Set(mounts.map((m) => m.at)).size).toBe(2);
  });
});
