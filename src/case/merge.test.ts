import { describe, expect, test } from 'vitest';
import type { Claim, EntryFacts, Locator } from '../model/index.ts';
import type { DraftFinding } from './draft.ts';
import { mergeDrafts } from './merge.ts';

const id = 'e'.repeat(64);
const layers = ['gpt:3', 'ext4'];

const claim = (changes: Partial<Claim> = {}): Claim => ({
  rule: { id: 'slightpulse-cgi', source: 'yara', version: '1' },
  about: 'compromise',
  family: 'SLIGHTPULSE',
  actors: ['UNC2630'],
  techniques: ['T1505.003'],
  severity: 'critical',
  confidence: 'high',
  title: 'Web shell',
  explanation: 'It reads commands from a request.',
  matched: [{ offset: 10, length: 4, label: '$a' }],
  ...changes,
});

const at = (offset: number, length: number, more: Partial<Locator> = {}): Locator => ({
  evidence: '0',
  layers,
  bytes: [{ offset, length }],
  ...more,
});

const facts = (changes: Partial<EntryFacts> = {}): EntryFacts => ({
  locator: at(4096, 100),
  path: '/home/a.cgi',
  kind: 'file',
  size: 100,
  allocation: 'deleted',
  content: 'intact',
  times: {},
  metaAddress: 12,
  ...changes,
});

const piece = (offset: number, size: number): EntryFacts => ({
  locator: at(offset, size),
  kind: 'run',
  size,
  allocation: 'unallocated',
  content: 'intact',
  times: {},
});

const draft = (f: EntryFacts, c: Claim = claim(), locators?: Locator[]): DraftFinding => ({
  claim: c,
  facts: f,
  locators:
    locators ?? c.matched.map((m) => at(f.locator.bytes[0]!.offset + m.offset, m.length, { layers: f.locator.layers })),
});

const merged = async (...drafts: DraftFinding[]) => (await mergeDrafts(drafts, [id])).findings;

describe('the same bytes by the same rule', () => {
  test('are one finding: the named entry speaks, the free space stands beside it', async () => {
    const free = draft(
      piece(0, 8192),
      claim({
        matched: [
          { offset: 4106, length: 4 },
          { offset: 4200, length: 2 },
        ],
      }),
    );
    const named = draft(facts());
    for (const order of [
      [free, named],
      [named, free],
    ]) {
      const [finding, ...rest] = await merged(...(order as DraftFinding[]));
      expect(rest).toEqual([]);
      expect(finding!.subject.path).toBe('/home/a.cgi');
      expect(finding!.confidence).toBe('high');
      expect(finding!.locators.map((l) => l.bytes[0])).toEqual([
        { offset: 4106, length: 4 },
        { offset: 4200, length: 2 },
      ]);
      expect(finding!.locators[0]!.evidence).toBe(id);
    }
  });

  test('are two findings for two rules', async () => {
    const other = claim({ rule: { id: 'other', source: 'yara', version: '1' } });
    expect(await merged(draft(facts()), draft(facts(), other))).toHaveLength(2);
  });

  test('keep their id when only the free space is met', async () => {
    const [alone] = await merged(draft(piece(4096, 4096)));
    const [both] = await merged(draft(piece(4096, 4096)), draft(facts()));
    expect(alone!.id).toBe(both!.id);
    expect(alone!.id).toMatch(/^[0-9a-f]{16}$/);
  });

  test('are several findings when a rule says several things of one packed log', async () => {
    const log = facts({
      locator: at(4096, 100, { layers: [...layers, 'gzip'] }),
      path: '/var/log/access.log.1.gz!/content',
    });
    const gone = (page: string) =>
      draft(log, claim({ matched: [], explanation: `${page} was answered with 200.` }), [log.locator]);
    const older = { ...gone('/b.cgi'), facts: { ...log, allocation: 'superseded' as const } };
    const found = await merged(gone('/a.cgi'), gone('/b.cgi'), gone('/a.cgi'), older);
    expect(found.map((f) => f.explanation).sort()).toEqual([
      '/a.cgi was answered with 200.',
      '/b.cgi was answered with 200.',
    ]);
    expect(new Set(found.map((f) => f.id)).size).toBe(2);
  });

  test('are several findings when they are members of one compressed archive', async () => {
    const member = (name: string) =>
      draft(facts({ path: `/x.tgz!/${name}`, locator: at(0, 50, { layers: ['gzip', 'tar', name] }) }), claim(), [
        at(0, 50, { layers: ['gzip', 'tar', name] }),
      ]);
    const findings = await merged(member('a'), member('b'), member('a'));
    expect(findings.map((f) => f.subject.path)).toEqual(['/x.tgz!/a', '/x.tgz!/b']);
    expect(new Set(findings.map((f) => f.id)).size).toBe(2);
  });
});

