import { Slice } from '../../bytes/index.ts';
import type { ByteRange, Unread } from '../../model/index.ts';
import { hex, sizeText, unreadAt } from './unread.ts';
import type { Split, Volume } from './volume.ts';

/** One row of a partition table, in bytes of the volume that holds the table. */
export interface Partition {
  /** Number as the operating system counts. */
  number: number;
  offset: number;
  length: number;
  name?: string;
}

/**
 * Cuts a volume along a partition table of any scheme: what reaches past the end keeps its promised size and is
 * reported, what lies wholly outside is only reported, overlaps are named, and the gaps are handed out as unallocated.
 */
export function cutPartitions(scheme: string, volume: Volume, partitions: Partition[]): Split {
  const { source, layers } = volume;
  const volumes: Volume[] = [];
  const unread: Unread[] = [];
  for (const p of partitions) {
    const layer = `${scheme}:${p.number}`;
    const missing = Math.min(p.length, p.offset + p.length - source.size);
    const cut: Volume = { layers: [...layers, layer], source: new Slice(source, p.offset, p.length) };
    if (p.name) cut.name = p.name;
    if (missing > 0)
      unread.push(
        unreadAt(
          cut,
          0,
          p.length,
          `${scheme}: partition ${p.number} is said to be ${sizeText(p.length)} at ${hex(p.offset)}, ` +
            `but the image ends at ${hex(source.size)}; ${sizeText(missing)} missing`,
          missing,
        ),
      );
    if (missing < p.length) volumes.push(cut);
  }
  unread.push(...overlaps(scheme, volume, partitions));
  return { volumes, unread, unallocated: gaps(scheme, volume, partitions) };
}

function overlaps(scheme: string, volume: Volume, partitions: Partition[]): Unread[] {
  const found: Unread[] = [];
  const sorted = inOrder(partitions);
  let furthest: Partition | undefined;
  for (const p of sorted) {
    if (furthest && p.offset < furthest.offset + furthest.length) {
      const end = Math.min(furthest.offset + furthest.length, p.offset + p.length);
      found.push(
        unreadAt(
          volume,
          p.offset,
          end - p.offset,
          `${scheme}: partitions ${furthest.number} and ${p.number} overlap from ${hex(p.offset)} to ${hex(end)}; both were read`,
        ),
      );
    }
    if (!furthest || p.offset + p.length > furthest.offset + furthest.length) furthest = p;
  }
  return found;
}

function gaps(scheme: string, volume: Volume, partitions: Partition[]): Volume[] {
  const layers = [...volume.layers, `${scheme}:unallocated`];
  return uncovered(volume.source.size, partitions).map(({ offset, length }) => ({
    layers,
    source: new Slice(volume.source, offset, length),
  }));
}

/** The stretches of `[0, size)` that no range covers, in order. */
export function uncovered(size: number, ranges: readonly ByteRange[]): ByteRange[] {
  const free: ByteRange[] = [];
  let at = 0;
  for (const { offset, length } of inOrder(ranges)) {
    if (offset >= size) break;
    if (offset > at) free.push({ offset: at, length: offset - at });
    at = Math.max(at, offset + length);
  }
  if (at < size) free.push({ offset: at, length: size - at });
  return free;
}

const inOrder = <T extends ByteRange>(ranges: readonly T[]): T[] =>
  [...ranges].sort((a, b) => a.offset - b.offset || a.length - b.length);
