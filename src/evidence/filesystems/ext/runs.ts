import { type ByteSource, RunList } from '../../../bytes/index.ts';
import type { Unread } from '../../../model/index.ts';
import type { FileEntry } from '../../entry.ts';
import { locate } from '../../locate.ts';
import type { ExtFileSystem } from './filesystem.ts';
import type { ExtVolume } from './volume.ts';

/** Bytes of free space handed over at a time, and how much of the next stretch each also shows. */
const CHUNK = 16 * 1024 * 1024;
const OVERLAP = 1024 * 1024;

/** The stretches of blocks that no file holds, in ascending order. */
export function* walkFree(fs: ExtFileSystem): Generator<FileEntry | Unread> {
  const { volume } = fs;
  const limit = CHUNK / volume.blockSize;
  const runs = fs.free.runs(limit);
  for (let step = runs.next(); ; step = runs.next()) {
    if (step.done) {
      for (const group of step.value) {
        yield {
          locator: volume.locate(volume.firstBlock(group), 0, volume.blocksIn(group) * volume.blockSize),
          reason: `ext: the block bitmap of group ${group} could not be read; which of its blocks are free is not known`,
          bytes: volume.blocksIn(group) * volume.blockSize,
        };
      }
      return;
    }
    const { start, length } = step.value;
    // A full-length run may go on: its follower's first blocks are shown here too, so that no file is cut in two.
    let overlap = 0;
    if (length === limit) {
      while (overlap < OVERLAP / volume.blockSize && fs.free.isFree(start + length + overlap)) overlap++;
    }
    const source = new RunList(volume.source, [
      { at: start * volume.blockSize, length: (length + overlap) * volume.blockSize },
    ]);
    yield {
      locator: locate(source, 0, source.size, volume.layers),
      kind: 'run',
      size: source.size,
      allocation: 'unallocated',
      content: 'intact',
      times: {},
      ...(overlap > 0 && { overlap: overlap * volume.blockSize }),
      open: () => source,
    };
  }
}

/** The bytes behind a file's end in its last block. */
export function slackEntry(volume: ExtVolume, source: ByteSource, path: string, inode: number): FileEntry {
  return {
    locator: locate(source, 0, source.size, volume.layers),
    path,
    kind: 'run',
    size: source.size,
    allocation: 'slack',
    content: 'intact',
    times: {},
    metaAddress: inode,
    notes: ['bytes behind the end of this file in its last block; not part of the file'],
    open: () => source,
  };
}
