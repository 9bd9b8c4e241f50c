import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { dated, findingOn } from '../../fixtures/past/dated.ts';
import { lifeOf } from '../../fixtures/past/record.ts';
import { packed } from '../detectors/survey/fixtures/read.ts';
import type { Surveyed } from '../detectors/survey.ts';
import type { EntryFacts, Finding, Interval } from '../model/index.ts';
import { refineIntervals } from './dating.ts';

interface Planted {
  path: string;
  state: string;
  inode: number;
  sha256: string;
  size: number;
  appeared: string;
  removed?: string;
}

const gateway = join(import.meta.dirname, '../../fixtures/gateway');
const truth = (JSON.parse(readFileSync(join(gateway, 'truth.json'), 'utf8')) as { planted: Planted[] }).planted;
let entries: Surveyed[];
beforeAll(async () => {
  entries = await packed(join(gateway, 'gateway.img.gz'));
});

const onVolume = (own: EntryFacts, all: EntryFacts[]): EntryFacts[] =>
  all.filter((f) => f.locator.layers.join() === own.locator.layers.join());

function refined(facts: EntryFacts): { before: Finding; after: Pick<Finding, 'appeared' | 'removed'> } {
  const all = entries.map((e) => e.facts);
  const versions = onVolume(facts, all).filter((f) => f.path === facts.path || f.metaAddress === facts.metaAddress);
  const neighbours = onVolume(facts, all).filter(
    (f) => f.version || Math.abs(f.metaAddress! - facts.metaAddress!) <= 8,
  );
  const before = findingOn(facts);
  return { before, after: refineIntervals(before, versions, neighbours) };
}

const entryOf = (planted: Planted): EntryFacts =>
  entries.find(
    ({ facts, hashes }) =>
      facts.path === planted.path &&
      facts.metaAddress === planted.inode &&
      (hashes?.sha256 ?? planted.sha256) === planted.sha256 &&
      facts.size === planted.size,
  )!.facts;

const ms = (at: string | undefined): number => Date.parse(at ?? '');
const holds = (interval: Interval | undefined, at: string): boolean =>
  !(interval?.notBefore !== undefined && interval.notBefore.slice(0, 19) > at.slice(0, 19)) &&
  !(interval?.notAfter !== undefined && interval.notAfter.slice(0, 19) < at.slice(0, 19));
const width = (interval: Interval | undefined): number => (ms(interval?.notAfter) - ms(interval?.notBefore)) / 60_000;

