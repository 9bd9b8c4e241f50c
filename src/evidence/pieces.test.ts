import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixtureImage } from '../../fixtures/image.ts';
import { pieces } from './pieces.ts';

const BLOCK = 1024;

/** Files laid one behind the other, each from the beginning of a block, its last block filled up with zeros. */
const lay = (...files: (string | Buffer)[]): FixtureImage =>
  new FixtureImage(
    Buffer.concat(
      files.map((f) => {
        const bytes = Buffer.from(f);
        return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
      }),
    ),
  );
const cut = (image: FixtureImage, until = image.size): string[] =>
  [...pieces(image.bytes, BLOCK, until)].map((p) => image.read(p.offset, p.length).toString('latin1'));

describe('pieces of free space', () => {
  const script = `#!/usr/bin/perl\n${'print "x";\n'.repeat(300)}`;
  const text = 'realm=a username=b\n'.repeat(20);

  it('gives each text file back exactly, without the zeros behind it', () => {
    expect(cut(lay(script, text, script))).toEqual([script, text, script]);
  });

  it('cuts where something begins like a file, even when the one before ends flush with its block', () => {
    const flush = 'a'.repeat(2 * BLOCK);
    expect(cut(lay(flush, '\x7fELF\x01\x01\x01 and more'))).toEqual([flush, '\x7fELF\x01\x01\x01 and more']);
  });

  it('keeps zeros inside a binary, and leaves blocks of zeros out', () => {
    const binary = Buffer.concat([
      Buffer.from('\x7fELF\x01'),
      Buffer.alloc(700),
      Buffer.from('tail of block one'),
      Buffer.alloc(1100, 1),
    ]);
    expect(cut(lay(binary, Buffer.alloc(5 * BLOCK), text))).toEqual([binary.toString('latin1'), text]);
  });

  it('leaves what begins behind the limit to the next run, and finishes what began before it', () => {
    const image = lay(script, text);
    expect(cut(image, BLOCK)).toEqual([script]);
  });

  it('shows every byte that is not zero at least once, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constant(''),
            fc.string({ maxLength: 3000 }),
            fc.uint8Array({ maxLength: 3000 }).map((u) => Buffer.from(u).toString('latin1')),
          ),
          { maxLength: 12 },
        ),
        (files) => {
          const image = lay(...files.map((f) => Buffer.from(f, 'latin1')));
          const seen = new Uint8Array(image.size);
          for (const p of pieces(image.bytes, BLOCK, image.size)) seen.fill(1, p.offset, p.offset + p.length);
          expect(image.bytes.findIndex((byte, i) => byte !== 0 && !seen[i])).toBe(-1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('hands a run without any end over in overlapping parts', () => {
    const image = new FixtureImage(Buffer.alloc(9 * 1024 * 1024, 0xa5));
    const found = [...pieces(image.bytes, BLOCK, image.size)];
    expect(found.map((p) => [p.offset, p.length])).toEqual([
      [0, 4194304],
      [4128768, 4194304],
      [8257536, 1179648],
    ]);
  });
});
