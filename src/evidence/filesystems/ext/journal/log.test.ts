import { describe, expect, it } from 'vitest';
import { FixtureImage } from '../../../../../fixtures/image.ts';
import { BlockHistory } from './history.ts';
import { JBD2_MAGIC } from './layout.ts';
import { openJournal } from './transactions.ts';

const BLOCK = 1024;

/** Writes a journal block by block, as jbd2 lays it out without checksums and with 32-bit tags. */
class JournalMaker {
  readonly bytes: Buffer;
  #at: number;

  constructor(blocks: number, sequence: number, first = 1) {
    this.bytes = Buffer.alloc(blocks * BLOCK);
    this.#header(0, 4, 0);
    for (const [at, value] of [
      [0xc, BLOCK],
      [0x10, blocks],
      [0x14, 1],
      [0x18, sequence],
      [0x28, 1],
    ] as const)
      this.bytes.writeUInt32BE(value, at);
    this.#at = first;
  }

  #header(block: number, type: number, sequence: number): void {
    this.bytes.writeUInt32BE(JBD2_MAGIC, block * BLOCK);
    this.bytes.writeUInt32BE(type, block * BLOCK + 4);
    this.bytes.writeUInt32BE(sequence, block * BLOCK + 8);
  }

  #next(): number {
    const at = this.#at++;
    if (this.#at * BLOCK >= this.bytes.length) this.#at = 1;
    return at;
  }

  /** @param copies block of the filesystem and the byte its copy is filled with */
  transaction(
    sequence: number,
    copies: [block: number, fill: number][],
    seconds: number,
    revoked: number[] = [],
  ): this {
    if (revoked.length > 0) {
      const at = this.#next();
      this.#header(at, 5, sequence);
      this.bytes.writeUInt32BE(16 + revoked.length * 4, at * BLOCK + 12);
      revoked.forEach((block, i) => {
        this.bytes.writeUInt32BE(block, at * BLOCK + 16 + i * 4);
      });
    }
    if (copies.length > 0) {
      const at = this.#next();
      this.#header(at, 1, sequence);
      copies.forEach(([block, fill], i) => {
        const tag = at * BLOCK + 12 + (i === 0 ? 0 : 24 + (i - 1) * 8);
        this.bytes.writeUInt32BE(block, tag);
        this.bytes.writeUInt16BE((i === 0 ? 0 : 2) | (i === copies.length - 1 ? 8 : 0), tag + 6);
        const copy = this.#next();
        this.bytes.fill(fill, copy * BLOCK, (copy + 1) * BLOCK);
      });
    }
    const at = this.#next();
    this.#header(at, 2, sequence);
    this.bytes.writeBigUInt64BE(BigInt(seconds), at * BLOCK + 0x30);
    return this;
  }

  history(made = 0, blocks = 10_000): BlockHistory {
    return new BlockHistory(openJournal(new FixtureImage(this.bytes))!, { made, blocks });
  }
}

const told = (history: BlockHistory, block: number): [number, number | undefined][] =>
  history.versions(block).map((v) => [v.sequence, history.read(v)?.[0]]);

