import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource, Origin } from './source.ts';
import { clip } from './source.ts';

/** A file of the examiner's machine, opened read-only: the bottom of every stack of cuts. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly path: string | Buffer;
  /** Code of the error that ended a read early (`EIO`), the latest one. */
  trouble: string | undefined;
  readonly #evidence: number;
  readonly #member: string | undefined;
  #fd: number | undefined;

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
  }
}
