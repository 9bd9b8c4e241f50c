import type { ByteSource, Origin } from '../../../../bytes/index.ts';
import type { Instant } from '../../../../model/index.ts';
import { instantOf } from '../../../instant.ts';
import { tagMatches } from './checksum.ts';
import { JBD2_MAGIC } from './layout.ts';
import { type Log, logged, readLog } from './log.ts';
import type { Journal, LoggedBlock } from './transactions.ts';

/** A block of the filesystem as one transaction left it. */
export interface BlockVersion extends LoggedBlock {
  /** Rank of its transaction, oldest first; compare this, not sequence numbers. */
  order: number;
  /** Absent when the commit block is gone: the copy exists, when it took effect is not known. */
  committed?: Instant;
  /** The block as it stands in place, or as fast commits leave it, when no transaction holds a copy that says so. */
  elsewhere?: { source: ByteSource; at: number; fast: boolean };
}

/** Where a filesystem's journal is asked about its past. */
export interface HistoryOf {
  /** Blocks of the filesystem; a copy of any other block is nobody's. */
  blocks: number;
  /** Seconds when the filesystem was made; 0 when it does not say. */
  made: number;
}

/**
 * Every copy of every block that still lies anywhere in the journal: also in transactions long written back, which a
 * mount would never look at.
 */
export class BlockHistory {
  readonly log: Log;
  readonly #journal: Journal;
  readonly #versions = new Map<number, BlockVersion[]>();
  /** By block: the transactions that gave it up as metadata. */
  readonly #revoked = new Map<number, number[]>();
  readonly #checked = new Map<number, boolean>();
  /** Copies whose checksum no longer fits, because newer transactions have overwritten part of an old one. */
  damaged = 0;
  /** Copies of blocks that the filesystem does not have. */
  outside = 0;

  constructor(journal: Journal, { blocks, made }: HistoryOf = { blocks: Number.MAX_SAFE_INTEGER, made: 0 }) {
    this.#journal = journal;
    this.log = readLog(journal, made);
    for (const { order, commit, blocks: copies, revoked } of this.log.transactions) {
      const committed = commit && instantOf(commit.seconds, commit.nanoseconds);
      for (const copy of copies) {
        if (copy.t_blocknr >= blocks) this.outside++;
        else push(this.#versions, copy.t_blocknr, { ...copy, order, ...(committed && { committed }) });
      }
      for (const block of revoked) push(this.#revoked, block, order);
    }
  }

  /**
   * Adds what fast commits changed: each block as they leave it, and as it was after the last full transaction, which
   * need not have copied it.
   * @param transaction the number that fast commits bear, of the transaction that was open
   */
  addFast(blocks: readonly number[], before: ByteSource, after: ByteSource, transaction: number): void {
    const size = this.#journal.super.s_blocksize;
    const last = this.log.transactions[this.log.transactions.length - 1];
    const order = last ? last.order + 1 : 0;
    const committed = last?.commit && instantOf(last.commit.seconds, last.commit.nanoseconds);
    for (const block of blocks) {
      const at = block * size;
      const [was, is] = [Buffer.from(before.read(at, size)), after.read(at, size)];
      if (was.equals(is)) continue;
      const known = this.versions(block).at(-1);
      const add = (
        version: Pick<BlockVersion, 'order' | 'sequence' | 'committed'>,
        source: ByteSource,
        fast: boolean,
      ) =>
        push(this.#versions, block, {
          t_blocknr: block,
          escaped: false,
          journalBlock: -1,
          ...version,
          elsewhere: { source, at, fast },
        });
      if (!known || !this.read(known)?.equals(was)) {
        const sequence = last?.sequence ?? (transaction - 1) >>> 0;
        add({ order: order - 1, sequence, ...(committed && { committed }) }, before, false);
      }
      add({ order, sequence: transaction }, after, true);
    }
  }

  /** Numbers of the blocks of which copies exist, ascending. */
  blocks(): number[] {
    return [...this.#versions.keys()].sort((a, b) => a - b);
  }

  has(block: number): boolean {
    return this.#versions.has(block);
  }

  /** Copies of a block, oldest first. */
  versions(block: number): readonly BlockVersion[] {
    return this.#versions.get(block) ?? [];
  }

  /**
   * A block as it stood after a transaction; undefined when no copy that old is left, or when the block was given up
   * as metadata in between: from then on it may hold a file's data, which no journal keeps.
   */
  asOf(block: number, order: number): BlockVersion | undefined {
    const version = this.versions(block).findLast((v) => v.order <= order);
    return version && !this.revokedBetween(block, version.order, order) ? version : undefined;
  }

  /** True when a block was given up as metadata in a transaction from `from` to `to`, both included. */
  revokedBetween(block: number, from: number, to: number): boolean {
    return this.#revoked.get(block)?.some((order) => from <= order && order <= to) ?? false;
  }

  /** The copied bytes; undefined when they are not what the transaction wrote. */
  read(version: BlockVersion): Buffer | undefined {
    const { elsewhere } = version;
    if (elsewhere) return elsewhere.source.read(elsewhere.at, this.#journal.super.s_blocksize);
    const raw = logged(this.#journal, version);
    if (raw.length < this.#journal.super.s_blocksize) return undefined;
    let good = this.#checked.get(version.journalBlock);
    if (good === undefined) {
      // The checksum is over the copy as written, its first bytes zeroed where they had to be.
      good = tagMatches(version, version.sequence, raw, this.#journal.super) !== false;
      this.#checked.set(version.journalBlock, good);
      if (!good) this.damaged++;
    }
    if (!good || !version.escaped) return good ? raw : undefined;
    const bytes = Buffer.from(raw);
    bytes.writeUInt32BE(JBD2_MAGIC, 0);
    return bytes;
  }

  /** Where a copy lies: as bytes of the journal, but for those of fast commits. */
  place(version: BlockVersion): { source: ByteSource; at: number } {
    if (version.elsewhere) return version.elsewhere;
    return { source: this.#journal.source, at: version.journalBlock * this.#journal.super.s_blocksize };
  }

  /** Where part of a copy lies in the evidence. */
  origin(version: BlockVersion, offset: number, length: number): Origin[] {
    const { source, at } = this.place(version);
    return source.origin(at + offset, length);
  }
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
