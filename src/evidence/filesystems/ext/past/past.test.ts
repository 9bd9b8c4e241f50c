import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture } from '../../../../../fixtures/image.ts';
import { known, lifeOf, sha256, wrong } from '../../../../../fixtures/past/record.ts';
import { type FileEntry, isUnread } from '../../../entry.ts';
import { horizonText } from '../../../tree.ts';
import type { Volume } from '../../../volumes/volume.ts';
import { ext } from '../index.ts';

const volume = (source: FixtureImage): Volume => ({ layers: [], source });

const opened = (image: FixtureImage, siblings: Volume[] = []) => {
  const { tree, unread } = ext.open(volume(image), siblings);
  const all = tree ? [...tree.walk()] : [];
  const entries = all.filter((w): w is FileEntry => !isUnread(w));
  return {
    tree,
    entries,
    past: entries.filter((e) => e.allocation === 'deleted' || e.allocation === 'superseded'),
    unread: [...unread, ...all.filter(isUnread)].map((u) => u.reason),
  };
};

const lived = ['lived-ext4', 'lived-ext4-wrapped', 'lived-ext3'];

describe('of a filesystem that lived, every claim is true:', () => {
  for (const name of lived) {
    it(`${name}: no wrong name, content, time of modification or of removal`, () => {
      const life = lifeOf(name);
      const record = known(life);
      const { past } = opened(fixture(`past/${name}.img.gz`));
      expect(past.filter((e) => e.content === 'intact').length).toBeGreaterThan(20);
      expect(past.flatMap((e) => wrong(e, life, record).map((reason) => [e.path, e.metaAddress, reason]))).toEqual([]);
    });
  }

  it('and a claim that is not true would be found', () => {
    const life = lifeOf('lived-ext4');
    const { past } = opened(fixture('past/lived-ext4.img.gz'));
    const entry = past.find((e) => e.content === 'intact' && e.kind === 'file' && e.size > 0)!;
    expect(wrong({ ...entry, path: '/never' }, life, known(life))).toEqual(['this inode never had this name']);
    expect(wrong({ ...entry, times: { ...entry.times, deleted: '2020-01-01T00:00:00Z' } }, life, known(life))).toEqual([
      'not removed at 2020-01-01T00:00:00Z',
    ]);
    expect(wrong({ ...entry, size: entry.size - 1 }, life, known(life))).toEqual(['this inode never had this content']);
  });
});

describe('what an intruder removed comes back:', () => {
  for (const name of ['lived-ext4', 'lived-ext3']) {
    it(`${name}: every name, and every content that was not overwritten`, () => {
      const life = lifeOf(name);
      const { past } = opened(fixture(`past/${name}.img.gz`));
      const back = life.planted.map((p) => {
        const named = past.filter((e) => e.path === p.path);
        const whole = named.some((e) => e.content === 'intact' && e.size === p.size && sha256(e) === p.sha256);
        const part = named.some((e) => e.content !== 'lost');
        return `${p.class} ${p.path.split('/').pop()}: ${whole ? 'whole' : part ? 'part' : named.length > 0 ? 'name' : 'nothing'}`;
      });
      expect(back.join('\n')).toMatchSnapshot();
    });
  }

  it('both names of a file that had two', () => {
    const { past } = opened(fixture('past/lived-ext4.img.gz'));
    const both = past.filter((e) => e.path?.endsWith('/linked.cgi') || e.path === '/var/spool/second-name');
    expect(both.map((e) => [e.allocation, e.content])).toEqual([
      ['deleted', 'intact'],
      ['deleted', 'intact'],
    ]);
  });

  it('a deleted directory with its former tree', () => {
    const { past } = opened(fixture('past/lived-ext4.img.gz'));
    const kit = past.filter((e) => e.path?.startsWith('/var/tmp/.kit'));
    expect(kit.map((e) => [e.path, e.kind]).sort()).toEqual([
      ['/var/tmp/.kit', 'directory'],
      ['/var/tmp/.kit/sub', 'directory'],
      ...[0, 1, 2, 3].map((i) => [`/var/tmp/.kit/sub/tool${i}`, 'file']),
    ]);
  });
});

describe('names that no journal keeps', () => {
  it('come from directory slack, to the inode states that the journal keeps', () => {
    const image = new FixtureImage(Buffer.from(fixture('ext/ext4-slack.img.gz').bytes));
    const before = opened(image).past.filter((e) => e.path?.startsWith('/dana-na/doomed-'));
    // Without the journal's copies of the directory, as when only the inode table was logged since.
    for (const { recorded } of before) {
      if (!recorded!.name!.layers.at(-1)!.startsWith('journal:')) continue;
      const at = recorded!.name!.bytes[0]!.offset;
      image.bytes.fill(0, at - (at % 1024), at - (at % 1024) + 1024);
    }
    const after = opened(image).past.filter((e) => e.path?.startsWith('/dana-na/doomed-'));
    expect(after.map((e) => [e.path, e.content, e.metaAddress, e.version !== undefined]).sort()).toEqual(
      before.map((e) => [e.path, e.content, e.metaAddress, true]).sort(),
    );
    expect(after.filter((e) => e.notes!.some((n) => n.startsWith('name from directory slack'))).length).toBe(5);
  });
});

