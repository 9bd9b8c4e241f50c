import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import type { FileEntry } from '../entry.ts';
import { locate } from '../locate.ts';
import type { EntryTree } from '../tree.ts';

/** A file that is neither an image nor an archive, as the only entry of a tree: `/<name>`. */
export function singleFile(source: ByteSource, name: string): EntryTree {
  const layers = ['file'];
  const entry: FileEntry = {
    locator: locate(source, 0, source.size, layers),
    path: `/${name}`,
    kind: 'file',
    size: source.size,
    allocation: 'allocated',
    content: 'intact',
    times: {},
    open: () => source,
  };
  return {
    type: 'file',
    layers,
    transferable: true,
    facts: { size: source.size, name, hasUnallocated: false },
    find: (path) => (path === entry.path ? entry : undefined),
    *walk() {
      yield entry;
    },
  };
}

/** What to say of a file of no bytes: it may have been meant to be evidence. */
export const emptyFile = (evidence: number, name: string): Unread => ({
  locator: { evidence: String(evidence), layers: ['file'], bytes: [] },
  reason: `${name}: empty file`,
  bytes: 0,
  path: `/${name}`,
});

/** What to say of bytes that are neither text nor a format we know: they may be an image in a wrapper we cannot open. */
export const unknownFile = (name: string, source: ByteSource, closed?: string): Unread => ({
  locator: locate(source, 0, source.size, ['file']),
  reason: closed
    ? `${name}: ${closed}, which is not unfolded; unpack it and hand over what it holds (searched as stored bytes only)`
    : `${name}: nothing we recognise, neither a disk image nor an archive nor text; searched as raw bytes only`,
  bytes: source.size,
  path: `/${name}`,
});
