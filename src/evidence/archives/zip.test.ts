import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archive, lines, told } from '../../../fixtures/archives/read.ts';
import { FixtureImage } from '../../../fixtures/image.ts';
import { type FileEntry, isUnread, type Walked } from '../entry.ts';
import type { Budget } from './format.ts';
import { ZipReader, zip } from './zip.ts';

const budget = (bytes = 2 ** 32, members = 1_000_000): Budget => ({ bytes, members, depth: 5 });
const walk = (image: FixtureImage, allowed = budget()): Walked[] => {
  const list: Walked[] = [];
  // Content must be read while its member is the current one.
  for (const w of new ZipReader(image, ['zip'], allowed).walk()) list.push(w);
  return list;
};
const entries = (image: FixtureImage): FileEntry[] => walk(image).filter((w) => !isUnread(w)) as FileEntry[];
const entry = (image: FixtureImage, path: string): FileEntry => entries(image).find((e) => e.path === path)!;
const contentOf = (e: FileEntry): Buffer => e.open().read(0, e.size);
const plain = archive('plain.zip');

interface Made {
  name: string;
  data: Buffer;
  method: number;
  crc: number;
  size: number;
  /** Local header to point at instead of an own one. */
  at?: number;
}

/** A zip with headers that say whatever a test wants. */
function made(members: Made[]): FixtureImage {
  const pieces: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, data, method, crc, size, at: other } of members) {
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 'latin1');
    local.copy(record, 10, 8, 28);
    record.writeUInt32LE(other ?? at, 42);
    central.push(record, Buffer.from(name));
    if (other !== undefined) continue;
    pieces.push(local, Buffer.from(name), data);
    at += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(at, 16);
  return new FixtureImage(Buffer.concat([...pieces, ...central, end]));
}
const deflatedMember = (name: string, content: Buffer): Made => ({
  name,
  data: deflateRawSync(content, { level: 9 }),
  method: 8,
  crc: crc32(content),
  size: content.length,
});

