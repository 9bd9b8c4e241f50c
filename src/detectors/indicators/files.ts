import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AfterimageError, byText } from '../../model/index.ts';
import type { IndicatorFile } from './indicator.ts';

const largest = 256 * 1024 * 1024;

/**
 * Reads indicator files, and the files of folders (not of folders in them), as text for `loadIndicators`.
 * @throws AfterimageError 'no-input' when one cannot be read
 */
export function readIndicatorFiles(paths: readonly string[], ours = false): IndicatorFile[] {
  return paths.flatMap((path) => {
    try {
      if (!statSync(path).isDirectory()) return [readOne(path, ours)];
      const names = readdirSync(path, { withFileTypes: true }).filter((e) => e.isFile() && !e.name.startsWith('.'));
      return names.sort((a, b) => byText(a.name, b.name)).map((e) => readOne(join(path, e.name), ours));
    } catch (cause) {
      if (cause instanceof AfterimageError) throw cause;
      const code = (cause as NodeJS.ErrnoException).code ?? 'error';
      throw new AfterimageError('no-input', `indicators: ${path} could not be read: ${code}`, { cause });
    }
  });
}

function readOne(path: string, ours: boolean): IndicatorFile {
  const stat = statSync(path);
  if (!stat.isFile()) throw new AfterimageError('no-input', `indicators: ${path} is not a regular file`);
  if (stat.size > largest)
    throw new AfterimageError('bad-content', `indicators: ${path} has ${stat.size} bytes, at most ${largest} are read`);
  return { file: basename(path), text: readFileSync(path, 'utf8'), ours };
}
