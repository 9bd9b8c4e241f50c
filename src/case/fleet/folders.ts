import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AfterimageError, byText } from '../../model/index.ts';
import { caseFileName } from '../names.ts';
import { osError } from '../os-error.ts';

/**
 * The case folders that were meant: each path is one, or a folder of them. Sorted, each once.
 * @throws AfterimageError `no-input` for a path that is neither
 */
export async function caseFolders(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths.map((p) => resolve(p))) {
    if (await isCase(path)) {
      found.add(path);
      continue;
    }
    const inside = await casesIn(path);
    if (inside.length === 0)
      throw new AfterimageError(
        'no-input',
        `Cannot compare ${path}: it has no case.json, and no folder in it has one; expected a case or a folder of cases.`,
      );
    for (const folder of inside) found.add(folder);
  }
  return [...found].sort(byText);
}

const isCase = (folder: string): Promise<boolean> =>
  stat(join(folder, caseFileName)).then(
    (s) => s.isFile(),
    () => false,
  );

async function casesIn(folder: string): Promise<string[]> {
  let names: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    names = entries.filter((e) => e.isDirectory()).map((e) => e.name);
  } catch (error) {
    throw osError('no-input', 'read', folder, error);
  }
  const cases: string[] = [];
  for (const name of names) if (await isCase(join(folder, name))) cases.push(join(folder, name));
  return cases;
}
