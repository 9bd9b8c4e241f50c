import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calls, lines } from '../../../fixtures/archives/read.ts';
import { FixtureImage } from '../../../fixtures/image.ts';
import { History } from './lzma-history.ts';
import { dictionarySize, unfoldLzma2 } from './lzma2.ts';
import { unxz } from './xz.ts';

const program = ['/usr/bin/xz', '/bin/xz'].find(existsSync);

/** Text, bytes that pack badly, and zeros: every kind of symbol, and some four chunks that are stored. */
function mixed(): Buffer {
  const noise = Buffer.alloc(300_000);
  for (let i = 0, state = 7; i < noise.length; i++) noise[i] = (state = (state * 48271) % 0x7fffffff) >>> 11;
  const text = lines(30_000);
  return Buffer.concat([text, noise, Buffer.alloc(700_000), calls(50_000), text.subarray(70_000), noise]);
}

describe.skipIf(!program)('what xz packs', () => {
  const content = mixed();

  it.each([
    ['--lzma2=preset=0'],
    ['--lzma2=preset=9e', '--check=sha256'],
    ['--lzma2=preset=1,dict=4KiB,lc=0,lp=4,pb=4', '--check=crc32'],
    ['--lzma2=preset=3,mode=fast,lc=4,lp=0,pb=0,nice=8'],
    ['--block-size=200KiB', '--check=none', '--x86', '--delta=dist=256', '--lzma2=preset=2'],
    ['--block-size=512KiB', '-T2', '-1'],
  ])('%s %s unfolds to the same bytes', (...options) => {
    const packed = execFileSync(program!, ['-c', ...options], { input: content, maxBuffer: 2 ** 26 });
    const run = unxz(new FixtureImage(packed)).run();
    const pieces: Buffer[] = [];
    let step = run.next();
    for (; !step.done; step = run.next()) pieces.push(step.value.bytes);
    expect(step.value).toEqual([]);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });
});

describe('LZMA2', () => {
  const end = (hex: string): unknown => {
    const run = unfoldLzma2(new FixtureImage(Buffer.from(hex, 'hex')), 0, 4096);
    let step = run.next();
    while (!step.done) step = run.next();
    return step.value;
  };

  it('knows how large a dictionary is', () => {
    expect([0, 1, 22, 40, 41].map(dictionarySize)).toEqual([4096, 6144, 8 * 2 ** 20, 2 ** 32 - 1, undefined]);
  });

  it.each([
    ['00', { position: 1, size: 0 }],
    ['01000141420200004300', { position: 10, size: 3 }],
    ['0200004300', { position: 0, size: 0, trouble: 'a chunk needs what no chunk before it has set' }],
    ['0100004180', { position: 4, size: 1, trouble: 'a chunk needs what no chunk before it has set' }],
    ['03', { position: 0, size: 0, trouble: 'a chunk has the unknown control byte 0x3' }],
    ['e0000000000001', { position: 0, size: 0, trouble: 'a chunk does not begin as LZMA does' }],
    ['e000000000e1', { position: 0, size: 0, trouble: 'a chunk has properties that are not allowed' }],
    ['01000941', { position: 4, size: 1, trouble: 'the compressed data ends in the middle' }],
  ])('%s', (hex, expected) => {
    expect(end(hex)).toEqual(expected);
  });

  it('refuses a copy of what is not there', () => {
    // One symbol: a match (bits 1 and 0), of the shortest length, as far back as can be.
    expect(end('e0000100065d00ffffffffffff00')).toMatchObject({
      size: 0,
      trouble: expect.stringMatching(/refers to what is not there|more bytes than it has|unfolds to more/),
    });
  });
});

describe('the history of a decoder', () => {
  it('takes memory as it is filled, and never much more than it keeps', () => {
    const history = new History(100_000);
    const piece = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251));
    history.add(piece);
    expect(history.bytes.length).toBeLessThan(200_000);
    for (let i = 0; i < 400; i++) {
      history.add(piece);
      expect(history.last(50_000).equals(piece)).toBe(true);
    }
    expect([history.position, history.reach]).toEqual([401 * 50_000, 100_000]);
    expect(history.bytes.length).toBeLessThanOrEqual(100_000 + 4 * 2 ** 20);
  });
});
