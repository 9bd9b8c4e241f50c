import { closeSync, constants, openSync, readSync } from 'node:fs';
import { type ByteSource, clip, type Origin } from '../../bytes/index.ts';

/**
 * A disk attached to the examiner's machine, opened read-only. Its size is found by reading, because the operating
 * system gives 0 for the size of a device file; a sector that cannot be read ends a read early.
 */
export class BlockDevice implements ByteSource {
  readonly size: number;
  readonly #fd: number;
  readonly #evidence: number;

  /** @param evidence place of this device in the list of evidence */
  constructor(path: string, evidence: number) {
    this.#evidence = evidence;
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.size = this.#measure();
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    const buffer = Buffer.allocUnsafe(wanted);
    let done = 0;
    while (done < wanted) {
      const got = this.#readSome(buffer, done, wanted - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return buffer.subarray(0, done);
  }

  origin(offset: number, length: number): Origin[] {
    const n = clip(this.size, offset, length);
    return n === 0 ? [] : [{ evidence: this.#evidence, offset, length: n }];
  }

  close(): void {
    closeSync(this.#fd);
  }

  #readSome(buffer: Buffer, at: number, length: number, offset: number): number {
    try {
      return readSync(this.#fd, buffer, at, length, offset);
    } catch {
      return 0;
    }
  }

  /** The first sector behind the end, by doubling and halving. */
  #measure(): number {
    const sector = Buffer.alloc(512);
    const there = (index: number): boolean => {
      try {
        return readSync(this.#fd, sector, 0, 512, index * 512) > 0;
      } catch (error) {
        // A defect is within the device; only reading past the end gives nothing without an error.
        return (error as NodeJS.ErrnoException).code === 'EIO';
      }
    };
    if (!there(0)) return 0;
    let inside = 0;
    let outside = 1;
    while (outside < 2 ** 44 && there(outside)) {
      inside = outside;
      outside *= 2;
    }
    while (outside - inside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (there(middle)) inside = middle;
      else outside = middle;
    }
    return outside * 512;
  }
}
