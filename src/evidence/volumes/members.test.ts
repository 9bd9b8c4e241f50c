import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, bytesOf, said } from '../../../fixtures/volumes/unpack.ts';
import { type ByteSource, CachedSource, FileSource, MemorySource } from '../../bytes/index.ts';
import { lvmCrc, readLabel } from './lvm-label.ts';
import { parseLvmText } from './lvm-text.ts';
import { lvm2 } from './lvm2.ts';
import { readSuperblock } from './md-superblock.ts';
import { mdraid } from './mdraid.ts';
import type { Split, Volume } from './volume.ts';

const bench = new Bench();
afterAll(() => bench.remove());
let files = 0;
const disk = (bytes: Buffer, evidence = 0): Volume => ({
  layers: [],
  source: new CachedSource(new FileSource(bench.put(`disk-${files++}`, bytes), evidence)),
});
const reasons = ({ unread }: Split): string[] => unread.map((u) => `${u.bytes}: ${u.reason}`);

/** What the kernel wrote through the assembled device: every 4096-byte block names its volume and its number. */
function expectBlocks(source: ByteSource, title: string, from = 0, to = source.size / 4096): void {
  for (let block = from; block < to; block++)
    expect(
      source
        .read(block * 4096, 4096)
        .toString()
        .trimEnd(),
    ).toBe(`${title} block ${block}`);
}

