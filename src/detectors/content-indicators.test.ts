import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { IndicatorSource } from '../../scripts/indicator-source.ts';
import { indicatorsFolder, makeBundles } from '../../scripts/make-indicators.ts';
import type { EntryFacts } from '../model/index.ts';
import { indicatorDetector, loadIndicators } from './indicators/index.ts';

interface Stix {
  type: string;
  id: string;
  name?: string;
  description?: string;
  pattern?: string;
  pattern_type?: string;
  confidence?: number;
  labels?: string[];
  valid_from?: string;
  source_ref?: string;
  target_ref?: string;
  relationship_type?: string;
  object_marking_refs?: string[];
  created_by_ref?: string;
  external_references?: { source_name: string; url?: string; description?: string; external_id?: string }[];
}

const names = ['pulse-2021', 'ivanti-later'];
const text = readFileSync(new URL('source.yaml', indicatorsFolder), 'utf8');
const source = parse(text) as IndicatorSource;
const bundles = names.map((name) => readFileSync(new URL(`${name}.json`, indicatorsFolder), 'utf8'));
const objectsOf = (bundle: string): Stix[] => (JSON.parse(bundle) as { objects: Stix[] }).objects;
const indicators = bundles.flatMap(objectsOf).filter((object) => object.type === 'indicator');
const hashesIn = (pattern: string) =>
  [...pattern.matchAll(/file:hashes\.('SHA-256'|'SHA-1'|MD5) = '([^']*)'/g)].map((m) => [m[1]!, m[2]!] as const);

/** A source with one fact in place of all others, for the tests of refusal. */
const withFact = (fact: string) =>
  text.replace(/\nfamilies:[\s\S]*/, '\n') +
  `families:\n  - { name: EXAMPLE, bundle: b, types: [backdoor], reported: '2021-04-20', actors: [UNC2630], techniques: [T1554], about: x, facts: [${fact}] }\n`;