describe('not told as a deletion:', () => {
  it('a renamed file, whose former name is a name only', () => {
    const { past, entries } = opened(fixture('past/lived-ext4.img.gz'));
    const old = past.filter((e) => e.path?.endsWith('/moved-away.cgi'));
    const now = entries.find((e) => e.path === '/var/spool/moved-here')!;
    expect(old.map((e) => [e.allocation, e.content, e.size, e.metaAddress, e.times])).toEqual([
      ['superseded', 'lost', 0, now.metaAddress, {}],
    ]);
    expect(old[0]!.notes![0]).toMatch(
      /^an earlier name of a file that still exists as \/var\/spool\/moved-here; recorded until transaction \d+, committed /,
    );
  });
});

describe('what was overwritten is not taken for the file:', () => {
  it('discarded blocks read as zeros: a file of that name, size and time was there', () => {
    const { past } = opened(fixture('past/discarded.img.gz'));
    expect(past.map((e) => [e.path, e.size, e.content, e.times.deleted !== undefined])).toEqual([
      ['/discarded', 5590, 'lost', true],
    ]);
    expect(past[0]!.notes!.join()).toContain('discarded or overwritten with zeros');
  });

  it('a shredded file keeps its real name, and its random bytes are not called its content', () => {
    const { past } = opened(fixture('past/shredded.img.gz'));
    expect(past.map((e) => [e.path, e.allocation, e.content])).toEqual([['/backdoor.cgi', 'deleted', 'partial']]);
    expect(past[0]!.notes).toContain('renamed to 00 before it was removed, as shred -u does');
    expect(past[0]!.notes!.join()).toContain('the blocks look random from the first byte');
  });

  it('a text with a block that ends in zeros held another file for a moment, which no bitmap tells', () => {
    const image = new FixtureImage(Buffer.from(fixture('past/lived-ext4.img.gz').bytes));
    const of = () => opened(image).past.find((e) => e.path?.endsWith('/shell2.cgi'))!;
    const before = of();
    expect([before.content, before.size > 4096]).toEqual(['intact', true]);
    const { offset } = before.locator.bytes[0]!;
    image.bytes.fill(0, offset + 3000, offset + 4096);
    expect(of().content).toBe('partial');
    expect(of().notes!.join()).toContain('1 block of this text ends in zeros');
  });

  it.each(['renewed-ext4', 'renewed-nocsum'])(
    'a journal of a former filesystem tells nothing of this one: %s',
    (name) => {
      const { past, unread, tree } = opened(fixture(`past/${name}.img.gz`));
      expect(tree!.facts.horizon!.from! < tree!.facts.horizon!.to!).toBe(true);
      expect(past.map((e) => [e.path, e.content])).toEqual([['/doomed', 'intact']]);
      expect(unread).toHaveLength(1);
      expect(unread[0]).toContain('filesystem that was here before');
    },
  );
});

describe('a journal on another device', () => {
  const journal = (): Volume => volume(fixture('past/external.journal.gz'));

  it('brings back deleted files and what it alone knows, when it is handed over too', () => {
    const { past, entries, unread, tree } = opened(fixture('past/external.img.gz'), [journal()]);
    expect(past.map((e) => [e.path, e.allocation, e.content])).toEqual([['/doomed', 'deleted', 'intact']]);
    expect(entries.some((e) => e.path === '/only-in-the-journal')).toBe(true);
    expect(unread).toEqual([]);
    expect(horizonText(tree!.facts.horizon!)).toMatch(/^The journal tells of 3 transactions from 20\d\d-/);
  });

  it('is missed when it is not, or is another', () => {
    const other = new FixtureImage(Buffer.from(fixture('past/external.journal.gz').bytes));
    other.bytes[1024 + 0x68]! ^= 1;
    for (const siblings of [[], [volume(other)]]) {
      const { past, unread, tree } = opened(fixture('past/external.img.gz'), siblings);
      expect(past.filter((e) => e.path !== undefined)).toEqual([]);
      expect(unread[0]).toContain('the journal is on another device, which was not handed over');
      expect(tree!.facts.horizon).toBeUndefined();
    }
  });

  it('alone is searched as raw bytes, and says whose it is not', () => {
    const { tree, unread } = ext.open(journal());
    expect([tree!.type, unread.map((u) => u.reason)]).toEqual([
      'raw',
      ['ext: this is the journal of another filesystem, which was not handed over; searched as raw bytes only'],
    ]);
    expect(ext.open(journal(), [volume(fixture('past/external.img.gz'))]).unread).toEqual([]);
  });
});

