/** What was handed over, before anything is opened: arguments become a list of directories, files and disks. */
import { type BigIntStats, statSync } from 'node:fs';
import { basename } from 'node:path';
import { FileSource } from '../bytes/index.ts';
import { AfterimageError } from '../model/index.ts';
import { BlockDevice } from './containers/block-device.ts';
import { siblings } from './containers/index.ts';
import { declaredSize } from './containers/structure.ts';

export interface Given {
  path: string;
  name: string;
  kind: 'directory' | 'file' | 'block-device';
  /** Same number: segments of one image by the examiner's own word, or because we found them beside the first. */
  set?: number;
  /** Why it is here although nobody named it. */
  adopted?: string;
}

/**
 * Every argument as one thing, or as several when it names them with `+` or is the first segment of a split image.
 * @throws AfterimageError `no-input` for what is missing or cannot be evidence, `usage` for one thing named twice
 */
export function given(paths: readonly string[]): Given[] {
  const list: Given[] = [];
  let sets = 0;
  for (const path of paths) {
    const parts = statsOf(path) || !path.includes('+') ? [path] : path.split('+');
    const found = parts.map(one);
    if (found.length > 1) {
      const set = ++sets;
      const odd = found.find((g) => g.kind === 'directory');
      if (odd) throw new AfterimageError('usage', `Joining ${path}: ${odd.path} is a directory, expected files.`);
      list.push(...found.map((g) => ({ ...g, set })));
      continue;
    }
    const beside = followers(found[0]!, paths);
    const set = beside.length > 0 ? { set: ++sets } : {};
    list.push({ ...found[0]!, ...set });
    for (const segment of beside)
      list.push({
        ...one(segment),
        ...set,
        adopted: `taken in because it lies beside ${basename(path)}, which promises more bytes than it has`,
      });
  }
  refuseTwice(list);
  return list;
}

function one(path: string): Given {
  const stats = statsOf(path);
  if (!stats) throw new AfterimageError('no-input', `Opening evidence: there is no file or directory ${path}.`);
  const name = basename(path) || path;
  if (stats.isDirectory()) return { path, name, kind: 'directory' };
  if (stats.isFile()) return { path, name, kind: 'file' };
  if (stats.isBlockDevice()) return { path, name, kind: 'block-device' };
  const what = stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a character device';
  throw new AfterimageError(
    'no-input',
    `Opening evidence: ${path} is ${what}, expected a file, directory or block device.`,
  );
}

/** Segments beside a first one, when it is cut short and none of them was named. */
function followers(first: Given, named: readonly string[]): string[] {
  const beside = first.kind === 'file' ? siblings(first.path) : [];
  if (beside.length === 0 || named.includes(beside[0]!)) return [];
  const source = openFile(first, 0);
  try {
    return declaredSize(source) > source.size ? beside : [];
  } finally {
    source.close();
  }
}

/** @throws AfterimageError `no-input` when the operating system refuses */
export function openFile({ path, kind }: Given, evidence: number): FileSource | BlockDevice {
  try {
    return kind === 'block-device' ? new BlockDevice(path, evidence) : new FileSource(path, evidence);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new AfterimageError('no-input', `Opening evidence: ${path} cannot be read (${code}).`, { cause });
  }
}

function refuseTwice(list: Given[]): void {
  const seen = new Map<string, string>();
  for (const { path } of list) {
    const stats = statsOf(path)!;
    const key = `${stats.dev}:${stats.ino}`;
    const before = seen.get(key);
    if (before !== undefined)
      throw new AfterimageError('usage', `Opening evidence: ${path} was handed over twice (the other is ${before}).`);
    seen.set(key, path);
  }
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    if (code === 'ENOTDIR') return undefined;
    throw new AfterimageError('no-input', `Opening evidence: ${path} cannot be reached (${code}).`, { cause });
  }
}
