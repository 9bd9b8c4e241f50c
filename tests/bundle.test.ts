import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadContent } from '../src/detectors/content.ts';
import { type Compile, compileOrTake } from '../src/detectors/kept-rules.ts';
import { compileRules } from '../src/detectors/yara/index.ts';

const dist = resolve(import.meta.dirname, '..', 'dist');
const built = join(dist, 'web');
const files = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(html|js|css|svg)$/.test(f));

describe('the workbench as it is shipped', () => {
  it('stays under 250 kB gzipped', () => {
    expect(existsSync(join(built, 'index.html'))).toBe(true);
    const bytes = files.reduce((sum, f) => sum + gzipSync(readFileSync(join(built, f))).length, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(250_000);
  });

  it('needs nothing that its policy forbids: no inline script or style, no address elsewhere', () => {
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son\w+=/);
    expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1]!).filter((to) => !to.startsWith('/'))).toEqual(
      [],
    );
  });
});

/** A compiled file of ours and all that loading it loads. */
function loadedBy(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, from] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^'"]*?["'](\.[^"']+)["'];$/gm))
    loadedBy(resolve(dirname(file), from!), known);
  return known;
}

describe('the program as it is built', () => {
  const threads = readdirSync(join(dist, 'examination')).filter((file) => /\b(worker|walker)\.js$/.test(file));

  it('has each kind of thread in a few files', () => {
    expect(threads.length).toBeGreaterThanOrEqual(4);
    for (const file of ['index.js', ...threads.map((thread) => join('examination', thread))]) {
      const loaded = loadedBy(join(dist, file));
      expect(loaded.size, file).toBeGreaterThan(1);
      expect(loaded.size, file).toBeLessThan(30);
    }
  });

  it('keeps its own rules compiled', () => {
    const file = readFileSync(join(dist, 'rules.kept'));
    const kept = file.subarray(file.indexOf('\n') + 1);
    let taken: Buffer | undefined;
    const compile: Compile = (sources) => {
      const rules = compileOrTake()(sources);
      taken = rules.bytes;
      return rules;
    };
    expect(compileRules(loadContent().rules, compile).rejected).toEqual([]);
    expect(taken?.equals(kept)).toBe(true);
  });
});
