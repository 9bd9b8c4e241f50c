import { type ByteSource, isZero, MemorySource, type Run, RunList, readInto } from '../../../bytes/index.ts';
import { inlineTail } from './attributes.ts';
import { readBlockMap } from './blockmap.ts';
import { type BlockMap, readExtents } from './extents.ts';
import { type Inode, kindOf } from './inode.ts';
import { INODE_FLAG } from './layout.ts';
import type { ExtVolume, InodePlace } from './volume.ts';

/** Reads the blocks of a map from the volume, or from the journal as they once were. */
export type NodeReader = (block: number) => Buffer;

/** An inode's content, or as much of it as its map still tells. */
export interface InodeContent {
  source: ByteSource;
  /** Absent for content kept in the inode itself. */
  map?: BlockMap;
  problems: string[];
}

const empty = new MemorySource(Buffer.alloc(0));

/** True for a symlink whose target stands in the inode. */
export const isFastSymlink = (inode: Inode): boolean =>
  kindOf(inode) === 'symlink' && !(inode.i_flags & INODE_FLAG.extents) && inode.i_size < 60;

/** The block map of an inode, whichever kind it has; undefined when its content is kept in the inode. */
export function blockMapOf(volume: ExtVolume, inode: Inode, readNode?: NodeReader): BlockMap | undefined {
  const kind = kindOf(inode);
  if (kind !== 'file' && kind !== 'directory' && kind !== 'symlink') return undefined;
  if (isFastSymlink(inode) || inode.i_flags & INODE_FLAG.inline_data) return undefined;
  if (inode.i_flags & INODE_FLAG.extents) return readExtents(volume, inode.i_block, readNode);
  return readBlockMap(volume, inode.i_block, Math.ceil(inode.i_size / volume.blockSize), readNode);
}

/** @param place where the inode itself stands, for content kept in it */
export function contentOf(volume: ExtVolume, inode: Inode, place: InodePlace, readNode?: NodeReader): InodeContent {
  const kind = kindOf(inode);
  if (isFastSymlink(inode)) {
    return { source: new RunList(place.source, [{ at: place.at + 0x28, length: inode.i_size }]), problems: [] };
  }
  if (inode.i_flags & INODE_FLAG.inline_data && (kind === 'file' || kind === 'directory' || kind === 'symlink')) {
    return inlineContent(volume, inode, place);
  }
  const map = blockMapOf(volume, inode, readNode);
  if (!map) return { source: empty, problems: [] };
  return {
    source: new RunList(volume.source, byteRuns(map, volume.blockSize), inode.i_size),
    map,
    problems: map.problems,
  };
}

/** Content kept in the inode: the 60 bytes of the map, then the value of the attribute `system.data`. */
function inlineContent(volume: ExtVolume, inode: Inode, { source, at }: InodePlace): InodeContent {
  const runs: Run[] = [{ at: at + 0x28, length: Math.min(60, inode.i_size) }];
  const problems: string[] = [];
  if (inode.i_size > 60) {
    const tail = inlineTail(inode.extra);
    // Everything behind the fixed fields belongs to the in-inode attributes, so its place is known from its end.
    const extraAt = at + volume.super.s_inode_size - inode.extra.length;
    if (tail) runs.push({ at: extraAt + tail.offset, length: Math.min(tail.length, inode.i_size - 60) });
    const have = 60 + (tail?.length ?? 0);
    if (have < inode.i_size) problems.push(`inline data: ${inode.i_size} bytes claimed, ${have} stored in the inode`);
  }
  return { source: new RunList(source, runs), problems };
}

/** Runs of bytes for runs of blocks, with holes where the map has none. */
export function byteRuns(map: BlockMap, blockSize: number): Run[] {
  const runs: Run[] = [];
  let next = 0;
  for (const run of map.runs) {
    if (run.logical > next) runs.push({ at: undefined, length: (run.logical - next) * blockSize });
    runs.push({ at: run.at === undefined ? undefined : run.at * blockSize, length: run.length * blockSize });
    next = run.logical + run.length;
  }
  return runs;
}

/** The bytes between a file's end and the end of its last block, when any of them is not zero. */
export function slackOf(volume: ExtVolume, inode: Inode, map: BlockMap | undefined): ByteSource | undefined {
  const within = inode.i_size % volume.blockSize;
  const last = map?.runs[map.runs.length - 1];
  if (!last || last.at === undefined || within === 0) return undefined;
  const tail = Math.floor(inode.i_size / volume.blockSize) - last.logical;
  if (tail < 0 || tail >= last.length) return undefined;
  const at = (last.at + tail) * volume.blockSize + within;
  const length = volume.blockSize - within;
  // Every file has such a tail, and nothing beside it is wanted: it passes by the pages kept for structures.
  const bytes = room.subarray(0, readInto(volume.source, room, at, length));
  return isZero(bytes) ? undefined : new RunList(volume.source, [{ at, length }]);
}

/** Room for the tail of the largest block there is. */
const room = Buffer.allocUnsafeSlow(64 * 1024);
