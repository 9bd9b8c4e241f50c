import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines, told } from '../../../fixtures/archives/read.ts';
import { FixtureImage, fixture } from '../../../fixtures/image.ts';
import type { FileEntry } from '../entry.ts';
import { isUnread, type Walked } from '../entry.ts';
import type { Budget } from './format.ts';
import { TarReader, tar, walked } from './tar.ts';

const budget = (members = 1_000_000): Budget => ({ bytes: 2 ** 32, members, depth: 5 });
const walk = (image: FixtureImage, allowed = budget()): Walked[] => [
  ...walked(new TarReader(image, ['tar'], allowed).walk()),
];
const entries = (image: FixtureImage): FileEntry[] => walk(image).filter((w) => !isUnread(w)) as FileEntry[];
const entry = (image: FixtureImage, path: string): FileEntry => entries(image).find((e) => e.path === path)!;
const contentOf = (e: FileEntry): Buffer => e.open().read(0, e.size);
const gnu = fixture('archives/gnu.tar.gz');
const pax = fixture('archives/pax.tar.gz');
const deep = `/home/${'deep/'.repeat(30)}${'n'.repeat(120)}`;

/** Recalculates the checksum of a header that was edited. */
function sealed(block: Buffer): void {
  block.fill(0x20, 148, 156);
  const sum = block.subarray(0, 512).reduce((a, b) => a + b, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

describe('tar', () => {
  it.each([
    ['gnu', gnu],
    ['pax', pax],
  ])('reads every member GNU tar wrote in its %s format', (_, image) => {
    expect(tar.recognises(image.read(0, 1024), image)).toBe(true);
    expect(told(walk(image))).toEqual([
      'directory /home 0',
      'symlink /home/absolute 0',
      'directory /home/bin 0',
      'file /home/bin/tool 70',
      'file /home/empty 0',
      'file /home/log.txt 8890',
      'file /home/log.again 0',
      'symlink /home/longlink 0',
      'character-device /home/null 0',
      'fifo /home/pipe 0',
      'file /home/sparse 500000',
      `file ${deep} 21`,
    ]);
    expect(contentOf(entry(image, '/home/log.txt')).equals(lines(1000))).toBe(true);
    expect(contentOf(entry(image, deep)).equals(lines(3))).toBe(true);
    expect(entry(image, '/home/longlink').linkTarget).toBe(deep.slice('/home/'.length));
    expect(entry(image, '/home/absolute').linkTarget).toBe('/etc/shadow');
    expect(entry(image, '/home/log.again')).toMatchObject({ kind: 'file', linkTarget: 'home/log.txt' });
    expect(entry(image, '/home/null').notes).toEqual(['Device 1:3.']);
    expect(entry(image, '/home/bin/tool')).toMatchObject({ mode: 0o104755, uid: 3_000_000, gid: 42 });
  });

  it('keeps nanoseconds, times before 1970 and extended attributes', () => {
    expect(entry(pax, '/home/log.txt')).toMatchObject({
      times: { modified: '2021-04-17T08:00:00.123456789Z' },
      attributes: { 'user.note': 'kept', 'user.bytes': '0xff00' },
    });
    expect(entry(pax, '/home/empty').times.modified).toBe('1969-12-31T23:59:58.5Z');
    expect(entry(gnu, '/home/empty').times.modified).toBe('1969-12-31T23:59:58Z');
  });

  it.each(['gnu', 'pax', 'sparse00', 'sparse01'])('puts the holes of %s back where they were', (name) => {
    const sparse = entry(fixture(`archives/${name}.tar.gz`), '/home/sparse');
    const expected = Buffer.alloc(500_000);
    for (let i = 0; i < 6; i++) expected.write(`data ${i}\n`, i * 65_536);
    expect(contentOf(sparse).equals(expected)).toBe(true);
    expect(sparse).toMatchObject({ size: 500_000, content: 'intact' });
    expect(sparse.open().origin(30_000, 1000)).toEqual([{ offset: 0, length: 1000 }]);
  });

  it('joins the prefix of ustar and knows v7 without its magic', () => {
    expect(told(walk(fixture('archives/ustar.tar.gz')))).toEqual([`file /${'p'.repeat(90)}/${'q'.repeat(60)} 35`]);
    const v7 = fixture('archives/v7.tar.gz');
    expect(tar.recognises(v7.read(0, 1024), v7)).toBe(true);
    expect(told(walk(v7))).toEqual(['directory /home 0', 'file /home/log.txt 8890', 'symlink /home/absolute 0']);
  });

  it('keeps hostile names inside and what stands behind the end', () => {
    const odd = fixture('archives/odd.tar.gz');
    expect(told(walk(odd))).toEqual([
      'file /etc/climber 7',
      'file /etc/absolute 14',
      'file /caf\\xe9 21',
      'file /café 28',
      'file /behind-the-end 35',
    ]);
    expect(entries(odd).map((e) => e.notes?.[0])).toEqual([
      'The stored name "../../etc/climber" contains "..".',
      'The stored name "/etc/absolute" is absolute.',
      undefined,
      undefined,
      'It stands behind the end of the archive, where most tools do not look.',
    ]);
  });

  it.each([gnu, pax])('points every locator at the very bytes', (image) => {
    for (const e of entries(image)) {
      expect(e.locator.layers).toHaveLength(2);
      const bytes = Buffer.concat(e.locator.bytes.map((r) => image.read(r.offset, r.length)));
      if (e.path === '/home/sparse') continue;
      expect(bytes.equals(contentOf(e))).toBe(true);
      const header = image.read(e.recorded!.metadata!.bytes[0]!.offset, 512);
      expect(header.toString('latin1', 257, 262)).toBe('ustar');
    }
  });

  it('reads on behind a damaged header', () => {
    const bytes = Buffer.from(gnu.bytes);
    const at = entry(gnu, '/home/log.txt').recorded!.metadata!.bytes[0]!.offset;
    bytes[at + 10]! ^= 0x55;
    const list = told(walk(new FixtureImage(bytes)));
    expect(list.filter((line) => line.startsWith('unread'))).toEqual([
      `unread 9728: tar: at offset ${at}: 9728 bytes where a header is expected are no header; reading goes on at the next header, which may be one of an archive stored inside`,
    ]);
    expect(list).toContain('file /home/empty 0');
    expect(list).toContain('file /home/log.again 0');
    expect(list).toContain(`file ${deep} 21`);
  });

  it('cut off at every 512 bytes keeps the members before the cut, and says so', () => {
    const whole = told(walk(gnu));
    const end = entry(gnu, deep).locator.bytes[0]!.offset + 512;
    for (let n = 512; n < end + 512; n += 512) {
      const list = walk(new FixtureImage(gnu.bytes.subarray(0, n)));
      const found = list.filter((w) => !isUnread(w)) as FileEntry[];
      expect(list.some(isUnread)).toBe(true);
      expect(told(found).slice(0, -1)).toEqual(whole.slice(0, Math.max(0, found.length - 1)));
      const last = whole[found.length - 1]?.split(' ')[1];
      expect(found.at(-1)?.path).toBe(last);
      for (const e of found.slice(0, -1)) expect(e.content).toBe('intact');
    }
  });

  it('says how much of the cut member is missing', () => {
    const log = entry(gnu, '/home/log.txt').locator.bytes[0]!;
    const list = walk(new FixtureImage(gnu.bytes.subarray(0, log.offset + 1000)));
    expect(told(list).slice(-2)).toEqual([
      'file /home/log.txt 8890 partial',
      `unread 7890: tar: at offset ${log.offset}: the archive ends 7890 bytes before the end of this member, which has 8890`,
    ]);
    expect((list.at(-2) as FileEntry).open().read(0, 8890).equals(lines(1000).subarray(0, 1000))).toBe(true);
  });

  it('misses the end-of-archive blocks', () => {
    const end = entry(gnu, deep).locator.bytes[0]!.offset + 512;
    expect(told(walk(new FixtureImage(gnu.bytes.subarray(0, end)))).at(-1)).toBe(
      `unread 0: tar: at offset ${end}: the archive ends without end-of-archive blocks: members may be missing`,
    );
  });

  it('does not believe an absurd size', () => {
    const bytes = Buffer.from(gnu.bytes);
    const at = entry(gnu, '/home/log.txt').recorded!.metadata!.bytes[0]!.offset;
    bytes[at + 124] = 0x80;
    bytes.fill(0x00, at + 125, at + 129);
    bytes.fill(0x11, at + 129, at + 136);
    sealed(bytes.subarray(at, at + 512));
    const list = walk(new FixtureImage(bytes));
    expect(list.filter(isUnread)).not.toEqual([]);
    expect(entries(new FixtureImage(bytes)).find((e) => e.path === '/home/empty')).toBeDefined();
  });

  it('states a sparse map it cannot read and shows the stored data', () => {
    const bytes = Buffer.from(gnu.bytes);
    const at = entry(gnu, '/home/sparse').recorded!.metadata!.bytes[0]!.offset;
    bytes.write('77777777777\0', at + 386 + 24, 'latin1');
    sealed(bytes.subarray(at, at + 512));
    const list = told(walk(new FixtureImage(bytes)));
    expect(list.find((line) => line.startsWith('unread'))).toContain(
      'the map of a file with holes cannot be read: the map is out of order or out of bounds; its data is shown without holes',
    );
    expect(list).toContain(`file ${deep} 21`);
  });

  it('stops when the members allowed are used up', () => {
    const list = told(walk(gnu, budget(4)));
    expect(list).toHaveLength(5);
    expect(list.at(-1)).toContain('the number of members allowed is used up; the rest was not looked at');
  });

  it.each([
    ['gnu', gnu],
    ['pax', pax],
  ])('endures any damage to %s', (_, image) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(image.size - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }), (edits) => {
        const bytes = Buffer.from(image.bytes);
        for (const [at, value] of edits) bytes[at] = value;
        const list = walk(new FixtureImage(bytes));
        expect(list.length).toBeLessThan(200);
        for (const w of list) if (!isUnread(w)) w.open().read(0, 10_000);
      }),
      { numRuns: 150 },
    );
  });

  it('endures sealed headers of any content', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 512, maxLength: 512 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...'0123456xgLKS'),
        (blocks, type) => {
          const bytes = Buffer.concat(blocks);
          bytes[156] = type.charCodeAt(0);
          bytes.write('0000001000\0 ustar\0', 124, 'latin1');
          sealed(bytes);
          expect(walk(new FixtureImage(bytes)).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
