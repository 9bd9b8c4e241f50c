import type { TreeAnswer, TreeEntry } from '../../model.ts';

/** One line of the tree as it is unfolded. */
export interface TreeLine {
  entry: TreeEntry;
  /** Folders above it. */
  depth: number;
  /** Whether it is unfolded; undefined for what cannot be. */
  open?: boolean;
  /** Set on the last line of a folder of which not all entries are listed. */
  more?: number;
}

export const isFolder = ({ kind }: TreeEntry): boolean => kind === 'directory' || kind === 'archive';

/** The folders above a path, from the top, without the root. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').filter((p) => p !== '');
  return parts.slice(0, -1).map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
}

/** One folder out of what several systems have of it; a folder that two have is one line. */
export function joined(answers: readonly TreeAnswer[]): TreeAnswer {
  const [first, ...rest] = answers;
  if (rest.length === 0) return first!;
  const entries = new Map<string, TreeEntry>();
  for (const entry of answers.flatMap((a) => a.entries)) {
    const known = isFolder(entry) ? entries.get(entry.path) : undefined;
    if (known === undefined || !isFolder(known)) {
      entries.set(isFolder(entry) ? entry.path : `${entry.system} ${entry.path}`, entry);
      continue;
    }
    const [a, b] = [known.below, entry.below];
    const below =
      a && b ? { entries: a.entries + b.entries, gone: a.gone + b.gone, findings: a.findings + b.findings } : (a ?? b);
    const there = known.standing === 'live' ? known : entry;
    entries.set(entry.path, { ...there, ...(below && { below }), findings: [...known.findings, ...entry.findings] });
  }
  return { ...first!, entries: [...entries.values()], more: answers.reduce((n, a) => n + a.more, 0) };
}

/** Deepest tree drawn: a name in evidence may hold any number of slashes. */
const DEEPEST = 64;

/**
 * The unfolded part of a tree from top to bottom, folders first.
 * @param answerOf the entries of an unfolded folder, once they are known
 */
export function linesOf(
  answerOf: (path: string) => TreeAnswer | undefined,
  isOpen: (path: string) => boolean,
): TreeLine[] {
  const lines: TreeLine[] = [];
  const walk = (path: string, depth: number): void => {
    const answer = answerOf(path);
    if (!answer || depth > DEEPEST) return;
    const sorted = [...answer.entries].sort(
      (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
    for (const entry of sorted) {
      const folder = isFolder(entry);
      const open = folder && isOpen(entry.path);
      lines.push({ entry, depth, ...(folder && { open }) });
      if (open) walk(entry.path, depth + 1);
    }
    const last = lines.at(-1);
    if (answer.more > 0 && last) last.more = answer.more;
  };
  walk('/', 0);
  return lines;
}