describe('zip', () => {
  it.each(['plain.zip', 'wide.zip'])('reads every member of %s', (name) => {
    const image = archive(name);
    expect(zip.recognises(image.read(0, 1024), image)).toBe(true);
    expect(told(walk(image)).sort()).toEqual([
      'directory /plain 0',
      'file /plain/log.txt 8890',
      'file /plain/small 21',
      'symlink /plain/link 0',
    ]);
    expect(contentOf(entry(image, '/plain/log.txt')).equals(lines(1000))).toBe(true);
    expect(contentOf(entry(image, '/plain/small')).equals(lines(3))).toBe(true);
    expect(entry(image, '/plain/link').linkTarget).toBe('log.txt');
    expect(entry(image, '/plain/small')).toMatchObject({
      mode: 0o104755,
      uid: 3_000_000,
      gid: 42,
      times: { modified: '2021-04-17T08:00:00Z' },
    });
  });

  it('points at stored bytes exactly and at packed ones as a stretch', () => {
    const odd = archive('odd.zip');
    const small = entry(odd, '/caf\\xe9-unix').locator.bytes[0]!;
    expect(odd.read(small.offset, small.length).equals(lines(4))).toBe(true);
    const log = entry(plain, '/plain/log.txt').locator;
    expect(log.layers).toEqual(['zip', 'plain/log.txt']);
    expect(log.bytes[0]!.length).toBeLessThan(3000);
  });

  it('keeps hostile, DOS and broken names, unsupported methods and contradictions apart', () => {
    const odd = archive('odd.zip');
    expect(told(walk(odd))).toEqual([
      'file /etc/climber 7',
      'file /windows/drive 14',
      'file /café-dos 21',
      'file /caf\\xe9-unix 28',
      'file /café-utf8 4390',
      'file /packed.bz2 4390 lost',
      'unread 570: zip: at offset 1293: its 570 bytes are compressed with method 12 (bzip2), which is not supported',
      'file /shown-name 49',
    ]);
    expect(entry(odd, '/shown-name').notes).toContain('The local header has another name: "other-name".');
    expect(entry(odd, '/etc/climber').times).toEqual({});
    expect(entry(odd, '/etc/climber').notes).toContain(
      'Modified 2021-04-17 08:00:02 in a zone the archive does not state.',
    );
  });

  it('states what is encrypted', () => {
    expect(told(walk(archive('locked.zip')))).toEqual([
      'file /plain/log.txt 8890 lost',
      'unread 1965: zip: at offset 71: its 1965 bytes are encrypted',
    ]);
  });

  it('reads an archive behind a program', () => {
    const image = new FixtureImage(Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'.padEnd(700, '#')), plain.bytes]));
    expect(zip.recognises(image.read(0, 1024), image)).toBe(true);
    expect(told(walk(image))).toEqual(told(walk(plain)));
    expect(contentOf(entry(image, '/plain/log.txt')).equals(lines(1000))).toBe(true);
  });

  it('tolerates bytes behind the end', () => {
    expect(told(walk(new FixtureImage(Buffer.concat([plain.bytes, Buffer.from('tail')]))))).toEqual(told(walk(plain)));
  });

  it.each(['plain.zip', 'stream.zip'])('%s cut off anywhere keeps the members before the cut, and says so', (name) => {
    const image = archive(name);
    const whole = entries(image);
    for (let n = 4; n < image.size; n += 7) {
      const list = walk(new FixtureImage(image.bytes.subarray(0, n)));
      const found = list.filter((w) => !isUnread(w)) as FileEntry[];
      expect(list.some(isUnread)).toBe(true);
      found.forEach((e, i) => {
        expect(e.path).toBe(whole[i]!.path);
        if (e.content === 'intact' && e.kind !== 'symlink' && whole[i]!.kind !== 'symlink')
          expect(contentOf(e).equals(contentOf(whole[i]!))).toBe(true);
      });
      for (const e of found.slice(0, -1)) expect(e.content).toBe('intact');
    }
  });

  it('finds a member the directory does not list', () => {
    const hidden = made([deflatedMember('hidden', lines(50))]);
    const shown = made([deflatedMember('shown', lines(60))]);
    const image = new FixtureImage(Buffer.concat([hidden.bytes, shown.bytes]));
    const [first, second] = entries(image);
    expect(first).toMatchObject({ path: '/hidden', notes: ['The central directory does not list it.'] });
    expect(contentOf(first!).equals(lines(50))).toBe(true);
    expect(second).toMatchObject({ path: '/shown' });
  });

  it('reads overlapping members once', () => {
    const first = deflatedMember('first', lines(1000));
    const image = made([first, ...Array.from({ length: 50 }, (_, i) => ({ ...first, name: `n${i}`, at: 0 }))]);
    const allowed = budget();
    const list = walk(image, allowed);
    expect(list.filter((w) => !isUnread(w) && w.content === 'intact')).toHaveLength(1);
    expect(list.filter(isUnread)).toHaveLength(50);
    expect(list.find(isUnread)!.reason).toContain(
      'its bytes belong to another member as well, as in an overlapping bomb',
    );
    expect(2 ** 32 - allowed.bytes).toBe(8890);
  });

  it('counts, and does not believe sizes and checksums', () => {
    const content = lines(100);
    const honest = deflatedMember('a', content);
    const list = walk(
      made([
        { ...honest, size: 5 },
        { ...honest, name: 'b', crc: 7 },
        { ...honest, name: 'c', data: Buffer.concat([honest.data, Buffer.from('slack')]) },
        { name: 'd', data: content, method: 0, crc: crc32(content), size: 99 },
      ]),
    );
    expect(told(list).map((line) => line.replace(/at offset \d+/, 'at'))).toEqual([
      'file /a 790 partial',
      'unread 0: deflate: unfolds to 790 bytes, expected 5',
      'file /b 790 partial',
      `unread 0: deflate: CRC-32 of the content is 0x${crc32(content).toString(16).padStart(8, '0')}, expected 0x00000007`,
      'file /c 790',
      'unread 5: zip: at: 5 bytes stand behind the end of its compressed data',
      'file /d 790 partial',
      'unread 0: zip: at: it is stored in 790 bytes, its stated size is 99',
    ]);
  });

  it('shares one budget among its members', () => {
    const list = walk(
      made([deflatedMember('a', lines(100)), deflatedMember('b', lines(100)), deflatedMember('c', lines(100))]),
      budget(1000),
    );
    expect(told(list)).toEqual([
      'file /a 790',
      'file /b 210 partial',
      expect.stringMatching(
        /^unread 580: deflate: stopped after unfolding 210 bytes because the budget for unfolded content is used up; at least 580 bytes more were not looked at$/,
      ),
      'file /c 790 lost',
      expect.stringContaining('stopped after unfolding 0 bytes'),
    ]);
    expect(told(walk(plain, budget(2 ** 32, 2))).at(-1)).toContain('the number of members allowed is used up');
  });

  it('endures any damage', () => {
    for (const image of [plain, archive('stream.zip'), archive('wide.zip')])
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(image.size - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
          (edits) => {
            const bytes = Buffer.from(image.bytes);
            for (const [at, value] of edits) bytes[at] = value;
            const list = walk(new FixtureImage(bytes));
            expect(list.length).toBeLessThan(100);
            for (const w of list) if (!isUnread(w)) w.open().read(0, 10_000);
          },
        ),
        { numRuns: 120 },
      );
  });
});
