import { type EntryTree, isUnread, type Walked } from '../evidence/index.ts';

/** A batch ends behind this many entries or bytes of content. */
const ENTRIES = 512;
const BYTES = 16 * 1024 * 1024;

/**
 * The entries of a tree in the order of its walk, cut into pieces of work. Where they are cut depends on the evidence
 * alone, so that a piece is the same in every run and whoever does it. Each must be walked through before the next.
 */
export function* batchesOf(tree: EntryTree, past = true): Generator<Generator<Walked>> {
  const walk = tree.walk(past);
  let next = walk.next();
  function* one(): Generator<Walked> {
    let entries = 0;
    let bytes = 0;
    // The walk goes on only when the entry before has been looked at: a directory then says what was wrong with it.
    for (; !next.done && entries < ENTRIES && bytes < BYTES; next = walk.next()) {
      entries++;
      bytes += weight(next.value);
      yield next.value;
    }
  }
  do yield one();
  while (!next.done);
}

/** What an entry counts towards the end of a batch: known before its content is read. */
const weight = (walked: Walked): number => (isUnread(walked) ? 0 : walked.size);
