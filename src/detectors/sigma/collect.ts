/** Sigma files that somebody hands over: `.yml` and `.yaml`, alone or in folders. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { AfterimageError, byText } from '../../model/index.ts';
import type { SigmaSource } from './read-rule.ts';
import type { NotRun } from './rule.ts';

const endings = /\.ya?ml$/i;
const largest = 4 * 1024 * 1024;
const mostFiles = 50_000;
const deepestFolder = 32;

/** True for a file or a folder that holds Sigma rules by its name, or by those in it. */
export const holdsSigma = (path: string): boolean => sigmaFiles(path, []).length > 0;

/**
 * Reads the Sigma files at the given paths; a path with none of them gives none.
 * @throws AfterimageError 'no-input' when a path cannot be read
 */
export function collectSigma(paths: readonly string[]): { sources: SigmaSource[]; problems: NotRun[] } {
  const problems: NotRun[] = [];
  const sources: SigmaSource[] = [];
  const seen = new Set<string>();
  for (const path of paths)
    for (const { at, name } of sigmaFiles(path, problems)) {
      if (seen.has(at)) continue;
      seen.add(at);
      const { size } = statSync(at);
      if (size > largest) problems.push({ file: name, reason: `not read: ${size} bytes, at most ${largest} are` });
      else sources.push({ file: name, text: readFileSync(at, 'utf8').replace(/^\ufeff/, ''), ours: false });
    }
  return { sources, problems };
}

/** Links are not followed: a folder of rules may come from anywhere. */
function sigmaFiles(path: string, problems: NotRun[]): { at: string; name: string }[] {
  const found: { at: string; name: string }[] = [];
  try {
    const root = realpathSync(path);
    if (statSync(root).isFile()) return endings.test(root) ? [{ at: root, name: basename(root) }] : [];
    const walk = (folder: string, depth: number): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => byText(a.name, b.name))) {
        const at = join(folder, entry.name);
        const name = relative(root, at);
        if (entry.isDirectory() && entry.name !== '.git') {
          if (depth < deepestFolder) walk(at, depth + 1);
          else problems.push({ file: name, reason: `folder not read: deeper than ${deepestFolder} levels` });
        } else if (endings.test(entry.name)) {
          if (found.length >= mostFiles)
            throw new AfterimageError('bad-content', `sigma: more than ${mostFiles} files in ${path}`);
          if (lstatSync(at).isFile()) found.push({ at, name });
          else problems.push({ file: name, reason: 'not read: not a regular file of this folder' });
        }
      }
    };
    walk(root, 0);
    return found;
  } catch (cause) {
    if (cause instanceof AfterimageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new AfterimageError('no-input', `sigma: rules at ${path} could not be read: ${code}`, { cause });
  }
}
