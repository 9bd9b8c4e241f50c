import { type Device, type EntryTree, horizonText } from '../evidence/index.ts';
import type { Coverage } from '../model/index.ts';

/** What the journals of a device remember: how far back "nothing was removed" reaches, per volume. */
export function addHorizons(device: Device, coverage: Coverage[]): void {
  for (const tree of device.trees) {
    const target = coverage[evidenceOf(tree)];
    if (!target || tree.type === 'raw') continue;
    const { horizon } = tree.facts;
    if (!horizon) continue;
    const volume = tree.layers.join(' > ');
    target.spans.push({
      log: `journal of ${volume}`,
      ...(horizon.from !== undefined && { from: horizon.from }),
      ...(horizon.to !== undefined && { to: horizon.to }),
      says: horizonText(horizon),
    });
  }
}

/** The piece of evidence a tree lies on, by its root directory. */
const evidenceOf = (tree: EntryTree): number => Number(tree.find('/')?.recorded?.metadata?.evidence ?? 0);
