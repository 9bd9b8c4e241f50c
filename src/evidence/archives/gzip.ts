import { crc32 } from 'node:zlib';
import { type ByteSource, isZero, nameText } from '../../bytes/index.ts';
import { instantOf } from '../instant.ts';
import type { Damage } from './damage.ts';
import { DEFLATE_RATIO, inflate } from './deflate.ts';
import type { InflateMark } from './inflate.ts';
import type { Unfolding } from './unfolding.ts';
import type { Wrapper } from './wrapper.ts';

/**
 * gzip (RFC 1952): members put end to end, each a header, a DEFLATE stream, and CRC-32 and length of its content. The
 * length is modulo 2^32 and never used as a size. Zeros behind the last member are padding, as on tapes.
 */
export interface GzipMark {
  /** Offset of the member's DEFLATE stream. */
  stream: number;
  inflate: InflateMark;
}

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;
/** Longest name or comment we look at. */
const LONGEST_TEXT = 64 * 1024;

interface Header {
  length: number;
  /** Seconds since 1970; 0 when unknown. */
  modified: number;
  name?: string;
}

const isMember = (bytes: Buffer): boolean =>
  bytes.length >= 4 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 && (bytes[3]! & RESERVED) === 0;

/** The header of the member at `at`, or why it is none. */
function readHeader(stream: ByteSource, at: number): Header | string {
  const fixed = stream.read(at, 10);
  if (!isMember(fixed)) return 'no gzip member begins here';
  if (fixed.length < 10) return 'the header is cut off';
  const flags = fixed[3]!;
  let end = at + 10;
  if (flags & FEXTRA) {
    const length = stream.read(end, 2);
    if (length.length < 2) return 'the header is cut off';
    end += 2 + length.readUInt16LE(0);
  }
  let name: string | undefined;
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const text = stream.read(end, LONGEST_TEXT);
    const length = text.indexOf(0);
    if (length < 0) return 'a name or comment in the header has no end';
    if (flag === FNAME) name = nameText(text.subarray(0, length));
    end += length + 1;
  }
  if (flags & FHCRC) {
    const stated = stream.read(end, 2);
    if (stated.length < 2) return 'the header is cut off';
    if (stated.readUInt16LE(0) !== (crc32(stream.read(at, end - at)) & 0xffff)) return 'the header fails its CRC';
    end += 2;
  }
  if (end > stream.size) return 'the header is cut off';
  return { length: end - at, modified: fixed.readUInt32LE(4), ...(name !== undefined && { name }) };
}

const rest = (stream: ByteSource, offset: number, reason: string, spoils = true): Damage => {
  const length = Math.max(0, stream.size - offset);
  return { reason: `gzip: ${reason}`, offset, length, bytes: length, spoils };
};

/** What stands behind a member that nothing follows: nothing, padding, or bytes we cannot explain. */
function behind(stream: ByteSource, at: number): Damage[] {
  for (let offset = at; offset < stream.size; offset += 65_536) {
    if (isZero(stream.read(offset, 65_536))) continue;
    return [rest(stream, at, `${stream.size - at} bytes behind the last member are no gzip member`, false)];
  }
  return [];
}

/** A gzip file as one content: its members' contents put end to end. */
export function gunzip(stream: ByteSource): Unfolding<GzipMark> {
  return {
    name: 'gzip',
    highestRatio: DEFLATE_RATIO,
    *run(mark) {
      const damage: Damage[] = [];
      let at = mark?.stream ?? 0;
      for (let resumed = mark !== undefined; ; resumed = false) {
        if (!resumed) {
          const header = readHeader(stream, at);
          if (typeof header === 'string') {
            damage.push(rest(stream, at, header));
            return damage;
          }
          at += header.length;
        }
        const begin = at;
        const pieces = inflate(stream, begin, resumed ? mark!.inflate : undefined);
        let step = pieces.next();
        for (; !step.done; step = pieces.next()) {
          const { bytes, consumed, mark: take } = step.value;
          const wrapped = () => {
            const inner = take?.();
            return inner && { stream: begin, inflate: inner };
          };
          yield { bytes, consumed, mark: wrapped };
        }
        const found = step.value;
        const trailer = stream.read(found.position, 8);
        if (found.trouble !== undefined) {
          damage.push(rest(stream, found.position, `${found.trouble}, ${found.size} bytes into a member`));
          return damage;
        }
        if (trailer.length < 8) {
          damage.push(rest(stream, found.position, 'the last member has no CRC and length: the file is cut off'));
          return damage;
        }
        const crc = trailer.readUInt32LE(0);
        if (!resumed && (crc !== found.crc || trailer.readUInt32LE(4) !== found.size % 2 ** 32)) {
          const reason = `gzip: a member of ${found.size} bytes does not match its CRC-32 and length: its content is damaged`;
          damage.push({ reason, offset: begin, length: found.position + 8 - begin, bytes: 0, spoils: true });
        }
        at = found.position + 8;
        if (at < stream.size && isMember(stream.read(at, 10))) continue;
        damage.push(...behind(stream, at));
        return damage;
      }
    },
  };
}

export const gzip: Wrapper<GzipMark> = {
  name: 'gzip',
  extensions: ['.gz', '.tgz'],
  recognises: isMember,
  unfolding: gunzip,
  about(stream) {
    const header = readHeader(stream, 0);
    if (typeof header === 'string') return {};
    return {
      ...(header.name !== undefined && { storedName: header.name }),
      ...(header.modified > 0 && { times: { modified: instantOf(header.modified, 0, 0) } }),
    };
  },
};
