import { devicePath, recogniseHost } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import type { FileRow } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { contentOf } from './content.ts';

/** Opens the content of many rows: live files of an archive or a volume by their name, without a walk for each. */
export function rowOpener(device: Device): (row: FileRow) => Promise<ByteSource | undefined> {
  const { mounts } = recogniseHost(device.trees);
  return async (row) => {
    if (row.allocation === 'allocated' && row.extents === undefined) return undefined;
    if (row.allocation === 'allocated' && row.path !== undefined && !row.path.includes('!/'))
      for (const { tree, at, strip } of mounts) {
        const trees = device.trees[tree]!;
        const inside = at === '/' ? row.path : row.path.startsWith(`${at}/`) ? row.path.slice(at.length) : undefined;
        if (inside === undefined || devicePath({ at, strip }, strip + inside) !== row.path) continue;
        const entry = trees.find(strip + inside);
        if (entry?.kind === 'file' && entry.size === row.size && entry.locator.evidence === row.evidence)
          return entry.open();
      }
    return contentOf(device, row);
  };
}
