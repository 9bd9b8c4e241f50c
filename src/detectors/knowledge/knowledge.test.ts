import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knowledgeFolder, makeKnowledge } from '../../../scripts/make-knowledge.ts';
import { AfterimageError } from '../../model/index.ts';
import { compareVersions, exportKnowledge, type Knowledge, loadKnowledge, readKnowledge } from './index.ts';

const read = (path: string): string => readFileSync(new URL(path, knowledgeFolder), 'utf8');
const text = read('knowledge.json');
const own = readKnowledge([{ file: 'knowledge.json', text, ours: true }]);
const given = (document: unknown): Knowledge =>
  readKnowledge([{ file: 'given.json', text: JSON.stringify(document), ours: false }]);

/** Names of what is tied to something by this relation, sorted. */
const tied = (knowledge: Knowledge, name: string, kind: string): string[] =>
  knowledge
    .named(name)
    .flatMap((e) => knowledge.to(e.id))
    .filter((l) => l.kind === kind)
    .map((l) => knowledge.entities.get(l.from)!.name)
    .sort();

describe('our knowledge', () => {
  it('is what the sources make, byte for byte', () => {
    const made = makeKnowledge(read('../indicators/source.yaml'), read('source.yaml'));
    expect(made, 'run npx tsx scripts/make-knowledge.ts').toBe(text);
  });

  it('has nothing that cannot be used, and is what a release loads', () => {
    expect(own.problems).toEqual([]);
    expect(loadKnowledge().objects.size).toBe(own.objects.size);
  });

  it('states for every relation how sure it is and who says so', () => {
    const relations = own.links.filter((l) => l.kind !== 'tells-of');
    expect(relations.length).toBeGreaterThan(200);
    expect(relations.filter((l) => l.confidence === undefined || l.sources.length === 0)).toEqual([]);
  });

  it('gives the families to whom they were given in public, and leaves the others alone', () => {
    expect(tied(own, 'SLIGHTPULSE', 'uses')).toEqual(['UNC2630']);
    expect(tied(own, 'HARDPULSE', 'uses')).toEqual(['UNC2717']);
    expect(tied(own, 'BUSHWALK', 'uses')).toEqual(['UNC5221', 'UNC5325']);
    for (const nobody of ['LOCKPICK', 'STEADYPULSE', 'PERSISTENCE_PATCHERS'])
      expect(tied(own, nobody, 'uses')).toEqual([]);
  });

  it('keeps a suspected tie apart from a name for the same', () => {
    const [unc2630] = own.named('UNC2630');
    const ties = own.from(unc2630!.id).filter((l) => l.kind === 'related-to');
    expect(ties.map((l) => [own.entities.get(l.to)!.name, l.confidence])).toEqual([['APT5', 50]]);
    expect(tied(own, 'UNC5221', 'duplicate-of')).toEqual(['UNC5337', 'UTA0178']);
  });

  it('knows a thing by its published identifier and by small letters', () => {
    expect(own.named('s1110').map((e) => e.name)).toEqual(['SLIGHTPULSE']);
    expect(own.named('complyshell').map((e) => e.name)).toEqual(['LIGHTWIRE']);
    expect(own.named('T1505.003').map((e) => e.name)).toEqual(['Web Shell']);
  });

  it('tells which families became public on a day', () => {
    const [second] = own.named('Second public report on the Pulse Secure intrusions');
    const told = own.from(second!.id).map((l) => own.entities.get(l.to)!.name);
    expect(told.sort()).toEqual([
      'BLOODBANK',
      'BLOODMINE',
      'CLEANPULSE',
      'Pulse Connect Secure intrusions 2020-2021',
      'RAPIDPULSE',
    ]);
  });

  it('is the same graph after it was exported and read again', () => {
    const exported = exportKnowledge(own);
    const again = readKnowledge([{ file: 'again.json', text: exported, ours: false }]);
    expect([...again.objects.entries()].sort()).toEqual([...own.objects.entries()].sort());
    expect(again.links).toEqual(own.links);
    expect(exportKnowledge(again)).toBe(exported);
  });
});

const malware = {
  type: 'malware',
  id: 'malware--00000000-0000-4000-8000-000000000001',
  name: 'EXAMPLE',
  is_family: true,
};
const actor = {
  type: 'intrusion-set',
  id: 'intrusion-set--00000000-0000-4000-8000-000000000002',
  name: 'G',
  aliases: ['G', 'Other'],
};
const uses = {
  type: 'relationship',
  id: 'relationship--00000000-0000-4000-8000-000000000003',
  relationship_type: 'uses',
  source_ref: actor.id,
  target_ref: malware.id,
};

