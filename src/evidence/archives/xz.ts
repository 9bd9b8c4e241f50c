import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type ByteSource, isZero } from '../../bytes/index.ts';
import { crc64 } from './crc64.ts';
import type { Damage } from './damage.ts';
import { unfoldLzma2 } from './lzma.ts';
import type { Unfolding } from './unfolding.ts';
import type { Wrapper } from './wrapper.ts';

/**
 * The .xz file format, version 1.2.1: streams of blocks, each block an LZMA2 stream with a check behind it. Our
 * decoder takes whole blocks only, so the chunk headers of LZMA2 are walked first: they state how much a block unfolds
 * to before anything is allocated. `xz` writes one block per file unless it runs with threads.
 */
export interface XzMark {
  offset: number;
  check: number;
}

const LARGEST_BLOCK = 512 * 1024 * 1024;
const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const FOOTER_MAGIC = Buffer.from('YZ', 'latin1');
/** Bytes of a check by its type (section 2.1.1.2). */
const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

const failed = (stream: ByteSource, offset: number, reason: string, spoils = true): Damage => {
  const length = Math.max(0, stream.size - offset);
  return { reason: `xz: ${reason}`, offset, length, bytes: length, spoils };
};

/** A number of the format's variable-length kind (section 1.2) and the offset behind it. */
function readVarint(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return { value, end: at + i + 1 };
  }
  return undefined;
}

/** The check type of the stream whose header stands at `at`, or why there is no stream. */
function readStreamHeader(stream: ByteSource, at: number): number | string {
  const header = stream.read(at, 12);
  if (!header.subarray(0, 6).equals(MAGIC)) return 'no stream begins here';
  if (header.length < 12) return 'the stream header is cut off';
  if (header.readUInt32LE(8) !== crc32(header.subarray(6, 8))) return 'the stream header fails its CRC-32';
  if (header[6] !== 0 || header[7]! > 15) return 'the stream header has unknown flags';
  return header[7]!;
}

/** Checks a block header (section 3.1); only LZMA2 without filters before it can be unfolded. */
function checkBlockHeader(header: Buffer): string | undefined {
  if (header.readUInt32LE(header.length - 4) !== crc32(header.subarray(0, -4)))
    return 'a block header fails its CRC-32';
  const flags = header[1]!;
  let at = 2;
  for (const bit of [0x40, 0x80]) {
    if ((flags & bit) === 0) continue;
    const number = readVarint(header, at);
    if (!number) return 'a block header has a number without an end';
    at = number.end;
  }
  const filter = readVarint(header, at);
  if ((flags & 3) !== 0) return `a block uses ${(flags & 3) + 1} filters, only LZMA2 alone is supported`;
  if (filter?.value !== 0x21) return `a block uses filter 0x${filter?.value.toString(16)}, only LZMA2 is supported`;
  return undefined;
}

interface Measured {
  packed: number;
  unfolded: number;
  whole: boolean;
  /** Where chunks end, relative to the block. */
  ends: number[];
}

/** Sizes of an LZMA2 stream, from its chunk headers; `whole` is false when it ends early. */
function measure(stream: ByteSource, start: number): Measured {
  const ends: number[] = [];
  let at = start;
  let unfolded = 0;
  for (;;) {
    const head = stream.read(at, 6);
    const control = head[0];
    if (control === undefined) return { packed: at - start, unfolded, whole: false, ends };
    if (control === 0) return { packed: at + 1 - start, unfolded, whole: true, ends };
    if (head.length < (control < 0x80 ? 3 : 6) || (control > 2 && control < 0x80))
      return { packed: at - start, unfolded, whole: false, ends };
    const big = head.readUInt16BE(1);
    const length = control < 0x80 ? 3 + big + 1 : (control >= 0xc0 ? 6 : 5) + head.readUInt16BE(3) + 1;
    if (at + length > stream.size) return { packed: at - start, unfolded, whole: false, ends };
    unfolded += control < 0x80 ? big + 1 : ((control & 0x1f) << 16) + big + 1;
    at += length;
    ends.push(at - start);
    if (unfolded > LARGEST_BLOCK) return { packed: at - start, unfolded, whole: false, ends };
  }
}

/** What the longest sound run of chunks at the beginning of a damaged block unfolds to. */
function salvage(compressed: Buffer, ends: number[]): Buffer {
  let best: Buffer = Buffer.alloc(0);
  let low = 0;
  let high = ends.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    try {
      best = unfoldLzma2(Buffer.concat([compressed.subarray(0, ends[middle]!), Buffer.alloc(1)]));
      low = middle + 1;
    } catch {
      high = middle - 1;
    }
  }
  return best;
}

