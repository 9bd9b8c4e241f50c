import { blockMatches, hasChecksums } from './checksum.ts';
import { BLOCK_TYPE, blockHeader, type Commit, parseCommit, parseRevoked, parseTags } from './layout.ts';
import { following, type Journal, journalBlock, type LoggedBlock, pendingTransactions } from './transactions.ts';

/** A transaction as much of it as still lies in the journal. */
export interface PastTransaction {
  sequence: number;
  /** Rank among all that are left, oldest first: sequence numbers wrap, and begin again when a journal is made anew. */
  order: number;
  blocks: LoggedBlock[];
  revoked: number[];
  /** Absent when the commit block is gone: the copies exist, when they took effect is not known. */
  commit?: Commit;
}

/** What lies in the area of a journal. */
export interface Log {
  transactions: PastTransaction[];
  /** Transactions of a filesystem that was here before this one was made; none of them is told. */
  former: number;
  /** Blocks that begin like the journal's own and whose checksum says that they are not. */
  damaged: number;
  /** Sequence numbers between the oldest and the newest that have no transaction here any more. */
  lost: number;
}

/** Blocks read at a time. */
const CHUNK = 256;

type Found = Omit<PastTransaction, 'order'> & { first: number; next: number };

/**
 * Every transaction that still lies anywhere in the journal, also those long written back. A log is written from its
 * beginning on, so what is overwritten of an old transaction is its head; its commit stands when anything of it does.
 * @param made seconds when the filesystem was made; 0 when it does not say
 */
export function readLog(journal: Journal, made: number): Log {
  const { found, damaged } = scan(journal);
  joinWrapped(found);
  const { s_start, s_sequence } = journal.super;
  const next = s_start === 0 ? s_sequence : (s_sequence + pendingTransactions(journal).length) >>> 0;
  const own: Found[] = [];
  const earlier: Found[] = [];
  let former = 0;
  // A device whose clock was never set commits before its filesystem was made: then times prove nothing.
  const clockTrusted = made > 0 && found.some((t) => (t.commit?.seconds ?? 0) >= made);
  for (const t of found) {
    const before = ((t.sequence - next) | 0) < 0;
    const foreign = !hasChecksums(journal.super) && clockTrusted && t.commit !== undefined && t.commit.seconds < made;
    if (foreign) former++;
    else if (before) own.push(t);
    // A number not given out yet: not committed, or counted by a journal that was made anew since.
    else if (t.commit && (hasChecksums(journal.super) || clockTrusted)) earlier.push(t);
    else if (t.commit) former++;
  }
  const rank = (a: Found, b: Found): number => ((a.sequence - next) | 0) - ((b.sequence - next) | 0);
  own.sort((a, b) => rank(a, b) || time(a) - time(b) || a.first - b.first);
  // Undated parts beside another filesystem's are as likely to be its own.
  const usable = former > 0 && !hasChecksums(journal.super) ? own.filter((t) => t.commit) : own;
  earlier.sort((a, b) => time(a) - time(b) || a.sequence - b.sequence || a.first - b.first);
  const transactions = [...earlier, ...usable].map(({ first: _first, next: _next, ...t }, order) => ({ ...t, order }));
  return { transactions, former, damaged, lost: missing(usable) };
}

const time = (t: Found): number => (t.commit ? t.commit.seconds + t.commit.nanoseconds / 1e9 : 0);

function missing(list: Found[]): number {
  let lost = 0;
  for (let i = 1; i < list.length; i++) lost += Math.max(0, ((list[i]!.sequence - list[i - 1]!.sequence) | 0) - 1);
  return lost;
}

function scan(journal: Journal): { found: Found[]; damaged: number } {
  const { s_first, s_blocksize } = journal.super;
  const found: Found[] = [];
  let open: Found | undefined;
  let damaged = 0;
  let skip = s_first;
  for (let chunk = s_first; chunk < journal.end; chunk += CHUNK) {
    const count = Math.min(CHUNK, journal.end - chunk);
    const bytes = journal.source.read(chunk * s_blocksize, count * s_blocksize);
    for (let at = Math.max(chunk, skip); at < chunk + count; at++) {
      const raw = bytes.subarray((at - chunk) * s_blocksize, (at - chunk + 1) * s_blocksize);
      const header = raw.length === s_blocksize ? blockHeader(raw) : undefined;
      if (!header) continue;
      if (blockMatches(header.type, raw, journal.super) === false) {
        damaged++;
        continue;
      }
      if (!open || open.next !== at || open.sequence !== header.sequence) {
        open = { sequence: header.sequence, blocks: [], revoked: [], first: at, next: at };
        found.push(open);
      }
      open.next = following(journal, at);
      if (header.type === BLOCK_TYPE.descriptor) {
        describe(journal, at, raw, open);
        if (open.next > at) skip = open.next;
      } else if (header.type === BLOCK_TYPE.revoke) open.revoked.push(...parseRevoked(raw, journal.super));
      else if (header.type === BLOCK_TYPE.commit) {
        open.commit = parseCommit(raw);
        open = undefined;
      } else open = undefined;
    }
  }
  return { found: found.filter((t) => t.commit || t.blocks.length + t.revoked.length > 0), damaged };
}

/** Copies announced by a descriptor that are still there. */
function describe(journal: Journal, at: number, raw: Buffer, into: Found): void {
  for (const [i, tag] of parseTags(raw, journal.super).entries()) {
    const place = following(journal, at, i + 1);
    // Copies never begin with the magic number (they are escaped), so a header there is from a newer transaction.
    if (place === at || blockHeader(journal.source.read(place * journal.super.s_blocksize, 12))) return;
    into.blocks.push({ ...tag, sequence: into.sequence, journalBlock: place });
    into.next = following(journal, place);
  }
}

/** The last transaction of the area may go on at its beginning. */
function joinWrapped(found: Found[]): void {
  const head = found[0];
  const tail = found[found.length - 1];
  if (!head || !tail || head === tail || tail.commit || tail.sequence !== head.sequence || tail.next !== head.first)
    return;
  head.blocks.unshift(...tail.blocks);
  head.revoked.unshift(...tail.revoked);
  found.pop();
}

/** A block of the log, as it lies there. */
export const logged = (journal: Journal, block: LoggedBlock): Buffer => journalBlock(journal, block.journalBlock);
