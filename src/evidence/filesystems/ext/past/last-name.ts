import type { Locator } from '../../../../model/index.ts';
import type { LostName } from '../names.ts';
import { when } from './contents.ts';
import { type PastName, recordedAt } from './names.ts';
import type { Past } from './past.ts';
import type { Paths } from './paths.ts';

/** What a removed file was called, and how that is known. */
export interface LastName {
  path: string;
  at: Locator;
  /** Something has this path now. */
  taken: boolean;
  notes: string[];
}

const TAKEN = 'another file has this path now';

/** The name a removed file had last, what it was called before, and its other names at that time. */
export function lastName(
  past: Past,
  paths: Paths,
  names: readonly PastName[],
): { last: LastName; others: LastName[] } | undefined {
  const real = names.filter((n) => !isWiped(n.name));
  const name = real[real.length - 1] ?? names[names.length - 1];
  if (!name) return undefined;
  const tell = (n: PastName, ...more: string[]): LastName => {
    const { text, notes, now } = paths.of(n);
    const taken = now !== undefined;
    return { path: text, at: recordedAt(past, n), taken, notes: [...notes, ...(taken ? [TAKEN] : []), ...more] };
  };
  const last = tell(name);
  if (real.length > 0 && real.length < names.length)
    last.notes.push(`renamed to ${names[names.length - 1]!.name} before it was removed, as shred -u does`);
  const others: LastName[] = [];
  for (const other of real.slice(0, -1)) {
    const told = tell(other, `another name of the same file was ${last.path}`);
    if (told.path === last.path || others.some((o) => o.path === told.path)) continue;
    // Names that were recorded at the same time are links; one that ended before the other began was renamed.
    if (other.last.order >= name.first.order && other.first.order <= name.last.order) others.push(told);
    else last.notes.push(`was named ${told.path} until transaction ${when(other.last)}`);
  }
  return { last, others };
}

/** shred -u renames a file to zeros, one fewer each time, before it removes it. */
const isWiped = (name: string): boolean => /^0+$/.test(name);

/** A name that is left in the slack of a directory only, as kernels before 5.13 leave it. */
export function slackName(lost: readonly LostName[]): LastName | undefined {
  const [name, ...more] = lost;
  if (!name) return undefined;
  return {
    path: name.path,
    at: name.at,
    taken: name.replaced,
    notes: [
      'name from directory slack; it is that of the last file this directory recorded under this inode',
      ...more.map((n) => `directory slack also names it ${n.path}`),
      ...(name.replaced ? [TAKEN] : []),
    ],
  };
}