describe('knowledge of others', () => {
  it('lists a relation to what is not there, and goes on', () => {
    const knowledge = given({ type: 'bundle', objects: [malware, uses] });
    expect(knowledge.problems).toEqual([
      { file: 'given.json', id: uses.id, reason: `refers to ${actor.id}, which is in none of the files` },
    ]);
    expect([knowledge.links.length, knowledge.entities.size, knowledge.objects.size]).toEqual([0, 1, 2]);
  });

  it('keeps objects it does not understand, and says how many', () => {
    const strange = { type: 'x-mitre-tactic', id: 'x-mitre-tactic--00000000-0000-4000-8000-000000000004', name: 'T' };
    const knowledge = given({ type: 'bundle', objects: [malware, strange, { no: 'object' }] });
    expect(knowledge.problems.map((p) => p.reason)).toEqual([
      '1 entries without type and identifier were passed over',
      '1 objects of type x-mitre-tactic, which STIX 2.1 does not have, are kept and not understood',
    ]);
    expect(exportKnowledge(knowledge)).toContain('x-mitre-tactic--');
  });

  it('takes the newest of two versions, and leaves out what was withdrawn', () => {
    const old = { ...malware, modified: '2020-01-01T00:00:00Z', name: 'OLD' };
    const newer = { ...malware, modified: '2021-01-01T00:00:00Z', name: 'NEW' };
    expect([...given([newer, old]).entities.values()].map((e) => e.name)).toEqual(['NEW']);
    const withdrawn = given([malware, { ...actor, revoked: true }, uses]);
    expect([withdrawn.links.length, withdrawn.named('G').length]).toEqual([0, 0]);
  });

  it('makes of a MISP event what its tags say, and no more', () => {
    const event = {
      uuid: '00000000-0000-4000-8000-000000000005',
      date: '2021-04-20',
      info: 'An event',
      Tag: [{ name: 'misp-galaxy:threat-actor="Example Actor"' }, { name: 'misp-galaxy:malpedia="EXAMPLE"' }],
      Attribute: [
        { type: 'vulnerability', value: 'CVE-2021-22893' },
        { type: 'sha256', value: 'a'.repeat(64) },
        { type: 'ip-dst', value: '192.0.2.7' },
      ],
    };
    const knowledge = given({ Event: event });
    expect(knowledge.links.map((l) => [l.kind, l.confidence])).toContainEqual(['related-to', 30]);
    expect(knowledge.links.filter((l) => l.kind === 'uses')).toEqual([]);
    expect(knowledge.named('CVE-2021-22893')).toHaveLength(1);
    expect(knowledge.problems).toEqual([
      { file: 'given.json', reason: '1 attributes of type ip-dst are not taken over' },
    ]);
  });

  it('refuses what is no knowledge at all by its name', () => {
    for (const bad of ['', 'not json', '{"a":1}', '[]', 'null'])
      expect(() => readKnowledge([{ file: 'bad.json', text: bad, ours: false }])).toThrow(/bad\.json/);
  });

  it('survives any damage to a bundle', () => {
    const objects = (JSON.parse(text) as { objects: Record<string, unknown>[] }).objects.slice(-40);
    fc.assert(
      fc.property(fc.nat(39), fc.string(), fc.jsonValue(), (place, key, value) => {
        const damaged = objects.map((o, i) => (i === place ? { ...o, [key]: value, id: o.id, source_ref: value } : o));
        try {
          exportKnowledge(given({ type: 'bundle', objects: damaged }));
        } catch (error) {
          expect(error).toBeInstanceOf(AfterimageError);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('versions of the appliance', () => {
  it.each([
    ['9.1R11.3', '9.1R11.4', -1],
    ['9.1R9', '9.1R11.4', -1],
    ['9.1R11.4', '9.1R11.4', 0],
    ['22.7R2.5', '9.1R18', 1],
    ['8.3', '8.3R7.1', -1],
    ['9.1R11.4 (build 12319)', '9.1R11.4', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b)!)).toBe(sign);
  });

  it('are not compared when they are written in another way', () => {
    expect(compareVersions('unknown', '9.1R11.4')).toBeUndefined();
  });
});
