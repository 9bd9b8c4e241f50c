import type { Hashes } from '../model/index.ts';

/** Contents that can be remembered; one more takes the place of another. */
const PLACES = 1 << 16;

/** SHA-256, MD5 and SHA-1 as text, one behind the other. */
const LENGTH = 64 + 32 + 40;

/**
 * Contents that were read and in which no rule matched, in memory that all readers share. A device holds many a file
 * several times (systems side by side, copies in packages, what free space kept), and by its SHA-256 it is known that
 * matching it again would find nothing again.
 */
export class KnownContents {
  /** One for each place: not 0 while a thread is at it. */
  readonly #locks: Int32Array;
  readonly #texts: Buffer;

  /** The memory of as many readers as there are. */
  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(PLACES * (4 + LENGTH));
  }

  constructor(memory: SharedArrayBuffer) {
    this.#locks = new Int32Array(memory, 0, PLACES);
    this.#texts = Buffer.from(memory, 4 * PLACES);
  }

  /** All hashes of a content that is known. */
  find(sha256: string): Required<Hashes> | undefined {
    const text = this.#at(sha256, (at) => this.#texts.toString('latin1', at, at + LENGTH));
    if (!text?.startsWith(sha256)) return undefined;
    return { sha256, md5: text.slice(64, 96), sha1: text.slice(96) };
  }

  add({ sha256, md5, sha1 }: Required<Hashes>): void {
    this.#at(sha256, (at) => this.#texts.write(sha256 + md5 + sha1, at, 'latin1'));
  }

  /** Does something at the place of a content; nothing while another thread is there. */
  #at<T>(sha256: string, action: (at: number) => T): T | undefined {
    const place = Number.parseInt(sha256.slice(0, 4), 16) % PLACES;
    if (Atomics.compareExchange(this.#locks, place, 0, 1) !== 0) return undefined;
    const result = action(place * LENGTH);
    Atomics.store(this.#locks, place, 0);
    return result;
  }
}
