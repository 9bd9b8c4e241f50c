import { crc32 } from 'node:zlib';
import { type ByteSource, isZero } from '../../bytes/index.ts';
import type { Damage } from './damage.ts';
import { type Lzma2End, unfoldLzma2 } from './lzma2.ts';
import type { Piece, Unfolding } from './unfolding.ts';
import type { Wrapper } from './wrapper.ts';
import { checkOf, checkSizes } from './xz-check.ts';
import { type BlockHeader, readBlockHeader, readVarint } from './xz-header.ts';

/**
 * The .xz file format, version 1.2.1: streams of blocks, each block an LZMA2 stream with a check behind it. A block
 * unfolds piece by piece, and reading can be taken up again where one begins; `xz` writes one block per file unless it
 * runs with threads.
 */
export interface XzMark {
  offset: number;
  check: number;
}

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const FOOTER_MAGIC = Buffer.from('YZ', 'latin1');

const failed = (stream: ByteSource, offset: number, reason: string, spoils = true): Damage => {
  const length = Math.max(0, stream.size - offset);
  return { reason: `xz: ${reason}`, offset, length, bytes: length, spoils };
};

/** The check type of the stream whose header stands at `at`, or why there is no stream. */
function readStreamHeader(stream: ByteSource, at: number): number | string {
  const header = stream.read(at, 12);
  if (!header.subarray(0, 6).equals(MAGIC)) return 'no stream begins here';
  if (header.length < 12) return 'the stream header is cut off';
  if (header.readUInt32LE(8) !== crc32(header.subarray(6, 8))) return 'the stream header fails its CRC-32';
  if (header[6] !== 0 || header[7]! > 15) return 'the stream header has unknown flags';
  return header[7]!;
}

/** The content of a block, its filters undone. */
function* contentOf(
  stream: ByteSource,
  begin: number,
  { dictionary, filters }: BlockHeader,
): Generator<Piece<XzMark>, Lzma2End> {
  const undo = filters.map((make) => make());
  const pieces = unfoldLzma2(stream, begin, dictionary);
  let step = pieces.next();
  for (; !step.done; step = pieces.next()) {
    const { bytes, consumed } = step.value;
    yield { bytes: undo.reduce((piece, filter) => filter.next(piece), bytes), consumed };
  }
  // What a filter holds back is the end of the content only where the content ends.
  if (step.value.trouble !== undefined) return step.value;
  let rest = Buffer.alloc(0);
  for (const filter of undo) rest = Buffer.concat([filter.next(rest), filter.rest()]);
  if (rest.length > 0) yield { bytes: rest, consumed: step.value.position };
  return step.value;
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
        const block = readBlockHeader(header);
        if (typeof block === 'string') return [...damage, failed(stream, at, block)];
        const begin = at + header.length;
        const content = contentOf(stream, begin, block);
        const computed = checkOf(mark ? 0 : check);
        let step = content.next();
        for (; !step.done; step = content.next()) {
          computed.update(step.value.bytes);
          yield step.value;
        }
        const { position, size, trouble } = step.value;
        if (trouble !== undefined)
          return [...damage, failed(stream, position, `${trouble}, after ${size} bytes of a block`)];
        const end = position + ((4 - ((position - begin) % 4)) % 4);
        const stored = stream.read(end, checkSizes[check]!);
        if (stored.length < checkSizes[check]!)
          return [...damage, failed(stream, end, 'a block has no check: the file is cut off')];
        at = end + checkSizes[check]!;
        const spoiled = (what: string): void => {
          damage.push({ reason: `xz: ${what}`, offset: begin, length: at - begin, bytes: 0, spoils: true });
        };
        if (!computed.matches(stored))
          spoiled(`a block of ${size} bytes does not match its check: its content is damaged`);
        if (block.unfolded !== undefined && block.unfolded !== size)
          spoiled(`a block unfolds to ${size} bytes, expected ${block.unfolded}`);
        const next = { offset: at, check };
        yield { bytes: Buffer.alloc(0), consumed: at, mark: () => next };
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
