import { crc32c } from '../../../../bytes/index.ts';
import { FEATURE_INCOMPAT } from './layout.ts';
import { type Journal, journalBlock, pendingTransactions } from './transactions.ts';

/**
 * Fast commits: what happened since the last full commit, as a list of small records behind the log proper.
 * Source: Linux fs/ext4/fast_commit.h and fast_commit.c.
 */
const TAG = { addRange: 1, delRange: 2, creat: 3, link: 4, unlink: 5, inode: 6, pad: 7, tail: 8, head: 9 } as const;

/** One record of the area. */
export type FastRecord =
  | NameRecord<'creat'>
  | NameRecord<'link'>
  | NameRecord<'unlink'>
  | { kind: 'inode'; inode: number; raw: Buffer; place: Place }
  | { kind: 'add'; inode: number; logical: number; length: number; at: number; unwritten: boolean; place: Place }
  | { kind: 'delete'; inode: number; logical: number; length: number; place: Place };

/** A name that a directory got or lost. */
interface NameRecord<Kind> {
  kind: Kind;
  parent: number;
  inode: number;
  name: Buffer;
  place: Place;
}

/** Bytes of the journal. */
interface Place {
  at: number;
  length: number;
}

/**
 * The records a mount would replay after the full transactions: those that a tail with a good checksum closes.
 * @returns in the order they were written; empty when there are none
 */
export function fastRecords(journal: Journal): FastRecord[] {
  const { s_feature_incompat, s_blocksize, s_maxlen } = journal.super;
  if (!(s_feature_incompat & FEATURE_INCOMPAT.fast_commit)) return [];
  const expected = runningTransaction(journal);
  const closed: FastRecord[] = [];
  let open: FastRecord[] = [];
  let sum = 0;
  // The block at `end` belongs to neither: the kernel begins one behind it.
  for (let block = journal.end + 1; block < s_maxlen; block++) {
    const raw = journalBlock(journal, block);
    for (let at = 0; at + 4 <= raw.length; ) {
      const tag = raw.readUInt16LE(at);
      const length = raw.readUInt16LE(at + 2);
      const value = raw.subarray(at + 4, at + 4 + length);
      if (tag === TAG.tail) {
        if (value.length < 8 || value.readUInt32LE(0) !== expected) return closed;
        if (crc32c(sum, raw.subarray(at, at + 8)) !== value.readUInt32LE(4)) return closed;
        closed.push(...open);
        open = [];
        sum = 0;
        break;
      }
      if (value.length < length || tag < TAG.addRange || tag > TAG.head) return closed;
      if (tag === TAG.head && (length < 8 || value.readUInt32LE(4) !== expected)) return closed;
      sum = crc32c(sum, raw.subarray(at, at + 4 + length));
      const record = parse(tag, value, block * s_blocksize + at + 4);
      if (record) open.push(record);
      at += 4 + length;
      if (tag === TAG.pad) break;
    }
  }
  return closed;
}

/** The transaction that was open when the image was taken: fast commits bear its number. */
export function runningTransaction(journal: Journal): number {
  const { s_start, s_sequence } = journal.super;
  return (s_start === 0 ? s_sequence : s_sequence + pendingTransactions(journal).length) >>> 0;
}

function parse(tag: number, value: Buffer, at: number): FastRecord | undefined {
  const place = { at, length: value.length };
  if ((tag === TAG.creat || tag === TAG.link || tag === TAG.unlink) && value.length > 8) {
    const kind = tag === TAG.creat ? 'creat' : tag === TAG.link ? 'link' : 'unlink';
    const [parent, inode] = [value.readUInt32LE(0), value.readUInt32LE(4)];
    return { kind, parent, inode, name: Buffer.from(value.subarray(8)), place };
  }
  // A raw inode without the space behind its fixed fields.
  if (tag === TAG.inode && value.length >= 4 + 128)
    return {
      kind: 'inode',
      inode: value.readUInt32LE(0),
      raw: Buffer.from(value.subarray(4)),
      place: { at: at + 4, length: value.length - 4 },
    };
  if (tag === TAG.addRange && value.length >= 16) {
    // An extent as the tree has it: lengths above 32768 are those of unwritten ones.
    const raw = value.readUInt16LE(8);
    return {
      kind: 'add',
      inode: value.readUInt32LE(0),
      logical: value.readUInt32LE(4),
      length: raw > 32768 ? raw - 32768 : raw,
      at: value.readUInt16LE(10) * 2 ** 32 + value.readUInt32LE(12),
      unwritten: raw > 32768,
      place,
    };
  }
  if (tag === TAG.delRange && value.length >= 12)
    return {
      kind: 'delete',
      inode: value.readUInt32LE(0),
      logical: value.readUInt32LE(4),
      length: value.readUInt32LE(8),
      place,
    };
  return undefined;
}
