import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture } from '../../../../../fixtures/image.ts';
import { journalOf } from '../recovered.ts';
import { findSuperBlock } from '../superblock.ts';
import { ExtVolume } from '../volume.ts';
import { BlockHistory } from './history.ts';
import { openJournal, pendingTransactions } from './transactions.ts';

const journalIn = (image: FixtureImage) => {
  const found = findSuperBlock(image)!;
  return journalOf(new ExtVolume(image, found.super, found.at, []))!;
};

const hasDebugfs = (() => {
  try {
    execFileSync('debugfs', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Every logged block as debugfs tells it: `fs block @ journal block`. */
function logdump(image: FixtureImage): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'afterimage-'));
  try {
    const path = join(folder, 'image');
    writeFileSync(path, image.bytes);
    const text = execFileSync('debugfs', ['-R', 'logdump -aO', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...text.matchAll(/FS block (\d+) logged at journal block (\d+)/g)].map((m) => `${m[1]} @ ${m[2]}`).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a journal', () => {
  // csum v3 with 64bit, without checksums and 32-bit, of ext3; dirty and clean, with and without old transactions.
  for (const name of [
    'ext4-dirty',
    'ext4-dirty-v1',
    'ext3-dirty',
    'ext4-dirty-data',
    'ext4-deleted',
    'ext3-deleted',
    'ext4-superseded',
    'ext4-1k',
    'ext4-2k',
  ]) {
    it.skipIf(!hasDebugfs)(`has the blocks that debugfs finds in it: ${name}`, () => {
      const image = fixture(`ext/${name}.img.gz`);
      const journal = journalIn(image);
      const history = new BlockHistory(journal);
      // In a dirty journal debugfs starts at the tail and does not look at what lies before it; we do.
      const from = journal.super.s_start === 0 ? 0 : journal.super.s_sequence;
      const ours = [...history.blocks()]
        .flatMap((block) =>
          history
            .versions(block)
            .filter((v) => v.sequence >= from)
            .map((v) => `${block} @ ${v.journalBlock}`),
        )
        .sort();
      expect(ours).toEqual(logdump(image));
    });
  }

  it('vouches for every copy by its checksum, and notices a changed one', () => {
    const image = new FixtureImage(Buffer.from(fixture('ext/ext4-dirty.img.gz').bytes));
    const history = new BlockHistory(journalIn(image));
    const all = [...history.blocks()].flatMap((b) => [...history.versions(b)]);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((v) => history.read(v) === undefined)).toEqual([]);
    const victim = all[3]!;
    const [origin] = history.origin(victim, 100, 1);
    image.bytes[origin!.offset]! ^= 0xff;
    const again = new BlockHistory(journalIn(image));
    expect(again.read(victim)).toBeUndefined();
    expect(again.damaged).toBe(1);
  });

  it('knows which transactions a mount would replay: none when clean, the committed ones in order when not', () => {
    expect(pendingTransactions(journalIn(fixture('ext/ext4-deleted.img.gz')))).toEqual([]);
    const pending = pendingTransactions(journalIn(fixture('ext/ext4-dirty.img.gz')));
    expect(pending.map((t) => [t.sequence, t.commit !== undefined])).toEqual(pending.map((_, i) => [5 + i, true]));
    expect(pending.length).toBeGreaterThan(0);
  });

  it('cut or damaged anywhere neither throws nor loops', () => {
    const bytes = fixture('ext/ext4-dirty.img.gz').bytes;
    const journal = journalIn(new FixtureImage(bytes));
    const whole = Buffer.from(journal.source.read(0, journal.source.size));
    const survive = (b: Buffer): void => {
      const opened = openJournal(new FixtureImage(b));
      if (!opened) return;
      pendingTransactions(opened);
      const history = new BlockHistory(opened);
      for (const block of history.blocks()) for (const version of history.versions(block)) history.read(version);
    };
    for (let end = 0; end < 64 * 1024; end += 1021) survive(whole.subarray(0, end));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 64 * 1024 }), fc.integer({ min: 0, max: 255 })), { maxLength: 40 }),
        (changes) => {
          const b = Buffer.from(whole);
          for (const [at, value] of changes) b[at] = value;
          survive(b);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});
