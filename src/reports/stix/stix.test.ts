import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../../tests/support/report-inputs.ts';
import { dangling, oasisValidator, stixProblems } from '../../../tests/support/stix.ts';
import { exportKnowledge, readKnowledge } from '../../detectors/index.ts';
import { type Tlp, tlps } from '../../model/index.ts';
import type { ReportInput } from '../input.ts';
import { stix } from './index.ts';
import { propertyForm } from './property-form.ts';

interface Bundle {
  id: string;
  objects: Record<string, unknown>[];
}
const write = (input: ReportInput, tlp?: Tlp): Bundle => JSON.parse(stix.write(input, 'en', tlp && { tlp })) as Bundle;
const of = (bundle: Bundle, type: string) => bundle.objects.filter((o) => o.type === type);

describe('a STIX bundle of a case', () => {
  const bundle = write(gateway());

  it('is as STIX 2.1 demands, and refers to nothing that is not in it', () => {
    expect(stixProblems(bundle)).toEqual([]);
    expect(dangling(bundle)).toEqual([]);
    expect(bundle.objects.length).toBeGreaterThan(50);
  });

  it.each(hostileTexts)('is so whatever names and rules say: %j', (text) => {
    const written = write(hostile(text));
    expect(stixProblems(written)).toEqual([]);
    expect(dangling(written)).toEqual([]);
  });

  it('carries every finding with its bytes', () => {
    const carried = of(bundle, 'observed-data').flatMap(
      (o) => (Object.values(o.extensions as object)[0] as { findings: unknown[] }).findings,
    );
    const byId = (a: unknown, b: unknown) => ((a as { id: string }).id < (b as { id: string }).id ? -1 : 1);
    expect(carried.sort(byId)).toEqual(gateway().findings.sort(byId).map(propertyForm));
  });

  it('looks elsewhere for whole content that is surely bad, and for nothing else', () => {
    const strong = of(bundle, 'indicator').map((o) => o.pattern);
    expect(strong).toContain(
      "[file:hashes.'SHA-256' = 'ae5967c841bce926250086a017e2a7788b1e2e30953a3d2986542011f50d7a61']",
    );
    const weak = gateway();
    for (const f of weak.findings) f.confidence = 'low';
    expect(of(write(weak), 'indicator')).toEqual([]);
    const part = gateway();
    for (const f of part.findings) delete f.subject.sha256;
    expect(of(write(part), 'indicator')).toEqual([]);
  });

  it('names families, actors and techniques as the knowledge does, with its sources', () => {
    const atrium = of(bundle, 'malware').find((o) => o.name === 'ATRIUM')!;
    expect(atrium.created_by_ref).not.toBe(of(bundle, 'incident')[0]!.created_by_ref);
    const uses = of(bundle, 'relationship').find((o) => o.relationship_type === 'uses' && o.target_ref === atrium.id)!;
    expect(uses.external_references).toBeDefined();
  });

  it('says whose ways it is consistent with and never who did it', () => {
    const kinds = of(bundle, 'relationship').map((o) => o.relationship_type);
    expect(kinds).toContain('consistent-with');
    expect(kinds).not.toContain('attributed-to');
  });

  it('speaks of no incident and no actor where nothing was found', () => {
    const nothing = gateway();
    nothing.findings = [];
    nothing.verdict = { ...nothing.verdict, conclusion: 'no-evidence-found', because: [] };
    const written = write(nothing);
    expect(stixProblems(written)).toEqual([]);
    for (const type of ['incident', 'intrusion-set', 'malware', 'sighting', 'indicator'])
      expect(of(written, type)).toEqual([]);
  });

  it('says whose device it is when one owner stands out, and nothing when none does', () => {
    const empty = { host: [], evidence: [], address: [], serial: [] };
    const ownership = {
      statement: 'By its certificate.',
      confidence: 'medium' as const,
      candidates: [],
      passedOver: [],
      contradictions: [],
      marks: empty,
    };
    const owners = (more: object) => {
      const assessment = { ownership: { ...ownership, ...more } } as unknown as NonNullable<ReportInput['assessment']>;
      const full = {
        attribution: {
          statement: '',
          leading: [],
          confidence: 'low' as const,
          hypotheses: [],
          unattributed: [],
          sensitivity: [],
        },
        exposure: { statement: '', versions: [], open: [], others: [] },
      };
      const written = write({ ...gateway(), assessment: { ...full, ...assessment } });
      expect(stixProblems(written)).toEqual([]);
      return of(written, 'identity').filter((o) => o.identity_class === 'organization');
    };
    expect(owners({ leading: 'example.com' })).toMatchObject([{ name: 'example.com' }]);
    expect(owners({ stated: { organisation: 'Example Ltd', sector: 'energy', by: [] } })).toMatchObject([
      { name: 'Example Ltd', sectors: ['energy'] },
    ]);
    expect(owners({})).toEqual([]);
  });

  it('takes what was seen first and last from the bounds, and no end for what is still there', () => {
    const sightings = of(bundle, 'sighting');
    const seen = (name: string) => {
      const family = of(bundle, 'malware').find((o) => o.name === name)!;
      return sightings.find((s) => s.sighting_of_ref === family.id)!;
    };
    expect(seen('ATRIUM')).toMatchObject({ first_seen: '2021-01-14T03:12:00Z', count: 2 });
    expect(seen('ATRIUM')).not.toHaveProperty('last_seen');
    expect(seen('PULSECHECK')).toMatchObject({ last_seen: '2021-04-18T02:15:30Z' });
  });

  it.each(tlps)('is marked with the label of TLP 2.0 that was asked for: %s', (tlp) => {
    const written = write(gateway(), tlp);
    expect(stixProblems(written)).toEqual([]);
    const marking = of(written, 'marking-definition').find((o) => o.name === `TLP:${tlp.toUpperCase()}`)!;
    for (const o of of(written, 'observed-data')) expect(o.object_marking_refs).toEqual([marking.id]);
  });

  it('has another identity for another case, and the same for the same', () => {
    const other = write({ ...gateway(), examined: { case: 'other', at: '2021-05-03T09:00:00.000Z' } });
    expect(other.id).not.toBe(bundle.id);
    expect(of(other, 'file')).toEqual(of(bundle, 'file'));
    expect(of(other, 'observed-data')[0]!.id).not.toBe(of(bundle, 'observed-data')[0]!.id);
  });

  it('is refused for a case that does not say when it was examined', () => {
    const { examined: _, ...unfinished } = gateway();
    expect(() => stix.write(unfinished)).toThrow('only a finished case says when it was examined');
  });

  it('is the same bundle after it was imported and exported', () => {
    const raw = stix.write(gateway());
    const imported = readKnowledge([{ file: 'case.json', text: raw, ours: false }]);
    expect(imported.problems).toEqual([]);
    expect(JSON.parse(exportKnowledge(imported)).objects).toEqual(bundle.objects);
  });
});

