import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, sketchKeys, sketchOf } from './sketch.ts';

const words = ['my', 'sub', 'if', 'else', 'open', 'print', 'eval', 'return', 'while', 'use', 'push', 'split', 'join'];

/** A made-up script: the same seed gives the same steps. */
function script(seed: number, variable: (n: number) => string, space = ' '): string {
  let state = seed;
  const next = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % n;
  };
  const lines: string[] = [];
  for (let i = 0; i < 80; i++)
    lines.push(
      [
        words[next(13)],
        variable(next(9)),
        '=',
        `fn_${next(400)}`,
        '(',
        variable(next(9)),
        ',',
        `"${next(1e6)}"`,
        ');',
      ].join(space),
    );
  return lines.join('\n');
}
const bytes = (text: string): Buffer => Buffer.from(text);
const alike = (a: string, b: string): number => likeness(sketchOf(bytes(a))!, sketchOf(bytes(b))!);

describe('sketches of content', () => {
  it('stay when variables are renamed, strings changed and the layout is another', () => {
    const text = script(1, (n) => `$v${n}`);
    const renamed = script(1, (n) => `$other_name${n * 7}`, '   ').replaceAll(/"\d+"/g, '"x"');
    expect(alike(text, renamed)).toBe(1);
  });

  it('stay alike when a few lines are added, and tell other scripts apart', () => {
    const text = script(1, (n) => `$v${n}`);
    const more = text.split('\n').toSpliced(40, 0, 'open($log, ">>", "/tmp/x"); close $log;', 'unlink $0 if time > 5;');
    expect(alike(text, more.join('\n'))).toBeGreaterThan(0.8);
    expect(
      alike(
        text,
        script(2, (n) => `$v${n}`),
      ),
    ).toBeLessThan(0.5);
  });

  it('compare binaries byte by byte', () => {
    const binary = Buffer.from(Array.from({ length: 4096 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 0xff));
    const patched = Buffer.from(binary);
    patched.write('changed', 2000);
    const other = Buffer.from(Array.from({ length: 4096 }, (_, i) => (Math.imul(i, 40503) >>> 5) & 0xff));
    expect(likeness(sketchOf(binary)!, sketchOf(patched)!)).toBeGreaterThan(0.9);
    expect(likeness(sketchOf(binary)!, sketchOf(other)!)).toBeLessThan(0.2);
  });

  it('are not made of what is too small, and agree in nothing with what is no sketch', () => {
    expect(sketchOf(bytes('exit; eval($x);'))).toBeUndefined();
    expect(likeness('abcd', 'abcd')).toBe(0);
  });

  it('of any content are 128 digits, the same every time, and share every key with themselves', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 2000 }), (content) => {
        const sketch = sketchOf(content);
        expect(sketch).toBe(sketchOf(Uint8Array.from(content)));
        if (sketch === undefined) return;
        expect(sketch).toMatch(/^[0-9a-f]{128}$/);
        expect(sketchKeys(sketch)).toHaveLength(16);
        expect(likeness(sketch, sketch)).toBe(1);
      }),
      { seed: 7 },
    );
  });

  it('estimate the share of pieces that two contents have in common', () => {
    const line = (n: number): string => `${words[n % 13]} ${'({['[n % 3]} word${n} other${n * 3} third${n * 5} ;`;
    const text = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => line(from + i)).join('\n');
    // Half of either is in both: a third of all pieces.
    const estimates = Array.from({ length: 20 }, (_, k) =>
      alike(text(k * 1000, k * 1000 + 400), text(k * 1000 + 200, k * 1000 + 600)),
    );
    const mean = estimates.reduce((a, b) => a + b, 0) / estimates.length;
    expect(mean).toBeGreaterThan(0.25);
    expect(mean).toBeLessThan(0.42);
  });
});