describe('content that the journal copied (data=journal)', () => {
  it('is joined to its file: earlier contents of the same blocks, and one whose blocks were handed back', () => {
    const { past, entries } = opened(fixture('past/data-journal.img.gz'));
    const told = past.map((e) => `${e.allocation} ${e.content} ${e.path} ${e.open().read(0, 12).toString()}`);
    expect(told).toEqual([
      'superseded intact /in-place first line 0',
      'superseded intact /in-place after line 0',
      'deleted intact /ordered-since journalled l',
      `deleted lost /ordered-since ${'\0'.repeat(12)}`,
      'deleted intact /doomed doomed line ',
    ]);
    const doomed = past.find((e) => e.path === '/doomed')!;
    const text = Array.from({ length: 300 }, (_, n) => `doomed line ${n}\n`).join('');
    expect(doomed.open().read(0, doomed.size).toString()).toBe(text);
    // Its bytes lie in the journal, and the locator says so.
    const [journal] = entries.filter((e) => e.kind === 'metadata').flatMap((e) => e.locator.bytes);
    for (const { offset } of doomed.locator.bytes) {
      expect(offset).toBeGreaterThan(journal!.offset);
      expect(offset).toBeLessThan(journal!.offset + 1024 * 1024);
    }
    expect(doomed.locator.bytes.map((b) => b.length).reduce((a, b) => a + b, 0)).toBe(doomed.size);
  });

  it('is not taken for what was written to the same blocks after a mount without it', () => {
    const { past } = opened(fixture('past/data-journal.img.gz'));
    const own = past.filter((e) => e.path === '/ordered-since');
    expect(own.map((e) => [e.content, e.open().read(0, 12).toString('latin1')])).toEqual([
      ['intact', 'journalled l'],
      ['lost', '\0'.repeat(12)],
    ]);
  });

  it('that looks like a block of a directory names nobody', () => {
    const { entries } = opened(fixture('past/data-journal.img.gz'));
    expect(entries.filter((e) => e.path?.endsWith('/forged'))).toEqual([]);
    expect(
      entries
        .find((e) => e.path === '/looks-like-a-directory')!
        .open()
        .read(0, 1024)
        .includes('forged'),
    ).toBe(true);
  });
});

describe('the horizon', () => {
  it('goes from the first commit that is left to the last', () => {
    const { tree } = opened(fixture('past/lived-ext4-wrapped.img.gz'));
    const { from, to, transactions } = tree!.facts.horizon!;
    const removals = lifeOf('lived-ext4-wrapped').removals.map((r) => r[2]);
    expect(transactions).toBeGreaterThan(20);
    // The journal has come round: the first removals lie before it.
    expect(Date.parse(from!) / 1000).toBeGreaterThan(Math.min(...removals));
    expect(Date.parse(to!)).toBeGreaterThan(Date.parse(from!));
  });
});

describe('a damaged past', () => {
  /** Where the journal lies in the image. */
  const journalOf = (image: FixtureImage) => opened(image).entries.find((e) => e.kind === 'metadata')!.locator.bytes;

  it('accuses nobody: damage in the journal never makes a live file deleted', () => {
    for (const name of ['lived-ext4', 'lived-ext3']) {
      const image = fixture(`past/${name}.img.gz`);
      const life = lifeOf(name);
      const record = known(life);
      const places = journalOf(image);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 60 }),
          (changes) => {
            const bytes = Buffer.from(image.bytes);
            for (const [n, value] of changes) {
              const { offset, length } = places[n % places.length]!;
              bytes[offset + (n % Math.min(length, 300_000))] = value;
            }
            const { past } = opened(new FixtureImage(bytes));
            const bad = past.filter((e) => e.allocation === 'deleted' && e.path && life.live.includes(e.path));
            expect(bad.map((e) => e.path)).toEqual([]);
            // With checksums nothing wrong is told at all.
            if (name === 'lived-ext4') expect(past.flatMap((e) => wrong(e, life, record))).toEqual([]);
          },
        ),
        { numRuns: 12, seed: 3 },
      );
    }
  }, 30_000);

  it('without a journal superblock is a filesystem without a past, and says so', () => {
    const image = new FixtureImage(Buffer.from(fixture('past/lived-ext4.img.gz').bytes));
    const [first] = journalOf(image);
    image.bytes.writeUInt32BE(0, first!.offset);
    const { tree, past } = opened(image);
    expect(past.filter((e) => e.version)).toEqual([]);
    expect(tree!.facts.notes).toContain('its journal could not be read; what it remembers is not known');
  });

  it('with a changed copy says that it was not used', () => {
    const image = new FixtureImage(Buffer.from(fixture('past/lived-ext4.img.gz').bytes));
    const copies = opened(image).past.flatMap((e) => e.recorded?.metadata?.bytes ?? []);
    image.bytes[copies[0]!.offset + 100]! ^= 0xff;
    expect(opened(image).unread).toContain(
      'ext: journal: 1 block copied earlier with a checksum that does not fit; they were not used',
    );
  });
});