describe('STIX that comes with the version', () => {
  it.each(['stix/knowledge.json', 'indicators/pulse-2021.json', 'indicators/ivanti-later.json'])(
    'is as STIX 2.1 demands: %s',
    (name) => {
      const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../../../content', name), 'utf8'));
      expect(stixProblems(shipped)).toEqual([]);
      expect(dangling(shipped)).toEqual([]);
    },
  );

  it.skipIf(!oasisValidator)('and a case satisfy the OASIS validator', () => {
    const folder = mkdtempSync(join(tmpdir(), 'afterimage-stix-'));
    try {
      writeFileSync(join(folder, 'case.json'), stix.write(gateway()));
      const content = join(import.meta.dirname, '../../../content/stix/knowledge.json');
      const run = spawnSync(oasisValidator!, ['--version', '2.1', '-q', join(folder, 'case.json'), content]);
      expect(`${run.stdout}${run.stderr} ${run.status}`).toMatch(/ 0$/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the tables that these tests read STIX by', () => {
  const object = (more: object) => ({
    type: 'bundle',
    id: 'bundle--00000000-0000-4000-8000-000000000001',
    objects: [
      {
        type: 'malware',
        spec_version: '2.1',
        id: 'malware--00000000-0000-4000-8000-000000000002',
        created: '2021-04-20T00:00:00.000Z',
        modified: '2021-04-20T00:00:00.000Z',
        is_family: true,
        ...more,
      },
    ],
  });

  it.each([
    [{}, 0],
    [{ is_family: undefined }, 1],
    [{ created: '2021-04-20T00:00:00Z' }, 1],
    [{ modified: '2020-04-20T00:00:00.000Z' }, 1],
    [{ confidence: 101 }, 1],
    [{ x_ours: 1 }, 1],
    [{ id: 'tool--00000000-0000-4000-8000-000000000002' }, 1],
    [{ external_references: [{ source_name: 'x' }] }, 1],
    [{ aliases: [] }, 1],
  ])('refuse what is wrong: %j', (more, problems) => {
    const bundle = JSON.parse(JSON.stringify(object(more)));
    expect(stixProblems(bundle)).toHaveLength(problems);
  });
});
