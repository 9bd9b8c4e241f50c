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

  it('counts every other reference to what is not there, but for markings that everybody knows', () => {
    const marking = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421';
    const nobody = 'identity--00000000-0000-4000-8000-00000000000a';
    const knowledge = given({
      type: 'bundle',
      objects: [
        { ...malware, created_by_ref: nobody, object_marking_refs: [marking], x_ref: 7 },
        { ...actor, created_by_ref: nobody },
      ],
    });
    expect(knowledge.problems.map((p) => p.reason)).toEqual([
      `2 references as created_by_ref lead to what is in none of the files, such as ${nobody}`,
    ]);
  });

  it('knows what a sighting saw, where, and what it rests on', () => {
    const where = { type: 'identity', id: 'identity--00000000-0000-4000-8000-00000000000b', name: 'gw' };
    const sighting = {
      type: 'sighting',
      id: 'sighting--00000000-0000-4000-8000-00000000000c',
      sighting_of_ref: malware.id,
      where_sighted_refs: [where.id],
      observed_data_refs: ['observed-data--00000000-0000-4000-8000-00000000000d'],
      confidence: 85,
    };
    const knowledge = given({ type: 'bundle', objects: [malware, where, sighting] });
    expect(knowledge.links.map((l) => [l.kind, l.to, l.confidence])).toEqual([
      ['seen-at', where.id, 85],
      ['sighting-of', malware.id, 85],
    ]);
    expect(knowledge.problems.map((p) => p.reason)).toEqual([
      expect.stringMatching(/^1 references as observed_data_refs lead to what is in none/),
    ]);
  });

  it('reads ATT&CK as it is published: techniques, tactics, groups, software and what replaced what', () => {
    const id = (type: string, n: number): string => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const attack = (type: string, n: number, name: string, external: string, more: object = {}) => ({
      type,
      id: id(type, n),
      spec_version: '2.1',
      created: '2020-01-01T00:00:00.000Z',
      modified: '2024-01-01T00:00:00.000Z',
      name,
      external_references: [{ source_name: 'mitre-attack', external_id: external, url: 'https://attack.mitre.org/' }],
      x_mitre_domains: ['enterprise-attack'],
      x_mitre_attack_spec_version: '3.2.0',
      ...more,
    });
    const relation = (n: number, kind: string, from: string, to: string) => ({
      type: 'relationship',
      id: id('relationship', n),
      relationship_type: kind,
      source_ref: from,
      target_ref: to,
    });
    const tactic = attack('x-mitre-tactic', 3, 'Persistence', 'TA0003', { x_mitre_shortname: 'persistence' });
    const objects = [
      attack('attack-pattern', 1, 'Server Software Component', 'T1505'),
      attack('attack-pattern', 2, 'Web Shell', 'T1505.003', { x_mitre_is_subtechnique: true }),
      tactic,
      attack('x-mitre-matrix', 4, 'Enterprise ATT&CK', 'enterprise-attack', { tactic_refs: [tactic.id] }),
      attack('malware', 5, 'EXAMPLE', 'S0001', { is_family: true, x_mitre_aliases: ['EXAMPLE', 'Sample'] }),
      attack('intrusion-set', 6, 'Group', 'G0001', { aliases: ['Group', 'Other Name'] }),
      attack('course-of-action', 7, 'Update Software', 'M1051'),
      attack('attack-pattern', 8, 'Old Technique', 'T1100', { revoked: true }),
      attack('course-of-action', 9, 'Old Advice', 'T1505', { x_mitre_deprecated: true }),
      relation(10, 'subtechnique-of', id('attack-pattern', 2), id('attack-pattern', 1)),
      relation(11, 'uses', id('malware', 5), id('attack-pattern', 2)),
      relation(12, 'uses', id('intrusion-set', 6), id('malware', 5)),
      relation(13, 'mitigates', id('course-of-action', 7), id('attack-pattern', 2)),
      relation(14, 'revoked-by', id('attack-pattern', 8), id('attack-pattern', 2)),
    ];
    const knowledge = given({ type: 'bundle', objects });
    expect(knowledge.named('T1505.003').map((e) => e.name)).toEqual(['Web Shell']);
    expect(knowledge.named('sample').map((e) => e.name)).toEqual(['EXAMPLE']);
    expect(knowledge.named('g0001').map((e) => e.aliases)).toEqual([['Other Name']]);
    expect(knowledge.named('T1100')).toEqual([]);
    expect(knowledge.links.map((l) => l.kind).sort()).toEqual(['mitigates', 'subtechnique-of', 'uses', 'uses']);
    expect(knowledge.problems.map((p) => p.reason)).toEqual([
      '1 objects of type x-mitre-tactic, which STIX 2.1 does not have, are kept and not understood',
      '1 objects of type x-mitre-matrix, which STIX 2.1 does not have, are kept and not understood',
      '2 objects were revoked or deprecated by their publisher and are not used',
    ]);
    expect(knowledge.objects.size).toBe(objects.length);
  });

  it('refuses what is no knowledge at all by its name', () => {
    for (const bad of ['', 'not json', '{"a":1}', '[]', 'null'])
      expect(() => readKnowledge([{ file: 'bad.json', text: bad, ours: false }])).toThrow(/bad\.json/);
  });

  it('survives any damage to a MISP event', () => {
    const attribute = { type: 'sha256', value: 'a'.repeat(64), uuid: '00000000-0000-4000-8000-000000000007' };
    const reference = { referenced_uuid: '00000000-0000-4000-8000-000000000006', relationship_type: 'indicates' };
    const event = () => ({
      uuid: '00000000-0000-4000-8000-000000000005',
      Tag: [{ name: 'misp-galaxy:threat-actor="G"' }],
      Object: [
        { name: 'malware', uuid: reference.referenced_uuid, Attribute: [{ object_relation: 'name', value: 'M' }] },
        { name: 'file', uuid: attribute.uuid, Attribute: [attribute], ObjectReference: [reference] },
      ],
    });
    const places = [
      '',
      'Tag.0',
      'Object.0',
      'Object.1',
      'Object.0.Attribute.0',
      'Object.1.Attribute.0',
      'Object.1.ObjectReference.0',
    ];
    const names = ['uuid', 'name', 'value', 'type', 'date', 'info', 'Attribute', 'Object', 'Tag', 'referenced_uuid'];
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...names, 'relationship_type', 'object_relation', 'ObjectReference'),
        fc.oneof(fc.jsonValue(), fc.constant({ toString: '' })),
        (place, name, value) => {
          const damaged = JSON.parse(JSON.stringify(event())) as Record<string, never>;
          const part = place === '' ? damaged : place.split('.').reduce((at, key) => at[key]!, damaged);
          (part as Record<string, unknown>)[name] = value;
          expect(given({ Event: damaged }).objects.size).toBeGreaterThan(0);
        },
      ),
    );
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
