import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource, Origin } from './source.ts';
import { clip } from './source.ts';

/** Reads up to this long are looked for in the window first. Bytes. */
const SMALL = 64 * 1024;
/** The window that small reads one behind the other share, and how far behind the last read counts as that. */
const WINDOW = 256 * 1024;
/** Only long files get a window: a short one is read in one go. */
const LONG = 16 * 1024 * 1024;

/** A file of the examiner's machine, opened read-only: the bottom of every stack of cuts. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly path: string | Buffer;
  /** Code of the error that ended a read early (`EIO`), the latest one. */
  trouble: string | undefined;
  readonly #evidence: number;
  readonly #member: string | undefined;
  #fd: number | undefined;
  /** Files lie on a disk one behind the other: thousands of small reads become a few long ones. */
  #window: Buffer | undefined;
  #windowAt = 0;
  #windowLength = 0;
  #last = 0;

  /**
   * @param path bytes where the name is not UTF-8
   * @param evidence place of this file in the list of evidence
   * @param member name within a directory handed over as one piece of evidence
   */
  constructor(path: string | Buffer, evidence: number, member?: string) {
    this.path = path;
    this.#evidence = evidence;
    this.#member = member;
    // O_NONBLOCK: a FIFO that slipped past the caller's check must not hang us. O_NOFOLLOW: members of a directory
    // are hostile and a link in it may point at our own files.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | (member === undefined ? 0 : constants.O_NOFOLLOW);
    this.#fd = openSync(path, flags);
    this.size = fstatSync(this.#fd).size;
  }

  read(offset: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(clip(this.size, offset, length));
    const done = this.readInto(buffer, offset, buffer.length);
    return done === buffer.length ? buffer : buffer.subarray(0, done);
  }

  readInto(target: Buffer, offset: number, length: number): number {
    const wanted = clip(this.size, offset, length);
    if (wanted > SMALL || this.size < LONG || !this.#inWindow(offset, wanted))
      return this.#readWhole(target, offset, wanted);
    const from = offset - this.#windowAt;
    return this.#window!.copy(target, 0, from, from + wanted);
  }

  /** Whether the window shows a stretch, moved there if need be; not when the medium fails there, or for a lone read. */
  #inWindow(offset: number, wanted: number): boolean {
    const near = Math.abs(offset - this.#last) <= WINDOW;
    this.#last = offset + wanted;
    const shown =
      this.#windowLength > 0 && offset >= this.#windowAt && offset + wanted <= this.#windowAt + this.#windowLength;
    if (shown || !near || this.#fd === undefined) return shown;
    this.#window ??= Buffer.allocUnsafeSlow(WINDOW);
    this.#windowAt = offset;
    try {
      this.#windowLength = readSync(this.#fd, this.#window, 0, clip(this.size, offset, WINDOW), offset);
    } catch {
      this.#windowLength = 0;
    }
    return this.#windowLength >= wanted;
  }

  #readWhole(target: Buffer, offset: number, wanted: number): number {
    let done = 0;
    while (done < wanted && this.#fd !== undefined) {
      const got = this.#readSome(this.#fd, target, done, wanted - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  #readSome(fd: number, buffer: Buffer, at: number, length: number, offset: number): number {
    try {
      return readSync(fd, buffer, at, length, offset);
    } catch (error) {
      this.trouble = (error as NodeJS.ErrnoException).code ?? String(error);
      return 0;
    }
  }

  origin(offset: number, length: number): Origin[] {
    const n = clip(this.size, offset, length);
    if (n === 0) return [];
    return [
      { evidence: this.#evidence, ...(this.#member !== undefined && { member: this.#member }), offset, length: n },
    ];
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#windowLength = 0;
  }
}
