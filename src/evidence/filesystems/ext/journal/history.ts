import type { ByteSource, Origin } from '../../../../bytes/index.ts';
import type { Instant } from '../../../../model/index.ts';
import { instantOf } from '../../../instant.ts';
import { BLOCK_TYPE, blockHeader, JBD2_MAGIC, parseCommit, parseTags, tagMatches } from './layout.ts';
import { following, type Journal, journalBlock, type LoggedBlock } from './transactions.ts';

/** A block of the filesystem as one transaction left it. */
export interface BlockVersion extends LoggedBlock {
  sequence: number;
  /** Absent when the commit block is gone: the copy exists, when it took effect is not known. */
  committed?: Instant;
}

/** Order of two transaction numbers, which wrap round at 32 bits. */
export const bySequence = (a: number, b: number): number => (a - b) | 0;

/**
 * Every copy of every block that still lies anywhere in the journal: also in transactions long written back, which a
 * mount would never look at. The kernel reuses the area from its beginning, so what is old enough has been overwritten.
 */
export class BlockHistory {
  readonly #journal: Journal;
  readonly #versions = new Map<number, BlockVersion[]>();
  /** Copies whose checksum no longer fits, because newer transactions have overwritten part of an old one. */
  damaged = 0;
  readonly transactions: { sequence: number; committed?: Instant }[];

  constructor(journal: Journal) {
    this.#journal = journal;
    const commits = new Map<number, Instant>();
    const found: BlockVersion[] = [];
    for (let at = journal.super.s_first; at < journal.end; at++) {
      const raw = journal.source.read(at * journal.super.s_blocksize, 64);
      const header = blockHeader(raw);
      if (header?.type === BLOCK_TYPE.commit && raw.length >= 0x3c) {
        const { seconds, nanoseconds } = parseCommit(raw);
        commits.set(header.sequence, instantOf(seconds, nanoseconds));
      }
      if (header?.type === BLOCK_TYPE.descriptor) found.push(...this.#described(at, header.sequence));
    }
    for (const version of found) {
      const committed = commits.get(version.sequence);
      const list = this.#versions.get(version.t_blocknr);
      const told = { ...version, ...(committed && { committed }) };
      if (list) list.push(told);
      else this.#versions.set(version.t_blocknr, [told]);
    }
    for (const list of this.#versions.values())
      list.sort((a, b) => bySequence(a.sequence, b.sequence) || a.journalBlock - b.journalBlock);
    const sequences = new Set([...found.map((v) => v.sequence), ...commits.keys()]);
    this.transactions = [...sequences]
      .sort(bySequence)
      .map((sequence) => ({ sequence, ...(commits.has(sequence) && { committed: commits.get(sequence)! }) }));
  }

  /** Copies announced by a descriptor that are still there: none behind a block that is a header of its own. */
  *#described(at: number, sequence: number): Generator<BlockVersion> {
    const tags = parseTags(journalBlock(this.#journal, at), this.#journal.super);
    for (const [i, tag] of tags.entries()) {
      const place = following(this.#journal, at, i + 1);
      // Copies never begin with the magic number (they are escaped), so a header there is from a newer transaction.
      if (blockHeader(this.#journal.source.read(place * this.#journal.super.s_blocksize, 12))) return;
      yield { ...tag, journalBlock: place, sequence };
    }
  }

  /** Numbers of the blocks of which copies exist. */
  blocks(): Iterable<number> {
    return this.#versions.keys();
  }

  /** Copies of a block, oldest first. */
  versions(block: number): readonly BlockVersion[] {
    return this.#versions.get(block) ?? [];
  }

  /** A block as it stood after a transaction; undefined when no copy that old is left. */
  asOf(block: number, sequence: number): BlockVersion | undefined {
    return this.versions(block).findLast((v) => bySequence(v.sequence, sequence) <= 0);
  }

  /** The copied bytes; undefined when they are not what the transaction wrote. */
  read(version: BlockVersion): Buffer | undefined {
    const raw = journalBlock(this.#journal, version.journalBlock);
    if (raw.length < this.#journal.super.s_blocksize) return undefined;
    // The checksum is over the copy as written, its first bytes zeroed where they had to be.
    if (tagMatches(version, version.sequence, raw, this.#journal.super) === false) {
      this.damaged++;
      return undefined;
    }
    const bytes = Buffer.from(raw);
    if (version.escaped) bytes.writeUInt32BE(JBD2_MAGIC, 0);
    return bytes;
  }

  /** Where a copy lies, as bytes of the journal. */
  place(version: BlockVersion): { source: ByteSource; at: number } {
    return { source: this.#journal.source, at: version.journalBlock * this.#journal.super.s_blocksize };
  }

  /** Where part of a copy lies in the evidence. */
  origin(version: BlockVersion, offset: number, length: number): Origin[] {
    return this.#journal.source.origin(version.journalBlock * this.#journal.super.s_blocksize + offset, length);
  }
}
