import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const built = resolve(import.meta.dirname, '..', 'dist', 'web');
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
