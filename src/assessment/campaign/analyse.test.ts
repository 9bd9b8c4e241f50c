import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatewayFacts, Sighting } from '../../model/index.ts';
import { analyseCampaign } from './analyse.ts';
import { gateway, gone, knowledge, on, sighting } from './fixtures/facts.ts';

const analyse = (facts: GatewayFacts[]) => analyseCampaign(facts, knowledge);
const many = (count: number, make: (n: number) => GatewayFacts): GatewayFacts[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));

/** Gateways into which somebody came over months, each cleaned at its own time. */
const scattered = (count: number): GatewayFacts[] =>
  many(count, (n) => gateway(n, [gone('ATRIUM', n * 3, n * 3 + 30 + ((n * 37) % 150))]));

/** The same with a wave: so many are cleaned from day 197 on, within three days. */
const waved = (count: number, inWave: number): GatewayFacts[] =>
  scattered(count).map((g, i) =>
    i < inWave
      ? gateway(
          i + 1,
          ['ATRIUM', 'SLIGHTPULSE'].map((f) => gone(f, i * 5, 197 + (i * 3) / inWave)),
        )
      : g,
  );

describe('waves of clean-ups', () => {
  it('are found with their gateways, their beginning and their lead before the report that concerns them', () => {
    const { waves, verdict } = analyse(waved(40, 12));
    expect(waves).toHaveLength(1);
    const [wave] = waves;
    expect(wave!.gateways.map((g) => g.id).sort()).toEqual(many(12, (n) => gateway(n, [])).map((g) => g.id));
    expect(wave).toMatchObject({ owners: 12, reading: 'before-report', began: '2021-07-17T00:00:00Z' });
    expect(wave!.tailValue).toBeLessThan(1e-4);
    expect(wave!.says).toContain(`p = ${wave!.pValue.toPrecision(2)} counted in ${wave!.permutations} fleets drawn by`);
    expect(wave!.leadTimes.map((l) => [l.disclosure, l.hours, l.least, l.most, l.concerns])).toEqual([
      ['First report', 72, 72, 96, true],
      ['Another matter', 192, 192, 216, false],
    ]);
    expect([verdict.conclusion, verdict.confidence]).toEqual(['campaign', 'high']);
  });

  it('are not seen where each owner cleans up at its own time', () => {
    expect(analyse(scattered(40)).waves).toEqual([]);
  });

  it('are not made by installations on a patch day, by starts in one night, or by one administrator', () => {
    const changed = (kind: 'upgrade' | 'reboot') =>
      analyse(
        waved(40, 12).map((g, i) =>
          i < 12 ? { ...g, changes: [{ kind, at: g.sightings[0]!.removed!.notAfter! }] } : g,
        ),
      );
    for (const kind of ['upgrade', 'reboot'] as const) {
      const { waves, excluded } = changed(kind);
      expect(waves).toEqual([]);
      expect(excluded.filter((e) => e.reason === kind)).toHaveLength(12);
    }
    const together = scattered(40).map((g, i) =>
      i < 12 ? gateway(i + 1, [gone('ATRIUM', i * 5, 198 + i / 100)], { administrators: ['ops@example.com'] }) : g,
    );
    const { waves, excluded } = analyse(together);
    expect(waves).toEqual([]);
    expect(excluded.filter((e) => e.reason === 'same-administrator')).toHaveLength(11);
  });

  it('do not come of removals that nothing dates, or dates to weeks', () => {
    const vague = waved(40, 12).map((g, i) =>
      i < 12
        ? {
            ...g,
            sightings: g.sightings.map((s): Sighting => ({ ...s, removed: { notBefore: on(190), notAfter: on(205) } })),
          }
        : g,
    );
    const { waves, excluded, verdict } = analyse(vague);
    expect(waves).toEqual([]);
    expect(excluded.filter((e) => e.reason === 'too-vague')).toHaveLength(24);
    expect(verdict.limitedBy).toContain('24 removals could not be dated well enough to count.');
  });

  it('are what owners do after a report, when they begin with it', () => {
    const after = waved(40, 0).map((g, i) => (i < 14 ? gateway(i + 1, [gone('ATRIUM', i * 5, 200.3 + i / 6)]) : g));
    expect(analyse(after).waves.map((w) => w.reading)).toEqual(['after-report']);
  });
});

