import { Slice } from '../../bytes/index.ts';
import { locate } from '../locate.ts';
import type { EntryTree } from '../tree.ts';
import type { Volume } from '../volumes/volume.ts';

const CHUNK = 16 * 1024 * 1024;
const OVERLAP = 1024 * 1024;

/**
 * A volume without a filesystem that we read (swap, an unknown format, the space between partitions): its bytes are
 * looked at like free space, though no file of it is known.
 * @param what one sentence for each stretch: why it is read this way
 */
export function rawTree(volume: Volume, what: string): EntryTree {
  const { source } = volume;
  const layers = [...volume.layers, 'raw'];
  return {
    type: 'raw',
    layers,
    transferable: true,
    facts: {
      size: source.size,
      blockSize: 1024,
      hasUnallocated: true,
      ...(volume.name !== undefined && { name: volume.name }),
      notes: [what],
    },
    find: () => undefined,
    *walk() {
      for (let at = 0; at < source.size; at += CHUNK) {
        const length = Math.min(CHUNK + OVERLAP, source.size - at);
        const overlap = Math.max(0, length - CHUNK);
        const cut = new Slice(source, at, length);
        yield {
          locator: locate(source, at, length, layers),
          kind: 'run',
          size: length,
          allocation: 'unallocated',
          content: 'intact',
          times: {},
          notes: [what],
          ...(overlap > 0 && { overlap }),
          open: () => cut,
        };
      }
    },
  };
}