describe('an archive and what it holds', () => {
  const live = { allocation: 'allocated', path: '/logs.tar.gz!/content' } as const;

  test('a finding speaks of the member, also where the archive around it matches too', async () => {
    const whole = [...layers, 'gzip'];
    const inner = [...whole, 'tar', 'home/a.cgi'];
    const stored = { evidence: '0', bytes: [{ offset: 8192, length: 500 }] };
    const outer = facts({ ...live, locator: { ...stored, layers: whole } });
    const member = facts({
      ...live,
      path: '/logs.tar.gz!/content!/home/a.cgi',
      locator: { ...stored, layers: inner },
    });
    const found = await merged(
      draft(outer, claim(), [{ ...stored, layers: whole }]),
      draft(member, claim(), [{ ...stored, layers: inner }]),
    );
    expect(found.map((f) => f.subject.path)).toEqual(['/logs.tar.gz!/content!/home/a.cgi']);
    expect(found[0]!.locators.map((l) => l.layers)).toEqual([inner, whole]);
  });
});

describe('free space', () => {
  test('lowers high confidence, except for a hash', async () => {
    const hash = claim({ rule: { id: 'h', source: 'hash', version: '1' } });
    const findings = await merged(draft(piece(0, 4096)), draft(piece(0, 4096), hash));
    expect(findings.map((f) => [f.rule.id, f.confidence])).toEqual([
      ['h', 'high'],
      ['slightpulse-cgi', 'medium'],
    ]);
  });

  test('that shows a file stored in two pieces is part of its finding, though its first match is another', async () => {
    const stored = facts({
      locator: {
        evidence: '0',
        layers,
        bytes: [
          { offset: 8192, length: 60 },
          { offset: 4096, length: 40 },
        ],
      },
    });
    const named = draft(
      stored,
      claim({
        matched: [
          { offset: 10, length: 4, label: '$a' },
          { offset: 70, length: 4, label: '$b' },
        ],
      }),
    );
    const free = draft(
      piece(4096, 8192),
      claim({
        matched: [
          { offset: 10, length: 4, label: '$b' },
          { offset: 4106, length: 4, label: '$a' },
        ],
      }),
    );
    expect(await merged(named, free)).toHaveLength(1);
  });

  test('that matches in full outside the named file stays a finding', async () => {
    const twice = claim({
      matched: [
        { offset: 20, length: 4, label: '$a' },
        { offset: 2000, length: 4, label: '$a' },
      ],
    });
    const findings = await merged(draft(facts()), draft(piece(4096, 4096), twice));
    expect(findings.map((f) => f.subject.path)).toEqual(['/home/a.cgi', undefined]);
  });
});

describe('state and time', () => {
  test.each([
    ['allocated', 'live'],
    ['superseded', 'reverted'],
    ['deleted', 'removed'],
    ['orphan', 'removed'],
  ] as const)('%s is %s', async (allocation, state) => {
    expect((await merged(draft(facts({ allocation }))))[0]!.state).toBe(state);
  });

  test('a live file with the same bytes as an earlier version speaks for both', async () => {
    const [finding] = await merged(
      draft(facts({ allocation: 'superseded' })),
      draft(facts({ allocation: 'allocated' })),
    );
    expect(finding!.state).toBe('live');
  });

  test('birth and change bound the appearance, dtime gives the removal', async () => {
    const times = { born: '2021-01-01T00:00:00Z', changed: '2021-04-18T00:00:00.5Z', deleted: '2021-04-18T00:00:00Z' };
    const [finding] = await merged(draft(facts({ times })));
    expect(finding!.appeared).toEqual({
      notBefore: times.born,
      notAfter: times.changed,
      basis: [
        'Not before the birth time of its inode.',
        'Not after the last change of its inode (ctime), which cannot be before its content came.',
      ],
    });
    expect(finding!.removed).toMatchObject({ notBefore: times.deleted, notAfter: times.deleted });
  });

  test('without times nothing is invented', async () => {
    const [finding] = await merged(draft(facts()));
    expect(finding).not.toHaveProperty('appeared');
    expect(finding).not.toHaveProperty('removed');
  });

  test('a birth after the last change is said, not used', async () => {
    const times = { born: '2024-01-01T00:00:00Z', changed: '2021-01-01T00:00:00Z' };
    const [finding] = await merged(draft(facts({ times })));
    expect(finding!.appeared!.notBefore).toBeUndefined();
    expect(finding!.appeared!.basis!.join(' ')).toContain('2024-01-01');
  });
});

test('a claim by name has the record of the name as its place', async () => {
  const byName = claim({ matched: [], byName: true });
  const name = at(900, 32);
  const [finding] = await merged(
    draft(facts({ content: 'lost', locator: { ...at(0, 0), bytes: [] } }), byName, [name]),
  );
  expect(finding!.locators[0]!.bytes).toEqual([{ offset: 900, length: 32 }]);
});

test('the strongest come first, and the order of the drafts does not matter', async () => {
  const drafts = [
    draft(facts({ path: '/c', locator: at(1, 9) }), claim({ severity: 'low' })),
    draft(facts({ path: '/b', locator: at(2, 9) }), claim({ confidence: 'low' })),
    draft(facts({ path: '/z', locator: at(3, 9) }), claim({ family: 'ATRIUM' })),
    draft(facts({ path: '/a', locator: at(4, 9) })),
  ];
  const findings = await merged(...drafts);
  expect(findings.map((f) => f.subject.path)).toEqual(['/z', '/a', '/b', '/c']);
  expect(await merged(...drafts.reverse())).toEqual(findings);
});
