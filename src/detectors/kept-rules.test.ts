import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { compileAndKeep, compileOrTake, keepNothing } from './kept-rules.ts';
import { compileRules, type RuleSource, YaraScanner } from './yara/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
const path = join(folder, 'rules.kept');
afterAll(() => rmSync(folder, { recursive: true }));

const source = (text: string): RuleSource => ({ file: 'a.yar', namespace: 'a', text, ours: true });
const word = (w: string) => source(`rule Word { strings: $w = "${w}" condition: $w } rule Bad { condition: nothing }`);
const compile = (...sources: RuleSource[]) => compileRules(sources, compileOrTake(path));
const hits = (bytes: Uint8Array, text: string) =>
  new YaraScanner(bytes).scan(Buffer.from(text), 10_000).matches.map((m) => m.rule);

/** Puts the rules for another word under the head of those that were kept: whoever takes them is found out. */
function exchange(): void {
  const head = readFileSync(path).subarray(0, readFileSync(path).indexOf('\n') + 1);
  compileRules([word('OTHER')], compileAndKeep(`${path}.other`));
  const other = readFileSync(`${path}.other`);
  const sha256 = /"sha256":"\w+"/.exec(other.toString('latin1'))![0];
  const changed = head.toString('utf8').replace(/"sha256":"\w+"/, sha256);
  writeFileSync(path, Buffer.concat([Buffer.from(changed), other.subarray(other.indexOf('\n') + 1)]));
}

describe('rules that the build compiled', () => {
  beforeEach(() => {
    compileRules([word('FIRST')], compileAndKeep(path));
  });

  it('are the same, with what could not be used, as if they were compiled now', () => {
    const kept = compile(word('FIRST'));
    keepNothing(path);
    // The engine writes the external variables in any order.
    const { bytes, ...now } = compile(word('FIRST'));
    expect({ ...kept, bytes: undefined }).toEqual({ ...now, bytes: undefined });
    expect(hits(bytes, 'a FIRST b OTHER')).toEqual(['Word']);
    expect(kept.rejected.map((r) => `${r.line}: ${r.rule}`)).toEqual(['1: Bad']);
    expect(hits(kept.bytes, 'a FIRST b OTHER')).toEqual(['Word']);
  });

  it('are taken for the same sources, and for no others', () => {
    exchange();
    expect(hits(compile(word('FIRST')).bytes, 'OTHER')).toEqual(['Word']);
    for (const sources of [[word('THIRD')], [word('FIRST'), word('FIRST')], [{ ...word('FIRST'), namespace: 'b' }]])
      expect(hits(compile(...sources).bytes, 'OTHER')).toEqual([]);
  });

  it('are compiled anew when what was kept is damaged, cut short or empty', () => {
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 100]! ^= 1;
    for (const bytes of [damaged, whole.subarray(0, -1), whole.subarray(0, 40), Buffer.alloc(0), Buffer.from('\n')]) {
      writeFileSync(path, bytes);
      expect(hits(compile(word('FIRST')).bytes, 'a FIRST b')).toEqual(['Word']);
    }
  });

  it('hold no machine code, which another processor might not know', () => {
    const kept = readFileSync(path);
    expect(kept.includes('\0asm')).toBe(true);
    expect(kept.includes('\x7fELF')).toBe(false);
  });
});
