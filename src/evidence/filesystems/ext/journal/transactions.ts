import type { ByteSource } from '../../../../bytes/index.ts';
import { blockMatches } from './checksum.ts';
import {
  BLOCK_TYPE,
  blockHeader,
  type Commit,
  type JournalSuper,
  parseCommit,
  parseJournalSuper,
  parseRevoked,
  parseTags,
  type Tag,
} from './layout.ts';

/** A copy of a filesystem block that a transaction holds. */
export interface LoggedBlock extends Tag {
  /** Block of the journal where the copy lies. */
  journalBlock: number;
  sequence: number;
}

export interface Transaction {
  sequence: number;
  blocks: LoggedBlock[];
  revoked: number[];
  /** Absent when the commit block is missing: the transaction never took effect. */
  commit?: Commit;
}

/** A journal: its superblock and where its blocks lie. */
export interface Journal {
  super: JournalSuper;
  /** Block `n` of the log lies at `n * s_blocksize`. */
  source: ByteSource;
  /** Blocks of the log proper, without the fast-commit area behind it. */
  end: number;
}

/**
 * @param source the journal's content: that of inode 8, or a whole journal device
 * @param at byte offset of the journal's superblock: 0, or on a device behind the superblock of ext
 */
export function openJournal(source: ByteSource, at = 0): Journal | undefined {
  const sb = parseJournalSuper(source.read(at, 1024));
  if (!sb || sb.s_blocksize < 1024 || sb.s_blocksize > 65536 || (sb.s_blocksize & (sb.s_blocksize - 1)) !== 0)
    return undefined;
  const blocks = Math.min(sb.s_maxlen, Math.floor(source.size / sb.s_blocksize));
  if (sb.s_first < 1 || sb.s_first >= blocks) return undefined;
  return { super: sb, source, end: Math.max(sb.s_first + 1, blocks - sb.s_num_fc_blks) };
}

export const journalBlock = (journal: Journal, block: number): Buffer =>
  journal.source.read(block * journal.super.s_blocksize, journal.super.s_blocksize);

/** The block after, wrapping round to the first one behind the superblock. */
export const following = (journal: Journal, block: number, steps = 1): number => {
  const { s_first } = journal.super;
  return s_first + ((block - s_first + steps) % (journal.end - s_first));
};

/**
 * Reads one transaction that starts at a block. Its parts follow each other: descriptors with their data, revoke
 * blocks, and the commit that makes it count.
 * @returns the transaction and the block behind it; undefined when nothing of that sequence starts there
 */
export function readTransaction(
  journal: Journal,
  start: number,
  sequence: number,
): { transaction: Transaction; next: number } | undefined {
  const transaction: Transaction = { sequence, blocks: [], revoked: [] };
  let at = start;
  for (let used = 0; used < journal.end; ) {
    const raw = journalBlock(journal, at);
    const header = blockHeader(raw);
    if (!header || header.sequence !== sequence || blockMatches(header.type, raw, journal.super) === false) break;
    if (header.type === BLOCK_TYPE.descriptor) {
      const tags = parseTags(raw, journal.super);
      tags.forEach((tag, i) => {
        transaction.blocks.push({ ...tag, sequence, journalBlock: following(journal, at, i + 1) });
      });
      at = following(journal, at, tags.length + 1);
      used += tags.length + 1;
    } else if (header.type === BLOCK_TYPE.revoke) {
      transaction.revoked.push(...parseRevoked(raw, journal.super));
      at = following(journal, at);
      used++;
    } else if (header.type === BLOCK_TYPE.commit) {
      transaction.commit = parseCommit(raw);
      return { transaction, next: following(journal, at) };
    } else break;
  }
  return transaction.blocks.length + transaction.revoked.length > 0 ? { transaction, next: at } : undefined;
}

/** The transactions a mount would replay: committed, in sequence, from the log's tail on. Empty when it is clean. */
export function pendingTransactions(journal: Journal): Transaction[] {
  const { s_start, s_sequence } = journal.super;
  const found: Transaction[] = [];
  if (s_start === 0 || s_start >= journal.end) return found;
  let at = s_start;
  for (let sequence = s_sequence; found.length < journal.end; sequence = (sequence + 1) >>> 0) {
    const read = readTransaction(journal, at, sequence);
    if (!read?.transaction.commit) break;
    found.push(read.transaction);
    at = read.next;
  }
  return found;
}
