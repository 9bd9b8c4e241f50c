import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines } from '../../../fixtures/archives/read.ts';
import { MemorySource } from '../../bytes/index.ts';
import { Inflate, type InflateMark } from './inflate.ts';

/** Text, runs and noise, so that every kind of block and code occurs. */
const mixed = (n: number): Buffer => {
  const noise = Buffer.alloc(n);
  for (let i = 0, x = 1; i < n; i++) noise[i] = (x = (x * 48_271) % 0x7fffffff) & 0xff;
  return Buffer.concat([lines(n / 20), noise, Buffer.alloc(n), lines(n / 40)]);
};

function unfold(packed: Buffer, mark?: InflateMark): { bytes: Buffer; decoder: Inflate } {
  const decoder = new Inflate(new MemorySource(packed), 0, packed.length, mark);
  const pieces: Buffer[] = [];
  for (let piece = decoder.next(); piece; piece = decoder.next()) pieces.push(piece);
  return { bytes: Buffer.concat(pieces), decoder };
}

describe('Inflate', () => {
  it.each([
    ['stored blocks', { level: 0 }],
    ['fixed codes', { strategy: constants.Z_FIXED }],
    ['one lone distance code', { strategy: constants.Z_RLE }],
    ['no distances', { strategy: constants.Z_HUFFMAN_ONLY }],
    ['the fastest level', { level: 1 }],
    ['the best level', { level: 9, memLevel: 9 }],
  ])('unfolds what zlib made with %s', (_, options) => {
    const content = mixed(300_000);
    const packed = deflateRawSync(content, options);
    const { bytes, decoder } = unfold(packed);
    expect(bytes.equals(content)).toBe(true);
    expect(decoder).toMatchObject({ finished: true, trouble: undefined, position: packed.length });
  });

  it('stands behind the last used byte when more follows', () => {
    const packed = deflateRawSync(lines(100));
    const { bytes, decoder } = unfold(Buffer.concat([packed, Buffer.alloc(1000, 0x50)]));
    expect(bytes.equals(lines(100))).toBe(true);
    expect(decoder.position).toBe(packed.length);
  });

  it('gives what comes before the cut, at every length', () => {
    const packed = deflateRawSync(lines(120));
    for (let n = 0; n < packed.length; n++) {
      const { bytes, decoder } = unfold(packed.subarray(0, n));
      expect(decoder.trouble).toBe('the compressed data ends in the middle');
      expect(bytes.equals(lines(120).subarray(0, bytes.length))).toBe(true);
      const partial = inflateRawSync(packed.subarray(0, n), { finishFlush: constants.Z_SYNC_FLUSH });
      expect(bytes.length).toBeGreaterThanOrEqual(partial.length);
    }
  });

  it('continues from every mark as if it had not stopped', () => {
    const content = Buffer.concat([mixed(200_000), mixed(100_000)]);
    const packed = deflateRawSync(content, { level: 6, memLevel: 5 });
    const decoder = new Inflate(new MemorySource(packed), 0, packed.length);
    let at = 0;
    let marks = 0;
    for (let piece = decoder.next(); piece; piece = decoder.next()) {
      at += piece.length;
      const mark = decoder.mark();
      if (!mark) continue;
      marks++;
      const { bytes, decoder: resumed } = unfold(packed, mark);
      expect(bytes.equals(content.subarray(at))).toBe(true);
      expect(resumed.position).toBe(packed.length);
    }
    expect(marks).toBeGreaterThan(3);
  });

  it('unfolds any bytes zlib packed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 0, max: 9 }), (content, level) => {
        expect(unfold(deflateRawSync(content, { level })).bytes.equals(content)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with zlib on damaged data: the same content, or trouble', () => {
    const packed = deflateRawSync(mixed(2000));
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(packed);
        damaged[at]! ^= flip;
        const { bytes, decoder } = unfold(damaged);
        let expected: Buffer | undefined;
        try {
          expected = inflateRawSync(damaged);
        } catch {
          expected = undefined;
        }
        if (expected) expect(bytes.equals(expected)).toBe(true);
        else expect(decoder.trouble).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
