import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * Imports run one way. A room may import its own files and the rooms before it in this list; the entrances import the
 * public library and, for its types, the model. The command line starts the server.
 */
const rooms = ['model', 'bytes', 'evidence', 'artifacts', 'detectors', 'case', 'examination', 'assessment', 'reports'];
const entrances = ['cli', 'server', 'fleet'];

const root = resolve(import.meta.dirname, '..', 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
  .sort();

/** Rooms that a file imports, and packages from outside. */
function importsOf(file: string): { rooms: string[]; packages: string[] } {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g),
  ];
  const targets = found.map((m) => m[1] ?? m[2]!);
  const inside = targets.filter((t) => t.startsWith('.')).map((t) => relative(root, resolve(root, dirname(file), t)));
  return {
    rooms: inside.map((t) => (t.includes('/') ? t.slice(0, t.indexOf('/')) : t.replace(/\.ts$/, ''))),
    packages: targets.filter((t) => !t.startsWith('.') && !t.startsWith('node:')),
  };
}

const roomOf = (file: string): string =>
  file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');

describe('the house', () => {
  it('has the rooms that the design names, and no other', () => {
    const known = new Set([...rooms, ...entrances, 'index']);
    expect([...new Set(files.map(roomOf))].filter((room) => !known.has(room))).toEqual([]);
  });

  it('imports run one way', () => {
    // The reading of imports itself works: this file is known to import these.
    expect(importsOf('evidence/locate.ts').rooms).toEqual(['bytes', 'model']);
    const wrong: string[] = [];
    for (const file of files) {
      const room = roomOf(file);
      const allowed = entrances.includes(room)
        ? [room, 'index', 'model', ...(file === 'cli/library.ts' ? ['server'] : [])]
        : room === 'index'
          ? rooms
          : rooms.slice(0, rooms.indexOf(room) + 1);
      for (const target of importsOf(file).rooms)
        if (!allowed.includes(target)) wrong.push(`${file} imports ${target}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lets the workbench take the nouns, and what says the same as the report, and nothing else', () => {
    const web = resolve(root, '..', 'web', 'src');
    const allowed = ['reports/words/index.ts', 'reports/times.ts', 'reports/assessment.ts'];
    const taken = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.tsx?$/.test(f))
      .flatMap((f) =>
        [...readFileSync(join(web, f), 'utf8').matchAll(/from '(\.[^']+)'/g)].map((m) =>
          relative(root, resolve(web, dirname(f), m[1]!)),
        ),
      )
      .filter((target) => !target.startsWith('../web/'));
    expect(taken.length).toBeGreaterThan(5);
    expect(taken.filter((target) => !target.startsWith('model/') && !allowed.includes(target))).toEqual([]);
  });

  it('knows each dependency in one file', () => {
    const users = new Map<string, string[]>();
    for (const file of files)
      for (const name of new Set(importsOf(file).packages)) users.set(name, [...(users.get(name) ?? []), file]);
    expect([...users].filter(([, where]) => where.length > 1)).toEqual([]);
  });

  it('keeps files short: none over 400 lines', () => {
    const long = files
      .map((f) => [f, readFileSync(join(root, f), 'utf8').split('\n').length] as const)
      .filter(([, n]) => n > 400);
    expect(long).toEqual([]);
  });
});
