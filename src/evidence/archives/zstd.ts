import type { ByteSource } from '../../bytes/index.ts';
import type { Damage } from './damage.ts';
import type { Unfolding } from './unfolding.ts';
import type { Wrapper } from './wrapper.ts';
import { XxHash64 } from './xxhash64.ts';
import { ZstdBlocks } from './zstd-block.ts';
import { ZstdDamage } from './zstd-fse.ts';

/**
 * Zstandard (RFC 8878): frames put end to end, each a header, blocks of at most 128 KiB of content, and the low half
 * of the content's XXH64. We walk frames and blocks ourselves, so that windows are bounded before they are allocated,
 * damage has a place.
 */
export interface ZstdMark {
  /** Offset of a frame. */
  offset: number;
}

const LARGEST_WINDOW = 128 * 1024 * 1024;
const LARGEST_BLOCK = 128 * 1024;

interface Frame {
  headerLength: number;
  checksum: boolean;
  /** Bytes. */
  window: number;
  contentSize?: number;
}

const isFrame = (head: Buffer): boolean => head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528;
const isSkippable = (head: Buffer): boolean => head.length >= 4 && head.readUInt32LE(0) >>> 4 === 0x184d2a5;

/** Section 3.1.1.1; a sentence when the frame cannot be read. */
function readFrameHeader(stream: ByteSource, at: number): Frame | string {
  const head = stream.read(at, 18);
  if (!isFrame(head)) return 'no frame begins here';
  const descriptor = head[4];
  if (descriptor === undefined) return 'a frame header is cut off';
  const single = (descriptor & 0x20) !== 0;
  const idBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const idAt = single ? 5 : 6;
  const headerLength = idAt + idBytes + sizeBytes;
  if (head.length < headerLength) return 'a frame header is cut off';
  if (descriptor & 8) return 'a frame header has a reserved bit set';
  if (idBytes > 0 && head.readUIntLE(idAt, idBytes) !== 0) return 'a frame needs a dictionary we do not have';
  let contentSize: number | undefined;
  if (sizeBytes === 8) contentSize = Number(head.readBigUInt64LE(idAt + idBytes));
  else if (sizeBytes > 0) contentSize = head.readUIntLE(idAt + idBytes, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
  const base = 2 ** (10 + (head[5]! >> 3));
  const window = single ? contentSize! : base + (base / 8) * (head[5]! & 7);
  if (window > LARGEST_WINDOW)
    return `a frame needs a window of ${window} bytes, more than the ${LARGEST_WINDOW} allowed`;
  return {
    headerLength,
    checksum: (descriptor & 4) !== 0,
    window,
    ...(contentSize !== undefined && { contentSize }),
  };
}

/** A zstd file as one content. */
export function unzstd(stream: ByteSource): Unfolding<ZstdMark> {
  return {
    name: 'zstd',
    *run(mark) {
      const damage: Damage[] = [];
      const failed = (offset: number, reason: string, spoils = true): Damage[] => {
        const length = Math.max(0, stream.size - offset);
        return [...damage, { reason: `zstd: ${reason}`, offset, length, bytes: length, spoils }];
      };
      let at = mark?.offset ?? 0;
      for (let frames = 0; frames === 0 || at < stream.size; frames++) {
        const head = stream.read(at, 8);
        if (isSkippable(head)) {
          if (head.length < 8) return failed(at, 'a skippable frame is cut off');
          at += 8 + head.readUInt32LE(4);
          if (at > stream.size) return failed(stream.size, 'a skippable frame is cut off', false);
          continue;
        }
        const frame = readFrameHeader(stream, at);
        if (typeof frame === 'string')
          return frames > 0 && !isFrame(head)
            ? failed(at, `${stream.size - at} bytes stand behind the last frame`, false)
            : failed(at, frame);
        const begin = at;
        at += frame.headerLength;
        const blocks = new ZstdBlocks(frame.window);
        const hash = new XxHash64();
        let size = 0;
        for (let last = false; !last; ) {
          const block = stream.read(at, 3);
          if (block.length < 3)
            return failed(at, `the compressed data ends in the middle, after ${size} bytes of a frame`);
          const word = block.readUIntLE(0, 3);
          last = (word & 1) === 1;
          const type = (word >> 1) & 3;
          const blockSize = word >> 3;
          if (type === 3 || blockSize > LARGEST_BLOCK)
            return failed(
              at,
              `a block of type ${type} and ${blockSize} bytes is not allowed, after ${size} bytes of a frame`,
            );
          const stored = 3 + (type === 1 ? 1 : blockSize);
          const bytes = stream.read(at, stored);
          if (bytes.length < stored)
            return failed(at, `the compressed data ends in the middle, after ${size} bytes of a frame`);
          let unfolded: Buffer;
          try {
            unfolded = blocks.next(type, bytes.subarray(3), blockSize);
          } catch (error) {
            if (!(error instanceof ZstdDamage)) throw error;
            return failed(at, `a block is damaged: ${error.message}, after ${size} bytes of a frame`);
          }
          at += stored;
          size += unfolded.length;
          if (!mark) hash.update(unfolded);
          yield { bytes: unfolded, consumed: at };
        }
        if (frame.checksum) {
          const stored = stream.read(at, 4);
          if (stored.length < 4) return failed(at, 'a frame has no checksum: the file is cut off');
          at += 4;
          if (!mark && stored.readUInt32LE(0) !== hash.low()) {
            const reason = `zstd: a frame of ${size} bytes does not match its checksum: its content is damaged`;
            damage.push({ reason, offset: begin, length: at - begin, bytes: 0, spoils: true });
          }
        }
        if (frame.contentSize !== undefined && frame.contentSize !== size) {
          const reason = `zstd: a frame unfolds to ${size} bytes, expected ${frame.contentSize}`;
          damage.push({ reason, offset: begin, length: at - begin, bytes: 0, spoils: true });
        }
        const next = { offset: at };
        yield { bytes: Buffer.alloc(0), consumed: at, mark: () => next };
      }
      return damage;
    },
  };
}

export const zstd: Wrapper<ZstdMark> = {
  name: 'zstd',
  extensions: ['.zst', '.tzst'],
  recognises: isFrame,
  unfolding: unzstd,
};