describe('refineIntervals on a gateway whose clock told the truth', () => {
  const named = truth.filter((p) => p.state !== 'unallocated' && p.state !== 'edited');

  for (const planted of named) {
    it(`holds the truth and is never wider: ${planted.path}`, () => {
      const { before, after } = refined(entryOf(planted));
      // Loot grew from day to day; it appeared with its first line, and the plant is noted at its last.
      if (!planted.path.startsWith('/tmp/'))
        expect([after.appeared, holds(after.appeared, planted.appeared)]).toEqual([after.appeared, true]);
      if (planted.removed)
        expect([after.removed, holds(after.removed, planted.removed)]).toEqual([after.removed, true]);
      for (const kind of ['appeared', 'removed'] as const) {
        const [was, is] = [before[kind], after[kind]];
        if (was?.notBefore) expect(ms(is?.notBefore)).toBeGreaterThanOrEqual(ms(was.notBefore));
        if (was?.notAfter) expect(ms(is?.notAfter)).toBeLessThanOrEqual(ms(was.notAfter));
      }
    });
  }

  it('closes the removal of every file put back by cp or mv within minutes', () => {
    const reverted = named.filter((p) => p.state === 'reverted').map((p) => refined(entryOf(p)).after.removed);
    expect(reverted).toHaveLength(3);
    for (const interval of reverted) expect(width(interval)).toBeLessThan(3);
  });

  it('dates the edited logs to the second', () => {
    for (const planted of truth.filter((p) => p.state === 'edited')) {
      const { after } = refined(entryOf(planted));
      expect(holds(after.removed, planted.removed!)).toBe(true);
      expect(width(after.removed)).toBeLessThan(1);
    }
  });

  it('names the evidence of each bound', () => {
    const secid = truth.find((p) => p.path.endsWith('secid_canceltoken.cgi'))!;
    expect(refined(entryOf(secid)).after).toMatchInlineSnapshot(`
      {
        "appeared": {
          "basis": [
            "The version before it was replaced in transaction 5; transaction 4, committed at 2021-01-14T03:14:00.000000000Z, came before it (less 30 seconds, since the next one opens while one is written).",
            "The inode that holds it was last changed at 2021-01-14T03:14:00.000000000Z (ctime).",
          ],
          "notAfter": "2021-01-14T03:14:00.000000000Z",
          "notBefore": "2021-01-14T03:13:30.000000000Z",
        },
        "removed": {
          "basis": [
            "Its content was replaced in transaction 11; transaction 10, committed at 2021-04-18T02:14:07.020000256Z, came before it (less 30 seconds, since the next one opens while one is written).",
            "A later version under the same inode was last changed at 2021-04-18T02:15:30.140001792Z (ctime).",
          ],
          "notAfter": "2021-04-18T02:15:30.140001792Z",
          "notBefore": "2021-04-18T02:13:37.020000256Z",
        },
      }
    `);
  });

  it('dates an earlier content by what replaced it, not by the deletion of its inode months later', () => {
    const page = entries.find(({ facts }) => facts.path?.endsWith('/meeting_testjs.cgi') && facts.size === 1077)!;
    const { after } = refined(page.facts);
    expect(holds(after.removed, '2021-01-14T03:14:00Z')).toBe(true);
    expect(after.removed?.basis?.at(-1)).toContain('2021-04-18T02:14:07Z');
  });

  it('gives the same for any order of the rows', () => {
    const all = entries.map((e) => e.facts);
    const own = entryOf(named[2]!);
    const rows = onVolume(own, all);
    const versions = rows.filter((f) => f.path === own.path || f.metaAddress === own.metaAddress);
    const expected = refineIntervals(findingOn(own), versions, rows);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(versions, { minLength: versions.length }),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        (v, r) => {
          expect(refineIntervals(findingOn(own), v, r)).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('refineIntervals over recorded lives', () => {
  for (const name of ['lived-ext4', 'lived-ext4-wrapped', 'lived-ext3']) {
    it(`holds the truth in at least 95 of 100 cases: ${name}`, async () => {
      const rows = (await packed(join(gateway, `../past/${name}.img.gz`))).map((e) => e.facts);
      const all = dated(rows, lifeOf(name));
      expect(all.length).toBeGreaterThan(60);
      const outside = all.filter((d) => !d.inside);
      expect(outside.length / all.length, JSON.stringify(outside)).toBeLessThanOrEqual(0.05);
      // An interval that says nothing holds every truth.
      expect(all.filter((d) => d.closed && d.width < 60).length / all.length).toBeGreaterThan(0.9);
    });
  }

  it('and a truth that lies outside would be found', async () => {
    const rows = (await packed(join(gateway, '../past/lived-ext4.img.gz'))).map((e) => e.facts);
    const life = lifeOf('lived-ext4');
    const early = rows.map((r) => ({ ...r, times: { ...r.times, changed: '2020-01-01T00:00:00Z' } }));
    expect(dated(early, life).filter((d) => d.what === 'appeared' && d.inside).length).toBe(0);
  });
});

describe('refineIntervals on contradictory evidence', () => {
  const state = (changes: Partial<EntryFacts>): EntryFacts => ({
    locator: { evidence: '0', layers: ['ext4'], bytes: [] },
    path: '/home/perl/a.pm',
    kind: 'file',
    size: 10,
    allocation: 'superseded',
    content: 'intact',
    times: { born: '2020-01-01T00:00:00.5Z', changed: '2021-01-01T00:00:00.5Z', modified: '1999-01-01T00:00:00Z' },
    metaAddress: 20,
    version: { transaction: 5, committed: '2021-01-01T00:00:05.1Z' },
    ...changes,
  });
  const live = (changed: string): EntryFacts => {
    const { version: _, ...rest } = state({ allocation: 'allocated', size: 11 });
    return { ...rest, times: { ...rest.times, changed } };
  };

  it('drops a change time that contradicts the journal, and says so', () => {
    const own = state({});
    const { removed: went } = refineIntervals(findingOn(own), [own, live('2020-06-01T00:00:00.5Z')], []);
    expect(went?.notAfter).toBeUndefined();
    expect(went?.basis?.at(-1)).toContain('Not used, because it contradicts 2021-01-01T00:00:05.1Z: A later version');
  });

  it('never takes the modification time for a bound', () => {
    const own = state({});
    const { appeared: came } = refineIntervals(findingOn(own), [own], []);
    expect(JSON.stringify(came)).not.toContain('1999');
  });

  it('returns what it got when the entry is not among the rows', () => {
    const finding = findingOn(state({}));
    expect(refineIntervals(finding, [], [])).toEqual({ appeared: finding.appeared, removed: finding.removed });
  });

  it('doubts a birth time when all inodes around it are younger', () => {
    const own = state({});
    const around = [18, 19, 21, 22].map((n) => ({
      ...live('2021-03-01T00:00:00Z'),
      path: `/x${n}`,
      metaAddress: n,
      times: { born: '2021-02-01T00:00:00Z', changed: '2021-03-01T00:00:00Z' },
    }));
    expect(refineIntervals(findingOn(own), [own], around).appeared?.basis?.at(-1)).toContain('may have been set');
    expect(JSON.stringify(refineIntervals(findingOn(own), [own], around.slice(1)))).not.toContain('may have been set');
  });

  it('ends for any bounds, with an interval that is not inside out', () => {
    const at = fc.integer({ min: 1, max: 9 }).map((n) => `2021-0${n}-01T00:00:00${n % 2 ? '.25' : ''}Z`);
    fc.assert(
      fc.property(at, at, at, at, at, (born, changed, committed, next, replaced) => {
        const own = state({
          times: { born, changed },
          version: { transaction: 5, committed },
          notes: [`replaced in transaction 9, committed ${replaced}`],
        });
        const later = state({
          times: { born, changed: next },
          version: { transaction: 9, committed: replaced },
          size: 12,
        });
        const { removed: went } = refineIntervals(findingOn(own), [own, later], []);
        if (went?.notBefore && went.notAfter) expect(ms(went.notBefore)).toBeLessThan(ms(went.notAfter) + 1000);
      }),
      { numRuns: 300 },
    );
  });
});
