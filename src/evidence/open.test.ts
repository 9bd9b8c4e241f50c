import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, bytesOf } from '../../fixtures/volumes/unpack.ts';
import { AfterimageError } from '../model/index.ts';
import type { Device } from './device.ts';
import { openDevice } from './open.ts';

const bench = new Bench();
afterAll(() => bench.remove());

/** The ext2 volume inside the nested fixture, as an image of its own. */
const ext2 = await (async () => {
  const device = await openDevice([bench.image('nested-0.img')]);
  const tree = device.trees.find((t) => t.type === 'ext2')!;
  const begin = tree.find('/root/VERSION')!;
  expect(begin.locator.layers).toEqual(['mbr:1', 'md:3', 'lvm:groupZ/home', 'ext2']);
  const disk = bytesOf('nested-0.img');
  const at = disk.indexOf(Buffer.from([0x53, 0xef]), 1024 * 1024 + 1024 * 1024) - 0x38 - 1024;
  return disk.subarray(at, at + tree.facts.size);
})();

const trees = (d: Device): string[] => d.trees.map((t) => t.layers.join(' '));
const reasons = (d: Device): string[] => d.unread.map((u) => `${u.bytes}: ${u.reason}`);
const version = (d: Device): string | undefined => {
  const entry = d.trees.map((t) => t.find('/root/VERSION')).find((e) => e !== undefined);
  return entry?.open().read(0, 100).toString();
};
const text = 'export DSREL_MAJOR=9\n';

/** A disk with an MBR and one partition for each content, on sectors of 512 bytes. */
function partitioned(...contents: Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.alloc(512 * 8)];
  let at = 8;
  for (const [i, content] of contents.entries()) {
    const sectors = Math.ceil(content.length / 512);
    pieces[0]!.set([0, 0, 0, 0, 0x83], 446 + 16 * i);
    pieces[0]!.writeUInt32LE(at, 446 + 16 * i + 8);
    pieces[0]!.writeUInt32LE(sectors, 446 + 16 * i + 12);
    pieces.push(content, Buffer.alloc(sectors * 512 - content.length));
    at += sectors;
  }
  pieces[0]!.writeUInt16LE(0xaa55, 510);
  return Buffer.concat(pieces);
}

