import type { EntryTree } from '../../evidence/index.ts';

/** Text of a small live file, at most 64 KiB of it; undefined when it is not there or cannot be read. */
export function smallFile(tree: EntryTree, path: string): string | undefined {
  const entry = tree.find(path);
  if (entry?.kind !== 'file' || entry.size > 1024 * 1024) return undefined;
  return entry
    .open()
    .read(0, Math.min(entry.size, 64 * 1024))
    .toString('utf8');
}

/** `NAME=value` lines, `export` and quotes taken off. */
export function shellVariables(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.length > 1024) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=("?)([^"\r]*)\2\s*$/.exec(line);
    if (match) found.set(match[1]!, match[3]!.trim());
  }
  return found;
}
