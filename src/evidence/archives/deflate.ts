import { crc32, inflateRawSync } from 'node:zlib';
import type { ByteSource } from '../../bytes/index.ts';
import type { Damage } from './damage.ts';
import { Inflate, type InflateMark } from './inflate.ts';
import type { Piece, Unfolding } from './unfolding.ts';

/** What a run over one DEFLATE stream found out. */
export interface Inflated {
  crc: number;
  size: number;
  /** Offset in the source behind the stream, or of the damage. */
  position: number;
  trouble?: string;
}

/** DEFLATE cannot do better than 1,032 to 1: 258 bytes from two bits. */
export const DEFLATE_RATIO = 1100;

/** Streams of at most so many bytes, unfolding to at most so many, go whole through zlib, which is several times as fast. */
const PACKED = 8 * 1024 * 1024;
const UNFOLDED = 32 * 1024 * 1024;

/** Room made for a stream, as a multiple of its packed size: most text fits in, and then nothing is copied together. */
const ROOM = 6;

/** A small sound stream at once; undefined for a larger one, and for one whose damage our own decoder must locate. */
function whole(source: ByteSource, offset: number): { bytes: Buffer; position: number } | undefined {
  if (source.size - offset > PACKED) return undefined;
  try {
    const packed = source.read(offset, PACKED);
    const chunkSize = Math.min(UNFOLDED, Math.max(4096, ROOM * packed.length));
    const told = inflateRawSync(packed, { maxOutputLength: UNFOLDED, info: true, chunkSize }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: told.buffer, position: offset + told.engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** The pieces of one DEFLATE stream that starts at `offset` of the source. */
export function* inflate(
  source: ByteSource,
  offset: number,
  mark?: InflateMark,
): Generator<Piece<InflateMark>, Inflated> {
  const sound = mark ? undefined : whole(source, offset);
  if (sound) {
    yield { bytes: sound.bytes, consumed: sound.position };
    return { crc: crc32(sound.bytes), size: sound.bytes.length, position: sound.position };
  }
  const decoder = new Inflate(source, offset, source.size, mark);
  let crc = 0;
  let size = 0;
  for (let bytes = decoder.next(); bytes; bytes = decoder.next()) {
    crc = crc32(bytes, crc);
    size += bytes.length;
    yield { bytes, consumed: decoder.position, mark: () => decoder.mark() };
  }
  return { crc, size, position: decoder.position, ...(decoder.trouble !== undefined && { trouble: decoder.trouble }) };
}

/** What a container promises about the content of one of its streams. */
export interface Promised {
  crc: number;
  size: number;
}

/** What a stream held against what was promised of it, as damage. */
export function compare(what: string, promised: Promised, found: Promised, length: number): Damage[] {
  if (promised.crc === found.crc && promised.size === found.size) return [];
  const reason =
    promised.size === found.size
      ? `${what}: CRC-32 of the content is ${hex(found.crc)}, expected ${hex(promised.crc)}`
      : `${what}: unfolds to ${found.size} bytes, expected ${promised.size}`;
  return [{ reason, offset: 0, length, bytes: 0, spoils: true }];
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** A bare DEFLATE stream, as a zip member's; `ended` is told where the first run over it stopped. */
export function deflated(stream: ByteSource, ended?: (found: Inflated) => void): Unfolding<InflateMark> {
  return {
    name: 'deflate',
    highestRatio: DEFLATE_RATIO,
    *run(mark) {
      const found = yield* inflate(stream, 0, mark);
      if (mark) return [];
      ended?.(found);
      if (found.trouble === undefined) return [];
      const rest = Math.max(0, stream.size - found.position);
      const reason = `deflate: ${found.trouble}, after ${found.size} bytes of content`;
      return [{ reason, offset: found.position, length: rest, bytes: rest, spoils: true }];
    },
  };
}

/** The same content, held against what a container promised of it by the first run. */
export function verified<Mark>(inner: Unfolding<Mark>, promised: () => Promised, length: number): Unfolding<Mark> {
  return {
    ...inner,
    *run(mark) {
      let crc = 0;
      let size = 0;
      const pieces = inner.run(mark);
      let step = pieces.next();
      for (; !step.done; step = pieces.next()) {
        crc = mark ? 0 : crc32(step.value.bytes, crc);
        size += step.value.bytes.length;
        yield step.value;
      }
      if (mark || step.value.some((damage) => damage.spoils)) return step.value;
      return [...step.value, ...compare(inner.name, promised(), { crc, size }, length)];
    },
  };
}
