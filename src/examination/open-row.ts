import { devicePath, recogniseHost } from '../artifacts/index.ts';
import { type ByteSource, lengthOf } from '../bytes/index.ts';
import { type FileRow, originsOf } from '../case/index.ts';
import type { Device, FileEntry } from '../evidence/index.ts';
import { contentOf, fromOrigins, memberOf } from './content.ts';

const isOf = (entry: FileEntry, row: FileRow): boolean =>
  entry.size === row.size && entry.metaAddress === row.inode && entry.locator.evidence === row.evidence;

/** Opens the content of many rows: live files, and what archives among them hold, by their name, without a walk for each. */
export function rowOpener(device: Device): (row: FileRow) => Promise<ByteSource | undefined> {
  const { mounts } = recogniseHost(device.trees);
  const stored = device.trees.every((tree) => tree.transferable);
  return async (row) => {
    if (row.allocation === 'allocated' && row.extents === undefined) return undefined;
    // Where all content is stored as it is, its places say everything, and no directory need be read for its name.
    const origins = stored && !row.path?.includes('!/') ? originsOf(row) : [];
    if (origins.length > 0 && lengthOf(origins) === row.size) return fromOrigins(device, origins);
    const outer: string | undefined = row.path?.split('!/', 1)[0];
    if (row.allocation === 'allocated' && outer !== undefined)
      for (const { tree, at, strip, system } of mounts) {
        // Systems that lie side by side have the same paths.
        if (system !== row.system) continue;
        const trees = device.trees[tree]!;
        const inside = at === '/' ? outer : outer.startsWith(`${at}/`) ? outer.slice(at.length) : undefined;
        if (inside === undefined || devicePath({ at, strip }, strip + inside) !== outer) continue;
        const entry = trees.find(strip + inside);
        if (entry?.kind !== 'file') continue;
        if (outer === row.path) {
          if (isOf(entry, row)) return entry.open();
          continue;
        }
        const member = await memberOf(entry, outer, row.path!);
        if (member?.size === row.size) return member;
      }
    return contentOf(device, row);
  };
}