describe('lvm', () => {
  const [first, second] = [bytesOf('lvm-0.img'), bytesOf('lvm-1.img')];
  const both = (): Split => lvm2.assemble([disk(first, 0), disk(second, 1)]);
  const named = (split: Split, name: string): ByteSource =>
    split.volumes.find((v) => v.name === `groupA/${name}`)!.source;

  it('reads linear, spanning and striped volumes as the kernel wrote them', () => {
    const split = both();
    expect(split.volumes.map((v) => v.layers.join())).toEqual(
      ['home', 'runtime', 'striped', 'var-log'].map((n) => `lvm:groupA/${n}`),
    );
    for (const name of ['home', 'runtime', 'striped', 'var-log']) expectBlocks(named(split, name), `groupA/${name}`);
  });

  it('gives every volume the size that lvs prints', () => {
    const split = both();
    for (const line of said('lvm.lvs.txt').split('\n')) {
      const [name, size, type] = line.trim().split(/ +/);
      const volume = [...split.volumes, ...split.unallocated!].find(
        (v) => v.name === `groupA/${name?.replace(/[[\]]/g, '')}`,
      );
      if (type === 'linear' || type === 'striped') expect(`${name} ${volume?.source.size}`).toBe(`${name} ${size}`);
    }
  });

  it('locates a stripe on the disk that holds it', () => {
    const source = named(both(), 'striped');
    const disks = [first, second];
    for (const at of [0, 8192, 16_384, 40_000, source.size - 100])
      for (const o of source.origin(at, 100))
        expect(disks[o.evidence!]!.subarray(o.offset, o.offset + o.length)).toEqual(
          source.read(at, 100).subarray(0, o.length),
        );
    expect(source.origin(8192 - 50, 100).map((o) => o.evidence)).toEqual([0, 1]);
  });

  it('names what it cannot read, and hands out the bytes behind it', () => {
    const split = both();
    expect(reasons(split)).toEqual([
      '262144: lvm: groupA/mirrored: a raid1 volume made of mirrored_rmeta_0, mirrored_rimage_0, mirrored_rmeta_1, mirrored_rimage_1, which we cannot read as one; 256 KiB not read',
      '4194304: lvm: groupA/thin: a thin volume made of pool, which we cannot read as one; 4 MiB not read',
      '1048576: lvm: groupA/snapshot0: a snapshot volume made of frozen, home, which we cannot read as one; 1 MiB not read',
    ]);
    const image = split.unallocated!.find((v) => v.name === 'groupA/mirrored_rimage_0')!;
    expectBlocks(image.source, 'groupA/mirrored');
  });

  it('finds a removed volume in the free extents', () => {
    const free = both().unallocated!.filter((v) => v.layers.at(-1) === 'lvm:groupA/unallocated');
    expect(free[0]!.source.read(0, 4096).toString().trim()).toMatch(/^groupA\/removed block \d+$/);
  });

  it('keeps the volumes of the disk that is there, and what lies on it of those that span', () => {
    const split = lvm2.assemble([disk(second)]);
    expectBlocks(named(split, 'var-log'), 'groupA/var-log');
    expect(reasons(split).slice(0, 4)).toEqual([
      '0: lvm: physical volume pv0 (aaaaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaaaa) of group groupA was not handed over; needed by home, runtime, striped, mirrored_rimage_0, mirrored_rmeta_0',
      '1048576: lvm: groupA/home: all of it lies on physical volumes that were not handed over; 1 MiB not read',
      '6553600: lvm: groupA/runtime: 6400 KiB of 7680 KiB lie on physical volumes that were not handed over, or on error segments',
      '393216: lvm: groupA/striped: 384 KiB of 768 KiB lie on physical volumes that were not handed over, or on error segments',
    ]);
    const runtime = named(split, 'runtime');
    expect(runtime.read(0, 4096)).toHaveLength(0);
    expectBlocks(runtime, 'groupA/runtime', 1600);
  });

  it('needs the metadata of one disk only, and says which copy is damaged', () => {
    const bytes = Buffer.from(first);
    bytes.fill(0, 4096, 4096 + 512);
    const split = lvm2.assemble([disk(bytes, 0), disk(second, 1)]);
    expectBlocks(named(split, 'home'), 'groupA/home');
    expect(reasons(split)[0]).toBe(
      '0: lvm: metadata area of physical volume aaaaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaaaa: the header has no LVM2 magic',
    );
    expect(reasons(lvm2.assemble([disk(bytes)])).at(-1)).toContain('has no readable metadata');
  });

  it('refuses metadata whose checksum does not hold', () => {
    const bytes = Buffer.from(first);
    for (const at of textsOf(bytes)) bytes[at + 20]! ^= 1;
    expect(reasons(lvm2.assemble([disk(bytes)]))[0]).toContain('the checksum of the text does not hold');
  });

  it('counts what a truncated physical volume lacks', () => {
    const split = lvm2.assemble([disk(first.subarray(0, 3 * 1024 * 1024), 0), disk(second, 1)]);
    expect(reasons(split)[0]).toBe(
      '9437184: lvm: physical volume pv0 of group groupA was 12 MiB, 3 MiB are there; 9 MiB missing',
    );
    expect(lvm2.declaredSize(disk(first.subarray(0, 3 * 1024 * 1024)).source)).toBe(first.length);
    expectBlocks(named(split, 'home'), 'groupA/home');
  });

  it('does not choose silently between two copies of one physical volume', () => {
    const split = lvm2.assemble([disk(first, 0), disk(second, 1), disk(first, 2)]);
    expect(reasons(split)[0]).toContain('was handed over more than once; the first was used');
    expect(split.unread[0]!.locator.evidence).toBe('2');
  });

  it('reads the text vgcfgbackup writes, escapes and comments included', () => {
    const parsed = parseLvmText(said('lvm.metadata.txt'));
    if ('problem' in parsed) throw new Error(parsed.problem);
    expect(parsed.values.get('version')).toBe(1);
    const home = parsed.sections.get('groupA')!.sections.get('logical_volumes')!.sections.get('home')!;
    expect(home.values.get('status')).toEqual(['READ', 'WRITE', 'VISIBLE']);
    expect(parseLvmText('a = "x \\"y\\" \\\\" # end } \nb = [] c { d = [1, -2, "e"] }')).toEqual({
      values: new Map<string, unknown>([
        ['a', 'x "y" \\'],
        ['b', []],
      ]),
      sections: new Map([['c', { values: new Map([['d', [1, -2, 'e']]]), sections: new Map() }]]),
    });
  });

  it.each([
    ['a {', 'the text ends inside a section, 1 deep'],
    ['}', 'a closing brace too many at byte 0'],
    ['a = ', 'no value for a at byte 2'],
    ['a b', 'a at byte 0 is followed by neither = nor {'],
    ['"a" = 1', 'a at byte 0, expected a name'],
    ['a {'.repeat(40), 'sections nest deeper than 16 at byte 50'],
    [`a = ${'['.repeat(100_000)}`, 'no value for a at byte 2'],
  ])('says where the text %j stops making sense', (text, problem) => {
    expect(parseLvmText(text)).toEqual({ problem });
  });

  it('computes the checksum that lvm2 stored', () => {
    expect(lvmCrc(first.subarray(512 + 20, 1024))).toBe(first.readUInt32LE(512 + 16));
  });

  it('survives truncation and random damage of label, header and text', () => {
    for (let end = 0; end < 16 * 1024; end += 509) expectSound(lvm2.assemble([disk(first.subarray(0, end))]));
    const [text] = textsOf(first).slice(-1) as [number];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 6 }), (hits) => {
        const bytes = Buffer.from(first.subarray(0, 2 * 1024 * 1024));
        // Damage the text, then make every checksum hold again: the parser must not rely on them.
        for (const [at, value] of hits) bytes[text + at] = value;
        const offset = text - 4096;
        const length = Number(bytes.readBigUInt64LE(4096 + 48));
        expect(Number(bytes.readBigUInt64LE(4096 + 40))).toBe(offset);
        bytes.writeUInt32LE(lvmCrc(bytes.subarray(text, text + length)), 4096 + 56);
        bytes.writeUInt32LE(lvmCrc(bytes.subarray(4096 + 4, 4096 + 512)), 4096);
        expectSound(lvm2.assemble([{ layers: [], source: new MemorySource(bytes) }]));
      }),
      { numRuns: 150 },
    );
  });
});