describe('a journal as history', () => {
  it('keeps copies of transactions long written back, oldest first', () => {
    const history = new JournalMaker(32, 4)
      .transaction(
        1,
        [
          [100, 1],
          [200, 9],
        ],
        1000,
      )
      .transaction(2, [[100, 2]], 1005)
      .transaction(3, [[100, 3]], 1010)
      .history();
    expect(told(history, 100)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(history.asOf(100, 1)?.sequence).toBe(2);
    expect(history.versions(200)[0]!.committed).toBe('1970-01-01T00:16:40.000000000Z');
  });

  it('orders across the end of the area and across the wrap of the sequence number', () => {
    const history = new JournalMaker(12, 1, 8)
      .transaction(0xfffffffe, [[100, 1]], 1000)
      .transaction(0xffffffff, [[100, 2]], 1005)
      .transaction(0, [[100, 3]], 1010)
      .history();
    expect(told(history, 100)).toEqual([
      [0xfffffffe, 1],
      [0xffffffff, 2],
      [0, 3],
    ]);
  });

  it('a revoked block is not what it was before, from then on; before, it still is', () => {
    const history = new JournalMaker(32, 5)
      .transaction(1, [[100, 1]], 1000)
      .transaction(2, [[200, 1]], 1005, [100])
      .transaction(3, [[200, 2]], 1010)
      .transaction(4, [[100, 4]], 1015)
      .history();
    expect([0, 1, 2, 3].map((order) => history.asOf(100, order)?.sequence)).toEqual([1, undefined, undefined, 4]);
    expect(told(history, 100)).toEqual([
      [1, 1],
      [4, 4],
    ]);
  });

  it('what newer transactions have overwritten is not read as the older one', () => {
    const maker = new JournalMaker(16, 3).transaction(
      1,
      [
        [100, 1],
        [101, 1],
        [102, 1],
        [103, 1],
      ],
      1000,
    );
    const head = new JournalMaker(16, 3).transaction(2, [[100, 2]], 1005);
    head.bytes.copy(maker.bytes, BLOCK, BLOCK, 4 * BLOCK);
    const history = maker.history();
    expect(told(history, 100)).toEqual([[2, 2]]);
    expect([101, 102, 103].map((b) => history.versions(b).length)).toEqual([0, 0, 0]);
    expect(history.log.transactions.map((t) => t.sequence)).toEqual([1, 2]);
  });

  it('file data that looks like a descriptor is data, also when the descriptor that announced it is gone', () => {
    for (const gone of [false, true]) {
      const made = new JournalMaker(40, 3).transaction(1, [[100, 1]], 1000).transaction(2, [[101, 2]], 1001);
      // As jbd2 writes a copy that begins with its magic number: with zeros in its place.
      made.bytes.fill(0, 2 * BLOCK, 3 * BLOCK);
      made.bytes.writeUInt32BE(1, 2 * BLOCK + 4);
      made.bytes.writeUInt32BE(2, 2 * BLOCK + 8);
      made.bytes.writeUInt32BE(555, 2 * BLOCK + 12);
      made.bytes.writeUInt16BE(8, 2 * BLOCK + 18);
      if (gone) made.bytes.fill(0xff, BLOCK, 2 * BLOCK);
      const history = made.history();
      expect(told(history, 555)).toEqual([]);
      expect(told(history, 100)).toEqual(gone ? [] : [[1, 0]]);
      expect(told(history, 101)).toEqual([[2, 2]]);
    }
  });

  it('a number that is not given out yet belongs to a journal made anew since, or to another filesystem', () => {
    const maker = (seconds: number) =>
      new JournalMaker(32, 3)
        .transaction(1, [[100, 3]], 5000)
        .transaction(2, [[100, 4]], 5005)
        .transaction(77, [[100, 1]], seconds);
    expect(told(maker(4000).history(2000), 100)).toEqual([
      [77, 1],
      [1, 3],
      [2, 4],
    ]);
    const before = maker(1000).history(2000);
    expect([told(before, 100), before.log.former]).toEqual([
      [
        [1, 3],
        [2, 4],
      ],
      1,
    ]);
  });

  it('a clock that was never set does not make a filesystem its own predecessor', () => {
    const history = new JournalMaker(32, 3)
      .transaction(1, [[100, 1]], 100)
      .transaction(2, [[100, 2]], 105)
      .history(9000);
    expect(told(history, 100)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('counts what is missing between the oldest and the newest, and copies of blocks that do not exist', () => {
    const history = new JournalMaker(32, 10)
      .transaction(
        2,
        [
          [100, 1],
          [9_999_999, 1],
        ],
        1000,
      )
      .transaction(7, [[100, 2]], 1005)
      .history();
    expect([history.log.lost, history.outside, history.blocks()]).toEqual([4, 1, [100]]);
  });
});
