import type { ByteSource } from '../../bytes/index.ts';
import { LzmaDecoder } from './lzma.ts';
import { History } from './lzma-history.ts';

/** Longest packed content of a chunk. */
const LONGEST = 64 * 1024;
/** Bytes of output that are kept for copies, whatever the stream asks for. */
export const LARGEST_DICTIONARY = 128 * 1024 * 1024;

const CUT = 'the compressed data ends in the middle';

/** What a run over one LZMA2 stream found out. */
export interface Lzma2End {
  /** Offset in the source behind the stream, or of the chunk that is damaged. */
  position: number;
  /** Bytes of output. */
  size: number;
  trouble?: string;
}

/** Bytes of dictionary by the stream's one byte of properties (.xz file format, section 5.3.1). */
export function dictionarySize(byte: number): number | undefined {
  if (byte > 40) return undefined;
  return byte === 40 ? 2 ** 32 - 1 : (2 | (byte & 1)) * 2 ** ((byte >> 1) + 11);
}

/**
 * LZMA2, pulled chunk by chunk, of at most 2 MiB each: a byte says whether the chunk is packed, and what is forgotten
 * before it. Documented in the LZMA SDK (Lzma2Dec.c) and by XZ Utils.
 * @param dictionary bytes of it, by the stream's properties
 */
export function* unfoldLzma2(
  source: ByteSource,
  start: number,
  dictionary: number,
): Generator<{ bytes: Buffer; consumed: number }, Lzma2End> {
  const history = new History(Math.min(dictionary, LARGEST_DICTIONARY));
  const decoder = new LzmaDecoder(history, dictionary, LONGEST);
  let at = start;
  let size = 0;
  /** The lowest control byte of a packed chunk that may come now. */
  let needed = 0xe0;
  const ended = (trouble: string): Lzma2End => ({ position: Math.min(at, source.size), size, trouble });
  for (;;) {
    const head = source.read(at, 6);
    const control = head[0];
    if (control === undefined) return ended(CUT);
    if (control === 0) return { position: at + 1, size };
    const packed = control >= 0x80;
    if (!packed && control > 2) return ended(`a chunk has the unknown control byte 0x${control.toString(16)}`);
    if (packed ? control < needed : control === 2 && needed === 0xe0)
      return ended('a chunk needs what no chunk before it has set');
    const headed = !packed ? 3 : control >= 0xc0 ? 6 : 5;
    if (head.length < headed) return ended(CUT);
    const unfolded = (packed ? (control & 0x1f) << 16 : 0) + head.readUInt16BE(1) + 1;
    const stored = packed ? head.readUInt16BE(3) + 1 : unfolded;
    const input = source.read(at + headed, stored);
    if (control === 1 || control >= 0xe0) history.clear();
    const before = history.position;
    let trouble: string | undefined;
    if (!packed) {
      history.add(input);
      if (control === 1) needed = 0xc0;
    } else {
      if (control >= 0xc0 && !decoder.properties(head[5]!)) return ended('a chunk has properties that are not allowed');
      if (control >= 0xa0) decoder.reset();
      needed = 0x80;
      trouble = decoder.chunk(input, unfolded, input.length === stored);
    }
    const made = history.position - before;
    size += made;
    const behind = at + headed + input.length;
    if (made > 0) yield { bytes: history.last(made), consumed: behind };
    if (trouble !== undefined) return ended(trouble);
    at = behind;
    if (input.length < stored) return ended(CUT);
  }
}
