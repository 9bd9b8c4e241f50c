import { createHash, hash } from 'node:crypto';
import { type ByteSource, lengthOf, readInto } from '../bytes/index.ts';
import type { RuleMatch, YaraScanner } from '../detectors/index.ts';
import type { Hashes } from '../model/index.ts';
import type { KnownContents } from './known-contents.ts';

/** Bytes by which an archive is recognised. */
export const HEAD = 1024;

/** Content longer than this is matched in windows, each showing the end of the one before. Hashes are of the whole. */
export const WINDOW = 32 * 1024 * 1024;
export const WINDOW_OVERLAP = 1024 * 1024;

/** Holes of a file that are read as zeros at all; of a sparser one only the stored stretches are looked at. */
const HOLES = 256 * 1024 * 1024;

const algorithms = ['sha256', 'md5', 'sha1'] as const;

const named = ([sha256, md5, sha1]: string[]): Required<Hashes> => ({ sha256: sha256!, md5: md5!, sha1: sha1! });

/** What came of reading one stretch of content once. */
export interface Reading {
  /** Absent when some of the content could not be read, or was not. */
  hashes?: Required<Hashes>;
  matches: RuleMatch[];
  /** Bytes that were read. */
  read: number;
  /** The first of them, until the next content is read; absent where content was read in windows or stretches. */
  head?: Buffer;
  timedOut: boolean;
  /** The engine's own failure, if it failed. */
  error?: string;
  /** Only the stored stretches were looked at; so many bytes of holes were not. */
  sparse?: number;
  /** The content shows the same bytes of the evidence again and again; no more of it was read than there are. */
  repeats?: true;
}

/** Reads content once, hashing and matching on the way. */
export class ContentReader {
  readonly #scanner: YaraScanner;
  readonly #timeoutMs: number;
  readonly #known: KnownContents;
  readonly #onBytes: (n: number) => void;
  #memory = Buffer.alloc(0);
  #stretch = Buffer.alloc(0);

  /** @param known what was read with the same rules */
  constructor(scanner: YaraScanner, timeoutMs: number, known: KnownContents, onBytes: (n: number) => void) {
    this.#scanner = scanner;
    this.#timeoutMs = timeoutMs;
    this.#known = known;
    this.#onBytes = onBytes;
  }

  read(source: ByteSource, size: number): Reading {
    const holes = size > HOLES ? holesOf(source, size) : undefined;
    if (holes && holes.distinct < holes.total) {
      const parts = upTo(holes.stored, holes.distinct).map((s) => this.#windows(source, s.offset, s.length, false));
      return { ...joined(parts), repeats: true, ...(holes.bytes > 0 && { sparse: holes.bytes }) };
    }
    if (holes && holes.bytes > HOLES && (holes.cut || holes.bytes > size / 2)) {
      const parts = holes.stored.map((s) => this.#windows(source, s.offset, s.length, false));
      return { ...joined(parts), sparse: holes.bytes };
    }
    return this.#windows(source, 0, size, true);
  }

  /** A stretch read whole, into memory that the next one uses again. */
  stretch(source: ByteSource, size: number): Buffer {
    if (this.#stretch.length < size) this.#stretch = Buffer.allocUnsafeSlow(size);
    return this.#stretch.subarray(0, readInto(source, this.#stretch, 0, size));
  }

  #windows(source: ByteSource, start: number, size: number, hashing: boolean): Reading {
    const result: Reading = { matches: [], read: 0, timedOut: false };
    if (size <= WINDOW) return this.#whole(source, start, size, hashing, result);
    const hashers = hashing ? algorithms.map((name) => createHash(name)) : [];
    for (let at = 0; at < size; at += WINDOW) {
      const back = at === 0 ? 0 : WINDOW_OVERLAP;
      const wanted = Math.min(WINDOW, size - at);
      const bytes = this.#buffer(wanted + back);
      const got = readInto(source, bytes, start + at - back, wanted + back);
      const fresh = Math.max(0, got - back);
      for (const hasher of hashers) hasher.update(bytes.subarray(back, got));
      result.read += fresh;
      if (got > 0) this.#scan(bytes.subarray(0, got), start + at - back, back, result);
      this.#onBytes(fresh);
      if (fresh < wanted) break;
    }
    if (hashing && result.read === size) result.hashes = named(hashers.map((h) => h.digest('hex')));
    return result;
  }

  /** What fits into one window; nearly everything does. */
  #whole(source: ByteSource, start: number, size: number, hashing: boolean, result: Reading): Reading {
    const bytes = this.#bytes(source, start, size);
    result.read = bytes.length;
    if (start === 0) result.head = bytes.subarray(0, HEAD);
    this.#onBytes(bytes.length);
    if (bytes.length === 0) return result;
    if (!hashing || bytes.length < size) {
      this.#scan(bytes, start, 0, result);
      return result;
    }
    const sha256 = hash('sha256', bytes);
    const known = this.#known.find(sha256);
    result.hashes = known ?? { sha256, md5: hash('md5', bytes), sha1: hash('sha1', bytes) };
    if (known) return result;
    this.#scan(bytes, start, 0, result);
    if (result.matches.length === 0 && !result.timedOut && result.error === undefined) this.#known.add(result.hashes);
    return result;
  }

  /** Bytes of a source: its own when it holds them in memory, else read into ours. */
  #bytes(source: ByteSource, start: number, size: number): Buffer {
    if (!source.readInto) return source.read(start, size);
    const room = this.#buffer(size);
    return room.subarray(0, source.readInto(room, start, size));
  }