describe('sets of tools', () => {
  const first = (n: number): GatewayFacts =>
    gateway(
      n,
      ['ATRIUM', 'SLIGHTPULSE', 'SHARED'].map((f) => sighting(f)),
    );
  const second = (n: number): GatewayFacts =>
    gateway(
      n,
      ['HARDPULSE', 'QUIETPULSE', 'SHARED'].map((f) => sighting(f)),
    );

  it('stay apart although one tool is in both, and name who is known to use them', () => {
    const { clusters } = analyse([...many(8, first), ...many(6, (n) => second(n + 8))]);
    const sets = clusters.map((c) => [c.families.filter((f) => f !== 'SHARED').join(), c.consistentWith.join()]);
    expect(sets.sort()).toEqual([
      ['ATRIUM,SLIGHTPULSE', 'UNC2630'],
      ['HARDPULSE,QUIETPULSE', 'UNC2717'],
    ]);
  });

  it('are told where the knowledge does not have the actor that a finding names', () => {
    const { clusters } = analyse(many(3, (n) => gateway(n, [sighting('NEWTOOL', { actors: ['UNC9999'] })])));
    expect(clusters).toMatchObject([{ families: ['NEWTOOL'], consistentWith: [], unknownActors: ['UNC9999'] }]);
  });

  it('rest on the same secret although every file is another', () => {
    const { indicators, clusters } = analyse(
      many(3, (n) => gateway(n, [sighting('ATRIUM', { sha256: `${n}`.repeat(64), secrets: ['0123456789abcdef'] })])),
    );
    expect(indicators[0]).toMatchObject({ kind: 'secret', owners: 3, value: '0123456789abcdef' });
    expect(clusters).toMatchObject([{ confidence: 'medium' }]);
  });

  it('survive names that mean something to the language', () => {
    const { clusters } = analyse(many(2, (n) => gateway(n, [sighting('__proto__'), sighting('constructor')])));
    expect(clusters[0]!.consistentWith).toEqual([]);
  });
});

describe('what cannot be said of few or odd cases', () => {
  it('is a campaign in one case, or in two of one device', () => {
    const one = gateway(1, [sighting('ATRIUM')]);
    expect(analyse([one]).verdict).toMatchObject({ conclusion: 'cannot-be-said', confidence: 'low' });
    const { verdict, gateways, notes } = analyse([one, { ...one, id: 'case-9', seenUntil: on(301) }]);
    expect(verdict.conclusion).toBe('cannot-be-said');
    expect(gateways.map((g) => [g.id, g.sameDevice])).toEqual([['case-9', ['case-001']]]);
    expect(notes[0]).toMatch(/^The same device twice/);
  });

  it('is a link, when nothing was found or nothing is shared', () => {
    expect(analyse(many(3, (n) => gateway(n, []))).verdict.conclusion).toBe('no-link-found');
    const apart = many(3, (n) => gateway(n, [sighting(`F${n}`)]));
    expect(analyse(apart).verdict.conclusion).toBe('no-link-found');
    const unread = many(3, (n) => gateway(n, [], { conclusion: 'inconclusive' }));
    expect(analyse(unread).verdict.conclusion).toBe('cannot-be-said');
  });

  it('is the owner, when two are named: it counts as nobody', () => {
    const facts = many(3, (n) => gateway(n, [sighting('ATRIUM')]));
    const { owner: _, ...ownerless } = facts[0]!;
    const { notes, victims } = analyse([
      { ...ownerless, ownersInConflict: ['Example A', 'Example B'] },
      ...facts.slice(1),
    ]);
    expect(notes[0]).toMatch(/Example A and to Example B; it counts as nobody's/);
    expect(victims.unknown.owner).toBe(1);
  });
});

describe('any facts', () => {
  const anySighting = fc.record({
    family: fc.constantFrom('ATRIUM', 'HARDPULSE', 'X'),
    came: fc.integer({ min: 0, max: 300 }),
    went: fc.integer({ min: 0, max: 300 }),
    live: fc.boolean(),
    hash: fc.constantFrom('a', 'b', 'c'),
  });

  it('give the same picture in whatever order they come, and name only gateways that there are', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anySighting, { maxLength: 4 }), { maxLength: 9 }), (fleet) => {
        const facts = fleet.map((list, i) =>
          gateway(
            i,
            list.map(({ family, came, went, live, hash }) =>
              live
                ? sighting(family, { sha256: hash.repeat(64) })
                : gone(family, came, went, { sha256: hash.repeat(64) }),
            ),
          ),
        );
        const options = { permutations: 99 };
        const found = analyseCampaign(facts, knowledge, options);
        expect(analyseCampaign([...facts].reverse(), knowledge, options)).toEqual(found);
        const ids = new Set(found.gateways.map((g) => g.id));
        for (const { gateways } of [...found.clusters, ...found.waves])
          expect(gateways.every((g) => ids.has(g.id))).toBe(true);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