/** Where the committed metadata text of a disk begins. */
function textsOf(bytes: Buffer): number[] {
  return [4096 + Number(bytes.readBigUInt64LE(4096 + 40))];
}

function expectSound(split: Split): void {
  for (const u of split.unread) expect(u.bytes).toBeGreaterThanOrEqual(0);
  for (const { source } of [...split.volumes, ...(split.unallocated ?? [])]) {
    expect(Number.isSafeInteger(source.size)).toBe(true);
    expect(source.read(source.size - 512, 512).length).toBeLessThanOrEqual(512);
  }
}

describe('md', () => {
  const versions = ['0.90', '1.0', '1.1', '1.2'] as const;

  it.each(versions)('reads a %s superblock as mdadm --examine does', (version) => {
    for (const member of [0, 1]) {
      const sb = readSuperblock(disk(bytesOf(`md-${version}-${member}.img`)).source)!;
      const examine = said(`md-${version}-${member}.examine.txt`);
      const field = (name: string): string | undefined =>
        new RegExp(`^ *${name} : (.*)$`, 'm').exec(examine)?.[1]?.trim();
      expect(`${sb.version} ${sb.events}`).toBe(`${version} ${field('Events')}`);
      expect(sb.level).toBe(1);
      expect(sb.uuid).toBe(
        field(version === '0.90' ? 'UUID' : 'Array UUID')!
          .split(' ')[0]!
          .replaceAll(':', ''),
      );
      expect(sb.dataAt).toBe(Number.parseInt(field('Data Offset') ?? '0', 10) * 512);
      if (version !== '0.90') expect(sb.name).toBe(field('Name')!.split(' ')[0]);
    }
  });

  it.each(versions)(
    'reads a %s mirror from the member with the most events, in whatever order they come',
    (version) => {
      const [fresh, stale] = [bytesOf(`md-${version}-0.img`), bytesOf(`md-${version}-1.img`)];
      for (const members of [
        [disk(fresh, 0), disk(stale, 1)],
        [disk(stale, 1), disk(fresh, 0)],
      ]) {
        const { volumes, unread, remarks } = mdraid.assemble(members);
        expect(volumes.map((v) => v.layers.join())).toEqual([version === '0.90' ? 'md:7' : 'md:home']);
        expectBlocks(volumes[0]!.source, `md-${version}`);
        expect(volumes[0]!.source.origin(0, 1)[0]!.evidence).toBe(0);
        expect(unread.map((u) => u.locator.evidence)).toEqual(['1']);
        expect(unread[0]!.reason).toMatch(
          /stopped at \d+ events, the one read is at \d+; it may hold an earlier state/,
        );
        expect(unread[0]!.bytes).toBe(volumes[0]!.source.size);
        expect(remarks!.map((r) => r.text)[0]).toMatch(/RAID1, read from member 0 \(\d+ events\)$/);
      }
    },
  );

  it.each(versions)('reads the stale member of a %s mirror when it comes alone', (version) => {
    const { volumes, remarks } = mdraid.assemble([disk(bytesOf(`md-${version}-1.img`))]);
    expectBlocks(volumes[0]!.source, 'before');
    expect(remarks![0]!.text).toContain('1 of 2 members not handed over');
  });

  it('takes a current copy for no loss', () => {
    const split = mdraid.assemble([disk(bytesOf('md-healthy-1.img')), disk(bytesOf('md-healthy-0.img'))]);
    expect(split.unread).toEqual([]);
    expect(split.remarks!.map((r) => r.text)).toEqual([
      'md:boot: RAID1, read from member 0 (2 events)',
      'md:boot: RAID1, member 1 is a current copy (2 events), not read',
    ]);
    expectBlocks(split.volumes[0]!.source, 'md-healthy');
  });

  it('names a level it does not read and hands out its members to be searched', () => {
    const split = mdraid.assemble([disk(bytesOf('md-raid0-0.img')), disk(bytesOf('md-raid0-1.img'))]);
    expect(split.volumes).toEqual([]);
    expect(reasons(split)).toEqual(
      Array(2).fill(
        '983040: md: array scratch: RAID0 over 2 devices, only RAID1 can be read; 960 KiB of this member not read',
      ),
    );
    expect(split.unallocated!.map((v) => v.layers.join())).toEqual(['md:scratch/member', 'md:scratch/member']);
  });

  it('reads a 0.90 superblock of a big-endian machine', () => {
    const bytes = bytesOf('md-0.90-0.img');
    const at = bytes.length - 65_536;
    bytes.subarray(at, at + 4096).swap32();
    // The two halves of the event counters stand in machine order, too.
    for (const word of [39, 41]) {
      const pair = Buffer.from(bytes.subarray(at + word * 4, at + word * 4 + 8));
      bytes.set(pair.subarray(4), at + word * 4);
      bytes.set(pair.subarray(0, 4), at + word * 4 + 4);
    }
    const little = readSuperblock(disk(bytesOf('md-0.90-0.img')).source);
    expect(readSuperblock(disk(bytes).source)).toEqual(little);
  });

  it('does not take the superblock of a last partition for one of the disk', () => {
    const bytes = bytesOf('md-1.0-0.img');
    expect(readSuperblock(disk(Buffer.concat([Buffer.alloc(1024 * 1024), bytes])).source)).toBeUndefined();
  });

  it('refuses a superblock with any bit changed, and survives truncation', () => {
    const image = bytesOf('md-1.2-0.img');
    fc.assert(
      fc.property(fc.nat(257), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bytes = Buffer.from(image.subarray(0, 64 * 1024));
        bytes[4096 + at]! ^= mask;
        expect(readSuperblock(new MemorySource(bytes))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
    for (let end = 0; end < 16_384; end += 509) expectSound(mdraid.assemble([disk(image.subarray(0, end))]));
  });

  it('counts what a truncated member lacks', () => {
    const split = mdraid.assemble([disk(bytesOf('md-1.2-0.img').subarray(0, 512 * 1024))]);
    expect(reasons(split)).toEqual(['524288: md: array home: member 0 should hold 960 KiB; 512 KiB missing']);
  });
});

it('an LVM label is not seen where there is none', () => {
  expect(readLabel(disk(bytesOf('md-1.2-0.img')).source)).toBeUndefined();
});
