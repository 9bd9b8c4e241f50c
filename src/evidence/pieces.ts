import { isZero, lengthWithoutTail } from '../bytes/index.ts';

/** A stretch of free space that looks as if one file had lain there, from the beginning of a block. */
export interface Piece {
  offset: number;
  /** Bytes, without the zeros that filled its last block. */
  length: number;
}

/** A piece without a visible end is handed over in parts of this many bytes, each showing the end of the last. */
const LONGEST = 4 * 1024 * 1024;
const OVERLAP = 64 * 1024;

const SIGNATURES: readonly (readonly [number, Buffer])[] = [
  [0, Buffer.from('#!')],
  [0, Buffer.from('\x7fELF', 'latin1')],
  [0, Buffer.from('PK\x03\x04', 'latin1')],
  [0, Buffer.from([0x1f, 0x8b, 0x08])],
  [0, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  [0, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  [0, Buffer.from('BZh')],
  [0, Buffer.from('<?xml')],
  [0, Buffer.from('<!DOCTYPE')],
  [0, Buffer.from('<html')],
  [0, Buffer.from('-----BEGIN ')],
  [0, Buffer.from('%PDF-')],
  [0, Buffer.from('SQLite format 3\0', 'latin1')],
  [0, Buffer.from('\x89PNG', 'latin1')],
  [0, Buffer.from('GIF8')],
  [0, Buffer.from([0xff, 0xd8, 0xff])],
  [257, Buffer.from('ustar')],
];

const beginsFile = (block: Buffer): boolean =>
  SIGNATURES.some(
    ([at, mark]) => block.length >= at + mark.length && block.compare(mark, 0, mark.length, at, at + mark.length) === 0,
  );

/** Text as far as its first bytes tell: no control bytes but the usual ones. */
function isText(block: Buffer): boolean {
  const head = block.subarray(0, 256);
  for (const byte of head)
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) return byte === 0 && head[0] !== 0;
  return true;
}

/** Archives and wrappers we know by their first bytes but cannot open. */
const CLOSED: readonly (readonly [string, Buffer])[] = [
  ['bzip2', Buffer.from('BZh')],
  ['7-Zip archive', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')],
  ['RAR archive', Buffer.from('Rar!\x1a\x07', 'latin1')],
  ['cpio archive', Buffer.from('07070')],
  ['cpio archive', Buffer.from([0xc7, 0x71])],
  ['ar archive', Buffer.from('!<arch>\n')],
  ['LZ4 frame', Buffer.from([0x04, 0x22, 0x4d, 0x18])],
  ['compress (.Z) file', Buffer.from([0x1f, 0x9d])],
];

/** The name of an archive or wrapper that hides what it holds from us. */
export const closedArchive = (head: Buffer): string | undefined =>
  CLOSED.find(([, mark]) => head.subarray(0, mark.length).equals(mark))?.[0];

/** True when the first bytes are those of a kind of file that is looked at as it is: text, a program, a document. */
export const looksLikeFile = (head: Buffer): boolean => beginsFile(head) || (head.length > 0 && isText(head));

/**
 * Cuts a run of free blocks where one file seems to end and another to begin, so that detectors see what was a file
 * as a file: at blocks of zeros, at blocks that begin like a file, and behind text whose last block was filled up with
 * zeros. Only fragments of unrelated files can be told apart this way, never a fragmented file put together.
 * @param bytes the run
 * @param blockSize bytes; files begin at its multiples
 * @param until pieces beginning at or behind this offset are left to the run that begins there
 */
export function* pieces(bytes: Buffer, blockSize: number, until: number): Generator<Piece> {
  let start = -1;
  let textual = false;
  let ended = false;
  let end = 0;
  for (let offset = 0; offset < bytes.length; offset += blockSize) {
    if (start < 0 && offset >= until) return;
    const block = bytes.subarray(offset, offset + blockSize);
    const zero = block[0] === 0 && isZero(block);
    if (start >= 0 && (zero || ended || beginsFile(block) || offset - start >= LONGEST)) {
      yield { offset: start, length: end - start };
      const goesOn = !zero && !ended && offset - start >= LONGEST && !beginsFile(block);
      start = goesOn ? offset - OVERLAP : -1;
    }
    if (zero) continue;
    if (start < 0) {
      if (offset >= until) return;
      start = offset;
      textual = isText(block);
    }
    const used = lengthWithoutTail(block);
    end = offset + used;
    ended = textual && used < block.length;
  }
  if (start >= 0) yield { offset: start, length: end - start };
}