/** True when content matches a stored check; checks of unknown types cannot be verified and pass. */
function matches(content: Buffer, type: number, stored: Buffer): boolean {
  if (type === 1) return stored.readUInt32LE(0) === crc32(content);
  if (type === 4) return stored.equals(crc64(content));
  if (type === 10) return stored.equals(createHash('sha256').update(content).digest());
  return true;
}

/** Length of a stream's index and footer (sections 4 and 2.1.2), or why they are wrong. */
function measureTail(stream: ByteSource, at: number): number | string {
  // The index has at least two bytes a block; a file with more than four million blocks is not looked at to its end.
  const bytes = stream.read(at, Math.min(stream.size - at, 16 * 1024 * 1024));
  const records = readVarint(bytes, 1);
  if (!records || records.value > bytes.length) return 'the index is cut off';
  let end = records.end;
  for (let i = 0; i < records.value * 2; i++) {
    const number = readVarint(bytes, end);
    if (!number) return 'the index is cut off';
    end = number.end;
  }
  end += (4 - (end % 4)) % 4;
  const footer = bytes.subarray(end, end + 16);
  if (footer.length < 16) return 'the index or the stream footer is cut off';
  if (footer.readUInt32LE(0) !== crc32(bytes.subarray(0, end))) return 'the index fails its CRC-32';
  if (!footer.subarray(14).equals(FOOTER_MAGIC)) return 'the stream has no footer';
  return end + 16;
}

/** An xz file as one content. */
export function unxz(stream: ByteSource): Unfolding<XzMark> {
  return {
    name: 'xz',
    *run(mark) {
      const damage: Damage[] = [];
      let at = mark?.offset ?? 0;
      let check = mark?.check ?? -1;
      for (;;) {
        if (check < 0) {
          const type = readStreamHeader(stream, at);
          if (typeof type === 'string') return [...damage, failed(stream, at, type)];
          check = type;
          at += 12;
        }
        const words = stream.read(at, 1)[0];
        if (words === undefined) return [...damage, failed(stream, at, 'the file is cut off between two blocks')];
        if (words === 0) {
          const tail = measureTail(stream, at);
          if (typeof tail === 'string') return [...damage, failed(stream, at, tail, false)];
          at += tail;
          while (at + 4 <= stream.size && isZero(stream.read(at, 4))) at += 4;
          if (at >= stream.size) return damage;
          if (typeof readStreamHeader(stream, at) === 'string') {
            const reason = `${stream.size - at} bytes stand behind the last stream`;
            return [...damage, failed(stream, at, reason, false)];
          }
          check = -1;
          continue;
        }
        const header = stream.read(at, (words + 1) * 4);
        if (header.length < (words + 1) * 4) return [...damage, failed(stream, at, 'a block header is cut off')];
        const unsupported = checkBlockHeader(header);
        if (unsupported) return [...damage, failed(stream, at, unsupported)];
        const begin = at + header.length;
        const { packed, unfolded, whole, ends } = measure(stream, begin);
        if (unfolded > LARGEST_BLOCK) {
          const reason = `a block unfolds to more than ${LARGEST_BLOCK} bytes, the most that is unfolded at once`;
          return [...damage, failed(stream, at, reason)];
        }
        const compressed = stream.read(begin, packed);
        let content: Buffer;
        try {
          content = unfoldLzma2(whole ? compressed : Buffer.concat([compressed, Buffer.alloc(1)]));
        } catch {
          content = salvage(compressed, ends);
          yield { bytes: content, consumed: begin };
          const reason = `a block is damaged: the first ${content.length} of its ${unfolded} bytes could be unfolded`;
          return [...damage, failed(stream, begin, reason)];
        }
        const end = begin + packed + ((4 - (packed % 4)) % 4);
        const stored = stream.read(end, checkSizes[check]!);
        at = end + checkSizes[check]!;
        const next = { offset: at, check };
        yield { bytes: content, consumed: Math.min(at, stream.size), mark: () => next };
        if (!whole) {
          const reason = `the compressed data ends in the middle, after ${content.length} bytes of a block`;
          return [...damage, failed(stream, begin + packed, reason)];
        }
        if (stored.length < checkSizes[check]!)
          return [...damage, failed(stream, end, 'a block has no check: the file is cut off')];
        if (!mark && !matches(content, check, stored)) {
          const reason = `xz: a block of ${content.length} bytes does not match its check: its content is damaged`;
          damage.push({ reason, offset: begin, length: at - begin, bytes: 0, spoils: true });
        }
      }
    },
  };
}

export const xz: Wrapper<XzMark> = {
  name: 'xz',
  extensions: ['.xz', '.txz'],
  recognises: (head) => head.subarray(0, 6).equals(MAGIC),
  unfolding: unxz,
};