  /** The same memory for every window: allocating it anew costs more than reading into it. */
  #buffer(length: number): Buffer {
    if (this.#memory.length < length)
      this.#memory = Buffer.allocUnsafeSlow(
        Math.max(length, Math.min(2 * this.#memory.length, WINDOW + WINDOW_OVERLAP)),
      );
    return this.#memory.subarray(0, length);
  }

  #scan(bytes: Buffer, offset: number, back: number, result: Reading): void {
    const scan = this.#scanner.scan(bytes, this.#timeoutMs);
    if (scan.timedOut) result.timedOut = true;
    if (scan.error !== undefined) result.error = scan.error;
    for (const match of scan.matches) {
      // Seen whole in the window before.
      if (back > 0 && match.patterns.length > 0 && match.patterns.every((p) => p.offset + p.length <= back)) continue;
      result.matches.push({ ...match, patterns: match.patterns.map((p) => ({ ...p, offset: p.offset + offset })) });
    }
  }
}

interface Stretch {
  offset: number;
  length: number;
}

interface Holes {
  bytes: number;
  /** The stretches between them that are stored, and their bytes. */
  stored: Stretch[];
  total: number;
  /** Bytes of the evidence behind them, each counted once. */
  distinct: number;
  /** Some of the content lies where the medium has nothing. */
  cut: boolean;
}

/** Holes of content. */
function holesOf(source: ByteSource, size: number): Holes {
  const stored: Stretch[] = [];
  const places = new Map<string, Stretch[]>();
  let bytes = 0;
  let at = 0;
  for (const { evidence, member, offset, length } of source.origin(0, size)) {
    const last = stored[stored.length - 1];
    if (evidence === undefined) bytes += length;
    else {
      if (last && last.offset + last.length === at) last.length += length;
      else stored.push({ offset: at, length });
      const key = `${evidence} ${member ?? ''}`;
      const list = places.get(key);
      if (list) list.push({ offset, length });
      else places.set(key, [{ offset, length }]);
    }
    at += length;
  }
  const total = at - bytes;
  const distinct = [...places.values()].reduce((sum, list) => sum + covered(list), 0);
  if (at === size) return { bytes, stored, total, distinct, cut: false };
  // Origins do not add up where some of the medium is missing, and where content is packed and each is the whole of it.
  const asked = joining(storedIn(source, 0, size));
  const held = asked.reduce((sum, { length }) => sum + length, 0);
  const packed = asked[0] !== undefined && lengthOf(source.origin(asked[0].offset, 1)) > 1;
  return { bytes: size - held, stored: asked, total, distinct: packed ? total : distinct, cut: !packed };
}

/** Stretches that are asked about together at least. */
const GRAIN = 1024 * 1024;

/** What is no hole, asked piece by piece. */
function* storedIn(source: ByteSource, from: number, to: number): Generator<Stretch> {
  const origins = source.origin(from, to - from);
  const holes = origins.filter((o) => o.evidence === undefined);
  if (holes.length > 0 && holes.length === origins.length && lengthOf(holes) === to - from) return;
  if (holes.length === 0 || to - from <= GRAIN) {
    yield { offset: from, length: to - from };
    return;
  }
  const middle = from + Math.floor((to - from) / 2);
  yield* storedIn(source, from, middle);
  yield* storedIn(source, middle, to);
}

function joining(stretches: Iterable<Stretch>): Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of stretches) {
    const last = found[found.length - 1];
    if (last && last.offset + last.length === stretch.offset) last.length += stretch.length;
    else found.push(stretch);
  }
  return found;
}

/** Bytes that stretches cover, each counted once. */
function covered(stretches: Stretch[]): number {
  let sum = 0;
  let reach = 0;
  for (const { offset, length } of stretches.sort((a, b) => a.offset - b.offset)) {
    sum += Math.max(0, offset + length - Math.max(reach, offset));
    reach = Math.max(reach, offset + length);
  }
  return sum;
}

/** The first of some stretches, together so many bytes at most. */
function upTo(stretches: Stretch[], bytes: number): Stretch[] {
  const found: Stretch[] = [];
  let left = bytes;
  for (const { offset, length } of stretches) {
    if (left <= 0) break;
    found.push({ offset, length: Math.min(length, left) });
    left -= length;
  }
  return found;
}

const joined = (parts: Reading[]): Reading => ({
  matches: parts.flatMap((p) => p.matches),
  read: parts.reduce((sum, p) => sum + p.read, 0),
  timedOut: parts.some((p) => p.timedOut),
  ...(parts.find((p) => p.error !== undefined) && { error: parts.find((p) => p.error !== undefined)!.error! }),
});
