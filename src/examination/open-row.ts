import { devicePath, recogniseHost } from '../artifacts/index.ts';
import { type ByteSource, lengthOf } from '../bytes/index.ts';
import { type FileRow, originsOf } from '../case/index.ts';
import type { Device, FileEntry } from '../evidence/index.ts';
import { contentOf, fromOrigins } from './content.ts';

const isOf = (entry: FileEntry, row: FileRow): boolean =>
  entry.size === row.size && entry.metaAddress === row.inode && entry.locator.evidence === row.evidence;

/** Opens the content of many rows: live files of an archive or a volume by their name, without a walk for each. */
export function rowOpener(device: Device): (row: FileRow) => Promise<ByteSource | undefined> {
  const { mounts } = recogniseHost(device.trees);
  const stored = device.trees.every((tree) => tree.transferable);
  return async (row) => {
    if (row.allocation === 'allocated' && row.extents === undefined) return undefined;
    // Where all content is stored as it is, its places say everything, and no directory need be read for its name.
    const origins = stored && !row.path?.includes('!/') ? originsOf(row) : [];
    if (origins.length > 0 && lengthOf(origins) === row.size) return fromOrigins(device, origins);
    if (row.allocation === 'allocated' && row.path !== undefined && !row.path.includes('!/'))
      for (const { tree, at, strip, system } of mounts) {
        // Systems that lie side by side have the same paths.
        if (system !== row.system) continue;
        const trees = device.trees[tree]!;
        const inside = at === '/' ? row.path : row.path.startsWith(`${at}/`) ? row.path.slice(at.length) : undefined;
        if (inside === undefined || devicePath({ at, strip }, strip + inside) !== row.path) continue;
        const entry = trees.find(strip + inside);
        if (entry?.kind === 'file' && isOf(entry, row)) return entry.open();
      }
    return contentOf(device, row);
  };
}
