import { type ByteSource, clip, type Origin, pushOrigin } from '../../../../bytes/index.ts';
import { JBD2_MAGIC } from './layout.ts';
import type { Journal, LoggedBlock, Transaction } from './transactions.ts';

/** For each filesystem block that replay would write, the copy it would write: the latest one not revoked. */
export function replayed(transactions: Transaction[]): Map<number, LoggedBlock> {
  const revokedAt = new Map<number, number>();
  transactions.forEach((t, i) => {
    for (const block of t.revoked) revokedAt.set(block, i);
  });
  const copies = new Map<number, LoggedBlock>();
  transactions.forEach((t, i) => {
    // A revocation covers every copy up to and including its own transaction.
    for (const block of t.blocks) if (i > (revokedAt.get(block.t_blocknr) ?? -1)) copies.set(block.t_blocknr, block);
  });
  return copies;
}

/**
 * The filesystem as a mount would see it, without a byte of the evidence changed: blocks that the journal still has
 * to write back are read from the journal, and say so in their origin.
 */
export class JournalOverlay implements ByteSource {
  readonly size: number;
  readonly #disk: ByteSource;
  readonly #journal: Journal;
  readonly #copies: Map<number, LoggedBlock>;
  readonly #blockSize: number;

  constructor(disk: ByteSource, journal: Journal, copies: Map<number, LoggedBlock>) {
    this.#disk = disk;
    this.#journal = journal;
    this.#copies = copies;
    this.#blockSize = journal.super.s_blocksize;
    this.size = disk.size;
  }

  /** True when a block is shown otherwise than it lies in the journal: escaping took its first bytes. */
  get alters(): boolean {
    return [...this.#copies.values()].some((copy) => copy.escaped);
  }

  read(offset: number, length: number): Buffer {
    const pieces: Buffer[] = [];
    for (const piece of this.#over(offset, clip(this.size, offset, length))) {
      if (!piece.copy) {
        const read = this.#disk.read(piece.offset, piece.length);
        pieces.push(read);
        if (read.length < piece.length) break;
        continue;
      }
      const copy = Buffer.from(this.#journal.source.read(piece.copy.journalBlock * this.#blockSize, this.#blockSize));
      if (piece.copy.escaped && copy.length >= 4) copy.writeUInt32BE(JBD2_MAGIC, 0);
      const within = piece.offset % this.#blockSize;
      pieces.push(copy.subarray(within, within + piece.length));
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  origin(offset: number, length: number): Origin[] {
    const list: Origin[] = [];
    for (const piece of this.#over(offset, clip(this.size, offset, length))) {
      const from = piece.copy
        ? this.#journal.source.origin(
            piece.copy.journalBlock * this.#blockSize + (piece.offset % this.#blockSize),
            piece.length,
          )
        : this.#disk.origin(piece.offset, piece.length);
      for (const o of from) pushOrigin(list, o);
    }
    return list;
  }

  /** Stretches that come from one place: runs of untouched disk, or (part of) one copied block. */
  *#over(offset: number, length: number): Generator<{ offset: number; length: number; copy?: LoggedBlock }> {
    const end = offset + length;
    let at = offset;
    while (at < end) {
      const block = Math.floor(at / this.#blockSize);
      const copy = this.#copies.get(block);
      let stop = Math.min(end, (block + 1) * this.#blockSize);
      while (!copy && stop < end && !this.#copies.has(Math.floor(stop / this.#blockSize))) {
        stop = Math.min(end, stop + this.#blockSize);
      }
      yield { offset: at, length: stop - at, ...(copy && { copy }) };
      at = stop;
    }
  }
}
