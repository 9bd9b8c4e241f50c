import { describe, expect, it } from 'vitest';
import { gateway } from '../../../tests/support/report-inputs.ts';
import type { FileRow } from '../../case/index.ts';
import type { ReportInput } from '../input.ts';
import { caseUco } from './index.ts';

type Node = { '@id': string; '@type': string | string[]; 'uco-core:hasFacet'?: Node[] } & Record<string, unknown>;

const row = (more: Partial<FileRow>): FileRow => ({
  evidence: gateway().evidence[0]!.id,
  layers: 'mbr:2 > ext4',
  path: '/home/x.cgi',
  kind: 'file',
  allocation: 'deleted',
  content: 'intact',
  size: 300,
  inode: 12,
  sha256: 'a'.repeat(64),
  md5: 'b'.repeat(32),
  changed: '2021-04-18T02:15:30.140001792Z',
  deleted: '2021-04-18T02:16:00Z',
  extents: '[[0,4096,200],[-1,0,60],[0,9216,40]]',
  looked: 'read',
  ...more,
});

const graphOf = (rows: FileRow[], input: ReportInput = gateway()): Node[] =>
  (JSON.parse(caseUco.write({ ...input, files: { rows, left: 0 } })) as { '@graph': Node[] })['@graph'];
const of = (graph: Node[], type: string) => graph.filter((n) => [n['@type']].flat().includes(type));
const facet = (node: Node, type: string) =>
  node['uco-core:hasFacet']!.find((f) => f['@type'] === `uco-observable:${type}`);
const number = (value: unknown) => Number((value as { '@value': string })['@value']);

describe('CASE/UCO of a case', () => {
  const graph = graphOf([row({})]);
  const [file] = of(graph, 'uco-observable:RecoveredObject') as [Node];

  it('names every node once, by a UUID that the same case always gives', () => {
    const ids: string[] = [];
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object' && value !== null) {
        const { '@id': id, '@type': type } = value as Node;
        if (id !== undefined && type !== undefined) ids.push(id);
        Object.values(value).forEach(walk);
      }
    };
    walk(graph);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^kb:\w+-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(graphOf([row({})])).toEqual(graph);
  });

  it('refers to nodes that are there', () => {
    const ids = new Set(graph.map((n) => n['@id']));
    const refs = graph.flatMap((n) =>
      Object.entries(n).flatMap(([k, v]) =>
        k === 'uco-core:hasFacet' ? [] : [v].flat().flatMap((x) => (x as Node)?.['@id'] ?? []),
      ),
    );
    expect(refs.length).toBeGreaterThan(8);
    for (const ref of refs) expect(ids).toContain(ref);
  });

  it('says what a recovered file is and how much of it came back', () => {
    expect(facet(file, 'FileFacet')).toMatchObject({
      'uco-observable:fileName': 'x.cgi',
      'uco-observable:filePath': '/home/x.cgi',
      'uco-observable:allocationStatus': 'deleted',
    });
    expect(JSON.stringify(facet(file, 'ContentDataFacet'))).toContain('a'.repeat(64));
    expect(JSON.stringify(facet(file, 'ExtInodeFacet'))).toContain('2021-04-18T02:16:00Z');
    const status = (r: FileRow) =>
      (
        facet(of(graphOf([r]), 'uco-observable:RecoveredObject')[0]!, 'RecoveredObjectFacet') as Record<
          string,
          { '@value': string }
        >
      )['uco-observable:contentRecoveredStatus']!['@value'];
    expect([status(row({})), status(row({ content: 'partial' })), status(row({ content: 'lost' }))]).toEqual([
      'recovered',
      'partially recovered',
      'unknown',
    ]);
  });

  it('says where each stretch of its bytes lies, and leaves holes their place', () => {
    const ranges = of(graph, 'uco-observable:ObservableRelationship').map((r) => [
      number(facet(r, 'DataRangeFacet')!['uco-observable:rangeOffset']),
      number(facet(r, 'DataRangeFacet')!['uco-observable:rangeSize']),
      number(facet(r, 'FragmentFacet')!['uco-observable:fragmentIndex']),
    ]);
    expect(ranges).toEqual([
      [4096, 200, 0],
      [9216, 40, 2],
    ]);
  });

  it('has a record of who read it from what', () => {
    const [action] = of(graph, 'case-investigation:InvestigativeAction') as [Node];
    const [tool] = of(graph, 'uco-tool:Tool') as [Node];
    expect(action['uco-action:instrument']).toEqual({ '@id': tool['@id'] });
    expect(action['uco-action:result']).toContainEqual({ '@id': file['@id'] });
    const [record] = of(graph, 'case-investigation:ProvenanceRecord') as [Node];
    expect(record['uco-core:object']).toContainEqual({ '@id': file['@id'] });
  });

  it('asks for recovered files with content and for what findings are about, and for nothing else', () => {
    const wants = caseUco.files!(gateway());
    expect(wants(row({}))).toBe(true);
    expect(wants(row({ allocation: 'superseded', content: 'partial' }))).toBe(true);
    expect(wants(row({ content: 'lost' }))).toBe(false);
    expect(wants(row({ kind: 'directory' }))).toBe(false);
    expect(wants(row({ allocation: 'unallocated', kind: 'run' }))).toBe(false);
    expect(wants(row({ allocation: 'allocated' }))).toBe(false);
    const { path, inode, sha256, size } = gateway().findings.find((f) => f.state === 'live')!.subject;
    const live = row({ allocation: 'allocated', path: path!, inode: inode!, sha256: sha256!, size });
    expect(wants(live)).toBe(true);
    const [told] = of(graphOf([live]), 'uco-observable:File').filter((n) => n['uco-core:description']);
    expect(JSON.stringify(told!['uco-core:description'])).toContain('finding ');
    expect(told!['@type']).toBe('uco-observable:File');
  });

  it('says how many files it could not hold', () => {
    const text = caseUco.write({ ...gateway(), files: { rows: [row({})], left: 7 } });
    expect(text).toContain('7 more recovered files are in files.parquet only');
  });
});
