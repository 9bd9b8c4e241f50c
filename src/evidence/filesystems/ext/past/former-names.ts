import { MemorySource } from '../../../../bytes/index.ts';
import type { FileEntry } from '../../../entry.ts';
import { type Inode, kindOf } from '../inode.ts';
import { when } from './contents.ts';
import { type PastName, recordedAt } from './names.ts';
import type { Past } from './past.ts';
import type { Paths } from './paths.ts';

const nothing = new MemorySource(Buffer.alloc(0));

/**
 * Names that a file which still exists no longer has: it was renamed or moved, or one of its links was removed. That is
 * never a deletion, so the entry is `superseded` and has no content of its own.
 */
export function* formerNames(
  past: Past,
  paths: Paths,
  names: readonly PastName[],
  now: Inode,
  path: string | undefined,
  mostLinks: number,
): Generator<FileEntry> {
  const told = new Set<string>();
  for (const name of names) {
    if (paths.liveIn(name.directory).get(name.name) === now.number) continue;
    const former = paths.of(name);
    if (former.text === path || former.now === now.number || told.has(former.text)) continue;
    told.add(former.text);
    const removed = kindOf(now) !== 'directory' && now.i_links_count < mostLinks;
    const { sequence, committed } = name.last;
    yield {
      locator: { evidence: recordedAt(past, name).evidence, layers: past.fs.layers, bytes: [] },
      recorded: { name: recordedAt(past, name) },
      path: former.text,
      kind: kindOf(now),
      size: 0,
      allocation: 'superseded',
      content: 'lost',
      times: {},
      metaAddress: now.number,
      version: { transaction: sequence, ...(committed && { committed }) },
      notes: [
        `${removed ? 'one of the names' : 'an earlier name'} of a file that still exists${path === undefined ? '' : ` as ${path}`}; recorded until transaction ${when(name.last)}`,
        'a name only: its content is that of the file, which was not removed',
        ...former.notes,
      ],
      open: () => nothing,
    };
  }
}
