import type { EntryTree } from '../../evidence/index.ts';
import { ivantiConnectSecure } from './ivanti-connect-secure.ts';
import { linux, otherMounts } from './linux.ts';
import type { Product, Recognition } from './product.ts';

/** Every product we know, the most specific first. A new one is one file and one line here. */
export const products: readonly Product[] = [ivantiConnectSecure, linux];

/** Who the host is and where each tree belongs; "unknown" is an answer. */
export function recogniseHost(trees: EntryTree[]): Recognition {
  for (const product of products) {
    const found = product.recognises(trees);
    if (found) return found;
  }
  return {
    host: {
      product: 'unknown',
      title: 'unknown system',
      confidence: 'low',
      systems: [],
      basis: ['no product we know left its marks in what was read'],
    },
    mounts: otherMounts(trees, []),
  };
}

/** A path of a tree as a path on the device. */
export function devicePath(mount: { at: string; strip: string }, path: string): string {
  const inside = mount.strip === '' || path === mount.strip || path.startsWith(`${mount.strip}/`);
  // Beside the mounted root (on 22.x, next to `root/`) a volume holds things the running device does not show.
  if (!inside) return `${mount.at === '/' ? '' : mount.at}/[volume]${path}`;
  const rest = path.slice(mount.strip.length);
  if (mount.at === '/') return rest === '' ? '/' : rest;
  return rest === '/' || rest === '' ? mount.at : mount.at + rest;
}

export type { Mount, Product, Recognition } from './product.ts';