describe('images', () => {
  it('goes through partition, mirror and volume group to a file, and locates it in the image', async () => {
    const paths = ['nested-0.img', 'nested-1.img'].map((name) => bench.image(name));
    const device = await openDevice(paths);
    expect(device.evidence.map((e) => [e.name, e.kind, ...e.recognised])).toEqual([
      [
        'nested-0.img',
        'image',
        'md:3: RAID1, read from member 0 (2 events)',
        'mbr:2 swap',
        'mbr:1 md:3 lvm:groupZ/home ext2',
      ],
      ['nested-1.img', 'image', 'md:3: RAID1, member 1 is a current copy (2 events), not read', 'mbr:2 swap'],
    ]);
    expect(trees(device)).toEqual([
      'mbr:2 raw',
      'mbr:2 raw',
      'mbr:1 md:3 lvm:groupZ/home ext2',
      'mbr:unallocated raw',
      'mbr:unallocated raw',
    ]);
    expect(reasons(device)).toEqual(
      Array(2).fill('0: mbr:2: swap, not examined as such; 1 MiB searched as raw bytes only'),
    );
    expect(version(device)).toBe(text);
    const { locator } = device.trees[2]!.find('/root/VERSION')!;
    const [{ offset, length }] = locator.bytes as [{ offset: number; length: number }];
    expect(locator.evidence).toBe('0');
    expect(
      bytesOf('nested-0.img')
        .subarray(offset, offset + length)
        .toString(),
    ).toBe(text);
  });

  it('opens a bare filesystem', async () => {
    const device = await openDevice([bench.put('home.img', ext2)]);
    expect(trees(device)).toEqual(['ext2']);
    expect(device.unread).toEqual([]);
    expect(version(device)).toBe(text);
  });

  it('cuts off what a shell put in front of an image, and says so', async () => {
    const device = await openDevice([bench.put('greeting.img', Buffer.concat([Buffer.from('hello\n'), ext2]))]);
    expect(device.evidence[0]!.recognised).toEqual([
      "shifted raw: greeting.img has 6 bytes in front that are not the device's, cut off",
      'ext2',
    ]);
    expect(version(device)).toBe(text);
    const [range] = device.trees[0]!.find('/root/VERSION')!.locator.bytes;
    const bytes = Buffer.concat([Buffer.from('hello\n'), ext2]);
    expect(bytes.subarray(range!.offset, range!.offset + range!.length).toString()).toBe(text);
  });

  it('says that a truncated image promises more', async () => {
    const device = await openDevice([
      bench.put('short.img', bytesOf('mbr-logical.img').subarray(0, 1024 * 1024 + 4096)),
    ]);
    expect(reasons(device)[1]).toBe(
      '507904: mbr: partition 2 is said to be 500 KiB at 0x100000, but the image ends at 0x101000; 496 KiB missing',
    );
  });

  it('names encrypted and unknown volumes, and searches only what is worth it', async () => {
    const luks = bytesOf('luks-head.img').subarray(0, 65_536);
    const device = await openDevice([bench.put('gateway.img', partitioned(luks, Buffer.alloc(8192, 0x5a)))]);
    expect(trees(device)).toEqual(['mbr:2 raw', 'mbr:unallocated raw']);
    expect(reasons(device)).toEqual([
      '65536: mbr:1: encrypted volume (LUKS), 64 KiB not read; hand over the decrypted volume',
      '8192: mbr:2: nothing we recognise; 8 KiB searched as raw bytes only',
    ]);
    expect(device.evidence[0]!.recognised).toEqual(['mbr:1 encrypted volume (LUKS)', 'mbr:2 unknown']);
  });

  it('opens a partition that holds a plain archive', async () => {
    bench.put('VERSION', text);
    const tar = execFileSync('tar', ['-C', bench.directory, '-cf', '-', 'VERSION']);
    const device = await openDevice([bench.put('factory.img', partitioned(tar))]);
    expect(trees(device)[0]).toBe('mbr:1 tar');
    expect(device.trees[0]!.find('/VERSION')!.open().read(0, 100).toString()).toBe(text);
  });

  it('reports a table and a filesystem in the same place, and follows the one that leads somewhere', async () => {
    const odd = Buffer.from(ext2);
    odd.set([0, 0, 0, 0, 0x83, 0, 0, 0, 100, 0, 0, 0, 50, 0, 0, 0], 446);
    odd.writeUInt16LE(0xaa55, 510);
    const loader = await openDevice([bench.put('boot-sector.img', odd)]);
    expect(trees(loader)).toEqual(['ext2']);
    expect(reasons(loader)).toEqual([
      '0: volumes: mbr and a filesystem all recognise the image; it was read as a filesystem',
    ]);

    const stale = partitioned(Buffer.alloc(4096), ext2);
    ext2.copy(stale, 1024, 1024, 2048);
    const disk = await openDevice([bench.put('stale.img', stale)]);
    expect(version(disk)).toBe(text);
    expect(reasons(disk)[0]).toBe('0: volumes: mbr and a filesystem all recognise the image; it was read as mbr');
  });

  it('takes a protective table and a GPT for one table', async () => {
    expect(reasons(await openDevice([bench.image('gpt.img')])).filter((r) => r.includes('all recognise'))).toEqual([]);
  });

  it('stops at eight volumes inside each other', async () => {
    let bytes = ext2;
    for (let i = 0; i < 8; i++) bytes = partitioned(bytes);
    expect(version(await openDevice([bench.put('deep.img', bytes)]))).toBe(text);
    const deeper = await openDevice([bench.put('deeper.img', partitioned(bytes))]);
    expect(version(deeper)).toBeUndefined();
    expect(reasons(deeper)[0]).toContain('volumes: nested deeper than 8');
  });

  it('finishes on damaged disks and keeps every locator inside the file', async () => {
    const disk = bytesOf('nested-0.img');
    let run = 0;
    const place = fc.oneof(
      fc.nat(511),
      fc.nat(64 * 1024).map((n) => n + 1024 * 1024),
      fc.nat(8191).map((n) => n + 4 * 1024 * 1024 - 8192),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 10 }), async (hits) => {
        const bytes = Buffer.from(disk);
        for (const [at, value] of hits) bytes[at] = value;
        const device = await openDevice([bench.put(`damaged-${run++ % 4}.img`, bytes)]);
        for (const { locator } of device.unread)
          for (const { offset, length } of locator.bytes) expect(offset + length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('split images', () => {
  const pieces = [0, 700_000, 1_400_000].map((at, i, all) => ext2.subarray(at, all[i + 1] ?? ext2.length));

  it('joins segments that are handed over in order', async () => {
    const paths = pieces.map((piece, i) => bench.put(`named-${'xyz'[i]}`, piece));
    const device = await openDevice(paths);
    expect(device.evidence.map((e) => [e.kind, e.recognised[0]])).toEqual(
      Array(3).fill(['image', 'split raw: 3 segments, named-x to named-z']),
    );
    expect(version(device)).toBe(text);
    expect(reasons(device)).toEqual([]);
  });

  it('takes in the segments that lie beside a first one, and says so', async () => {
    for (const [i, piece] of pieces.entries()) bench.put(`disk.img.00${i + 1}`, piece);
    const device = await openDevice([join(bench.directory, 'disk.img.001')]);
    expect(device.evidence.map((e) => e.name)).toEqual(['disk.img.001', 'disk.img.002', 'disk.img.003']);
    expect(device.evidence[1]!.recognised[1]).toBe(
      'taken in because it lies beside disk.img.001, which promises more bytes than it has',
    );
    expect(version(device)).toBe(text);
    const { evidence, bytes } = device.trees[0]!.find('/root/VERSION')!.locator;
    const [{ offset, length }] = bytes as [{ offset: number; length: number }];
    expect(pieces[Number(evidence)]!.subarray(offset, offset + length).toString()).toBe(text);
  });

  it('joins a segment in which a backup superblock stands where a backup belongs', async () => {
    // Groups of 8 MiB: a cut in front of group 2 puts the backup of group 3 where a backup of group 1 would be.
    const group = 8 * 1024 * 1024;
    const image = Buffer.alloc(4 * group);
    const superblock = Buffer.from(ext2.subarray(1024, 2048));
    superblock.writeUInt32LE(image.length / 1024, 4);
    image.set(superblock, 1024);
    image.set(superblock, 3 * group + 1024);
    const cut = 2 * group;
    const device = await openDevice([bench.put('b1', image.subarray(0, cut)), bench.put('b2', image.subarray(cut))]);
    expect(device.evidence[0]!.recognised[0]).toBe('split raw: 2 segments, b1 to b2');
  });

  it('leaves siblings alone when the first segment is complete', async () => {
    bench.put('whole.img.aa', ext2);
    bench.put('whole.img.ab', Buffer.alloc(512));
    const device = await openDevice([join(bench.directory, 'whole.img.aa')]);
    expect(device.evidence.map((e) => e.name)).toEqual(['whole.img.aa']);
  });

  it('joins whatever the examiner joins with a plus', async () => {
    const [a, b] = [bench.put('left', ext2.subarray(0, 900_001)), bench.put('right', ext2.subarray(900_001))];
    expect(version(await openDevice([`${a}+${b}`]))).toBe(text);
    const plus = bench.put('c++.img', ext2);
    expect((await openDevice([plus])).evidence).toHaveLength(1);
  });

  it('keeps two images apart, the first of them truncated', async () => {
    const device = await openDevice([bench.put('half.img', pieces[0]!), bench.put('other.img', ext2)]);
    expect(trees(device)).toEqual(['ext2', 'ext2']);
    expect(reasons(device)[0]).toContain('missing');
  });

  it('counts what lacks when the last segment is missing', async () => {
    const device = await openDevice([bench.put('first', pieces[0]!), bench.put('second', pieces[1]!)]);
    expect(device.unread.map((u) => u.bytes)[0]).toBe(pieces[2]!.length);
  });
});

describe('other evidence', () => {
  it('makes a tree of one entry of a file that is nothing else', async () => {
    const path = bench.put('events.log', 'a line\n');
    const device = await openDevice([path]);
    expect(device.evidence[0]).toMatchObject({ kind: 'file', name: 'events.log', size: 7, path });
    const [tree] = device.trees;
    expect([...tree!.walk()].map((w) => 'path' in w && w.path)).toEqual(['/events.log']);
    expect(tree!.find('/events.log')!.locator).toEqual({
      evidence: '0',
      layers: ['file'],
      bytes: [{ offset: 0, length: 7 }],
    });
    expect(tree!.find('/other')).toBeUndefined();
  });

  it('says that an empty file is empty', async () => {
    expect(reasons(await openDevice([bench.put('nothing.img', '')]))).toEqual(['0: nothing.img: empty file']);
  });

  it('opens archives and directories beside each other, numbered as handed over', async () => {
    mkdirSync(join(bench.directory, 'collected'));
    bench.put('collected/VERSION', text);
    const tgz = bench.put('backup.tgz', execFileSync('tar', ['-C', bench.directory, '-czf', '-', 'collected']));
    const device = await openDevice([join(bench.directory, 'collected'), tgz]);
    expect(device.evidence.map((e) => [e.kind, e.size, e.recognised])).toEqual([
      ['directory', text.length, ['directory']],
      ['archive', device.evidence[1]!.source!.size, ['tar.gz']],
    ]);
    expect(device.trees.map((t) => t.type)).toEqual(['directory', 'tar.gz']);
    expect(device.trees[0]!.find('/VERSION')!.locator.evidence).toBe('0');
    expect(device.trees[1]!.find('/collected/VERSION')!.open().read(0, 100).toString()).toBe(text);
  });

  it.each([
    ['bare hex', (hex: string) => hex.toUpperCase()],
    ['sha256sum', (hex: string) => `${'0'.repeat(64)}  other.img\n${hex}  ./stated.img\n`],
    ['sha256sum, binary', (hex: string) => `${hex} *stated.img\r\n`],
    ['BSD', (hex: string) => `SHA256 (stated.img) = ${hex}\n`],
  ])('takes the stated hash from a sidecar: %s', async (_, sidecar) => {
    const hex = 'ab'.repeat(32);
    const path = bench.put('stated.img', 'x');
    bench.put('stated.img.sha256', sidecar(hex));
    const device = await openDevice([path]);
    expect(device.evidence[0]!.stated).toEqual({ sha256: hex, by: 'stated.img.sha256' });
    expect(device.unread).toEqual([]);
  });

  it('says that a sidecar states nothing usable', async () => {
    const path = bench.put('unstated.img', 'x');
    bench.put('unstated.img.sha256', `${'0'.repeat(64)}  a\n${'1'.repeat(64)}  b\n`);
    const device = await openDevice([path]);
    expect(device.evidence[0]!.stated).toBeUndefined();
    expect(reasons(device)).toEqual(['0: sidecar: unstated.img.sha256 states no SHA-256 for unstated.img']);
  });
});

describe('requests that cannot be met', () => {
  const failure = async (...paths: string[]): Promise<string> => {
    const error = await openDevice(paths).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AfterimageError);
    const { code, message } = error as AfterimageError;
    return `${code}: ${message.replaceAll(`${bench.directory}/`, '')}`;
  };

  it('says what is missing, what cannot be evidence and what came twice', async () => {
    const here = (name: string): string => join(bench.directory, name);
    const path = bench.put('once.img', 'x');
    execFileSync('mkfifo', [here('pipe')]);
    symlinkSync(path, here('link.img'));
    expect(await failure(here('gone.img'))).toBe('no-input: Opening evidence: there is no file or directory gone.img.');
    expect(await failure(`${path}+${here('gone')}`)).toBe(
      'no-input: Opening evidence: there is no file or directory gone.',
    );
    expect(await failure(here('once.img/inside'))).toBe(
      'no-input: Opening evidence: there is no file or directory once.img/inside.',
    );
    expect(await failure(here('pipe'))).toBe(
      'no-input: Opening evidence: pipe is a FIFO, expected a file, directory or block device.',
    );
    expect(await failure('/dev/null')).toBe(
      'no-input: Opening evidence: /dev/null is a character device, expected a file, directory or block device.',
    );
    expect(await failure(path, here('link.img'))).toBe(
      'usage: Opening evidence: link.img was handed over twice (the other is once.img).',
    );
    expect(await failure(`${path}+${bench.directory}`)).toContain('is a directory, expected files.');
  });
});