describe('indicator bundles', () => {
  it('are what the source makes, byte for byte', () => {
    const made = makeBundles(text);
    expect([...made.keys()]).toEqual(names);
    for (const [i, name] of names.entries())
      expect(made.get(name), `${name}.json: run npx tsx scripts/make-indicators.ts`).toBe(bundles[i]);
  });

  it('keep the identifier of a fact when other facts come and go', () => {
    const fact = '{ name: dsclslog, role: ELF log editor, confidence: 10, status: recalled }';
    const alone = objectsOf(makeBundles(withFact(fact)).get('b')!).find((o) => o.type === 'indicator');
    expect(alone?.id).toBe(indicators.find((o) => o.pattern === "[file:name = 'dsclslog']")?.id);
  });

  it.each(names)('%s has unique identifiers and no dangling reference', (name) => {
    const objects = objectsOf(bundles[names.indexOf(name)]!);
    const ids = new Set(objects.map((object) => object.id));
    expect(ids.size).toBe(objects.length);
    for (const object of objects) {
      expect(object.id).toMatch(
        new RegExp(`^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
      );
      const references = [
        object.source_ref,
        object.target_ref,
        object.created_by_ref,
        ...(object.object_marking_refs ?? []),
      ];
      for (const reference of references) if (reference !== undefined) expect(ids).toContain(reference);
    }
  });

  it('tie every indicator to one family, and every family to its actors and techniques', () => {
    for (const bundle of bundles) {
      const objects = objectsOf(bundle);
      const named = new Map(objects.map((object) => [object.id, object]));
      const relations = objects.filter((object) => object.type === 'relationship');
      for (const indicator of objects.filter((object) => object.type === 'indicator'))
        expect(
          relations.filter((r) => r.source_ref === indicator.id && r.relationship_type === 'indicates').length,
        ).toBe(1);
      for (const malware of objects.filter((object) => object.type === 'malware')) {
        const family = source.families.find((f) => f.name === malware.name)!;
        const users = relations.filter((r) => r.target_ref === malware.id && r.relationship_type === 'uses');
        expect(users.map((r) => named.get(r.source_ref!)?.name).sort()).toEqual([...family.actors].sort());
        const used = relations.filter((r) => r.source_ref === malware.id && r.relationship_type === 'uses');
        const ids = used.map((r) => named.get(r.target_ref!)?.external_references?.[0]?.external_id);
        expect(ids.sort()).toEqual([...family.techniques].sort());
      }
    }
  });

  it('say what they are, how sure, since when and from where', () => {
    for (const indicator of indicators) {
      expect(indicator.description).toMatch(/^[A-Z].{30,}\.$/);
      expect(indicator.labels?.[0]).toMatch(/^(hash|name|path)$/);
      expect(indicator.labels?.[1]).toMatch(/^(confirmed|recalled|inferred)$/);
      expect(indicator.valid_from).toMatch(/^20\d\d-\d\d-\d\dT00:00:00Z$/);
      expect(indicator.pattern_type).toBe('stix');
      const reference = indicator.external_references?.[0];
      expect(reference?.url ?? reference?.description ?? '').not.toBe('');
      if (indicator.labels?.[1] === 'recalled') expect(indicator.description).toContain('not confirmed');
    }
  });
});

describe('indicator content', () => {
  it('has well-formed hashes, every kind of one file in one pattern, each hash in one pattern only', () => {
    const digits: Record<string, number> = { "'SHA-256'": 64, "'SHA-1'": 40, MD5: 32 };
    const seen = new Set<string>();
    for (const indicator of indicators.filter((i) => i.labels?.[0] === 'hash')) {
      const hashes = hashesIn(indicator.pattern!);
      expect(indicator.pattern).toBe(`[${hashes.map(([kind, hex]) => `file:hashes.${kind} = '${hex}'`).join(' OR ')}]`);
      expect(new Set(hashes.map(([kind]) => kind)).size).toBe(hashes.length);
      for (const [kind, hex] of hashes) {
        expect(hex).toMatch(new RegExp(`^[0-9a-f]{${digits[kind]}}$`));
        expect(seen, `${indicator.name}: a hash belongs to one family`).not.toContain(hex);
        seen.add(hex);
      }
      expect(indicator.confidence).toBe(95);
    }
    expect(seen.size).toBeGreaterThan(130);
  });

  it('covers the families of 2021 and of the later campaigns', () => {
    const malware = bundles.flatMap(objectsOf).filter((object) => object.type === 'malware');
    expect(malware.map((object) => object.name).sort()).toMatchInlineSnapshot(`
      [
        "ATRIUM",
        "BLOODBANK",
        "BLOODMINE",
        "BRUSHFIRE",
        "BUSHWALK",
        "CHAINLINE",
        "CLEANPULSE",
        "DRYHOOK",
        "FRAMESTING",
        "HARDPULSE",
        "LIGHTWIRE",
        "LITTLELAMB.WOOLTEA",
        "LOCKPICK",
        "PACEMAKER",
        "PERSISTENCE_PATCHERS",
        "PHASEJAM",
        "PITSOCK",
        "PULSECHECK",
        "PULSEJUMP",
        "QUIETPULSE",
        "RADIALPULSE",
        "RAPIDPULSE",
        "RESURGE",
        "SLIGHTPULSE",
        "SLOWPULSE",
        "SPAWNANT",
        "SPAWNCHIMERA",
        "SPAWNMOLE",
        "SPAWNSLOTH",
        "SPAWNSNAIL",
        "SPAWNSNARE",
        "STEADYPULSE",
        "THINBLOOD",
        "THINSPOOL",
        "TRAILBLAZE",
        "WARPWIRE",
        "WIREFIRE",
        "ZIPLINE",
      ]
    `);
    const without = source.families.filter((family) => family.facts.length === 0).map((family) => family.name);
    expect(without).toEqual(['RAPIDPULSE', 'BUSHWALK', 'FRAMESTING', 'PITSOCK']);
  });

  it('never takes a vendor name, and never trusts a name or path like a hash', () => {
    expect(source.vendor_names.length).toBeGreaterThan(40);
    for (const indicator of indicators.filter((i) => i.labels?.[0] !== 'hash')) {
      for (const [, name] of indicator.pattern!.matchAll(/file:name = '([^']*)'/g))
        expect(source.vendor_names).not.toContain(name);
      for (const [, expression] of indicator.pattern!.matchAll(/file:name MATCHES '([^']*)'/g))
        for (const name of source.vendor_names)
          expect(name).not.toMatch(new RegExp(expression!.replaceAll('\\\\', '\\')));
      expect(indicator.confidence).toBeLessThanOrEqual(60);
      if (indicator.labels?.[1] === 'recalled') expect(indicator.confidence).toBeLessThanOrEqual(25);
      expect(indicator.pattern).toMatch(
        /^\[file:(name|parent_directory_ref\.path) (=|LIKE|MATCHES) '[^']+'( AND file:parent_directory_ref\.path (=|LIKE) '[^']+')?\]$/,
      );
    }
  });

  it('matches both printed names of the DRYHOOK file and nothing near them', () => {
    const pattern = indicators.find((i) => i.name?.startsWith('DRYHOOK: /tmp'))!.pattern!;
    const expression = new RegExp(/MATCHES '([^']*)'/.exec(pattern)![1]!.replaceAll('\\\\', '\\'));
    expect(
      ['cmdmmap.kuwMW', 'cmmmap.kumMW', 'cmdmap.kuwMW', 'cmdmmap', 'kuwMW'].filter((name) => expression.test(name)),
    ).toEqual(['cmdmmap.kuwMW', 'cmmmap.kumMW']);
  });
});

describe('indicator bundles at work', () => {
  const loaded = loadIndicators(names.map((name, i) => ({ file: `${name}.json`, text: bundles[i]!, ours: true })));
  const detector = indicatorDetector(loaded.set, '0');
  const familiesAt = (path: string) => {
    const facts = { path, kind: 'file', size: 1, allocation: 'allocated', content: 'intact', times: {} } as unknown;
    return [...detector.entry({ facts: facts as EntryFacts })].map((claim) => claim.family).join();
  };

  it('loads every one of them, with a family and techniques', () => {
    expect(loaded.unusable).toEqual([]);
    expect(loaded.set.indicators.length).toBe(indicators.length);
    expect(loaded.set.indicators.filter((i) => i.family === undefined || i.techniques.length === 0)).toEqual([]);
  });

  it.each([
    ['/home/bin/memread', 'PACEMAKER'],
    ['/tmp/memread', ''],
    ['/tmp/dsserver-check.statementcounters', 'PACEMAKER'],
    ['/tmp/dsother.statementcounters', ''],
    ['/home/perl/PAUS.pm', 'SLOWPULSE'],
    ['/home/perl/DSAuth.pm', ''],
    ['/tmp/cmmmap.kumMW', 'DRYHOOK'],
    ['/tmp/qactg/list', 'THINSPOOL'],
    ['/tmp/qactg2/list', ''],
    ['/egg/cav/api/resources/health.py', 'CHAINLINE'],
    ['/egg/cav/api/resources/__pycache__/health.cpython-36.pyc', 'CHAINLINE'],
    ['/srv/app/health.py', ''],
    ['/anywhere/libdsupgrade.so', 'SPAWNCHIMERA'],
    ['/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi', ''],
  ])('%s fits "%s"', (path, family) => {
    expect(familiesAt(path)).toBe(family);
  });
});

describe('indicator source', () => {
  it.each([
    ["{ role: x, md5: 'abc', from: attack }", 'md5 is "abc", expected 32 lower-case hex digits.'],
    [
      '{ name: login.cgi, role: x, confidence: 40, status: confirmed, from: attack }',
      'the vendor ships a file of this name.',
    ],
    [
      '{ name: x, role: x, confidence: 40, status: confirmed, from: nowhere }',
      '"from" is "nowhere", expected a key of sources, or none when recalled.',
    ],
    ['{ name: x, role: x, status: recalled }', 'a name or folder needs confidence and status.'],
    ['{ role: x, confidence: 40, status: recalled }', 'neither hash, name nor folder.'],
  ])('refuses %s', (fact, reason) => {
    expect(() => makeBundles(withFact(fact))).toThrow(reason);
  });

  it('refuses one fact under two families', () => {
    const fact = '{ name: x, role: x, confidence: 20, status: recalled }';
    expect(() => makeBundles(withFact(`${fact}, ${fact}`))).toThrow('stands twice; choose one family.');
  });
});
