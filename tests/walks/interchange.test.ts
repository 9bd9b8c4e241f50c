import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { afterimage, findingsOf, unpack, workspace } from '../support/afterimage.ts';
import { dangling, stixProblems } from '../support/stix.ts';

/* A case of a real image goes out in every format that other tools take in, and comes back. */
const folder = workspace();
const casePath = join(folder, 'case-17');
const image = (): string => join(folder, 'gateway.img');
const run = (...words: string[]) => afterimage(words, { cwd: folder });
const told = (format: string): string => run('report', 'case-17', '--format', format).stdout;

beforeAll(() => {
  unpack('gateway/gateway.img.gz', folder);
  expect(run('examine', 'gateway.img', '-o', casePath).status).toBe(1);
});

type Node = { '@id': string; '@type': string | string[] } & Record<string, unknown>;

describe('a case handed on', () => {
  it('is STIX 2.1 that holds every finding and refers to nothing outside', () => {
    const bundle = JSON.parse(told('stix'));
    expect(stixProblems(bundle)).toEqual([]);
    expect(dangling(bundle)).toEqual([]);
    for (const { id } of findingsOf(casePath)) expect(JSON.stringify(bundle)).toContain(id);
    expect(told('stix')).toBe(told('stix'));
  });

  it('comes back by way of STIX as what it was, and by way of MISP as the same things', () => {
    writeFileSync(join(folder, 'out.stix.json'), told('stix'));
    writeFileSync(join(folder, 'out.misp.json'), told('misp'));
    expect(run('knowledge', 'import', 'out.stix.json', '-o', 'in.stix.json').stdout).toContain('no problems');
    expect(run('knowledge', 'import', 'out.misp.json', '-o', 'in.misp.json').status).toBe(0);
    const objects = (name: string): { id: string; type: string; name?: string }[] =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')).objects;
    expect(objects('in.stix.json')).toEqual(objects('out.stix.json'));
    const names = (name: string): string[] =>
      objects(name).flatMap((o) =>
        ['malware', 'intrusion-set', 'attack-pattern', 'vulnerability', 'indicator'].includes(o.type)
          ? `${o.id} ${o.name}`
          : [],
      );
    expect(names('in.misp.json').sort()).toEqual(names('out.stix.json').sort());
  });

  it('says in CASE/UCO which bytes each recovered file is made of, so that anybody can cut them out', () => {
    const graph = JSON.parse(told('case-uco'))['@graph'] as Node[];
    const evidence = readFileSync(image());
    const facetOf = (node: Node, type: string) =>
      (node['uco-core:hasFacet'] as Node[]).find((f) => f['@type'] === `uco-observable:${type}`)!;
    const number = (value: unknown): number => Number((value as { '@value': string })['@value']);
    const ranges = new Map<string, [number, number][]>();
    for (const n of graph)
      if (n['@type'] === 'uco-observable:ObservableRelationship') {
        const { '@id': file } = n['uco-core:source'] as Node;
        const range = facetOf(n, 'DataRangeFacet');
        const one: [number, number] = [
          number(range['uco-observable:rangeOffset']),
          number(range['uco-observable:rangeSize']),
        ];
        ranges.set(file, [...(ranges.get(file) ?? []), one]);
      }
    let checked = 0;
    for (const n of graph) {
      const stated = /"SHA256"\}[^}]*"@value":"([0-9a-f]{64})"/.exec(JSON.stringify(n))?.[1];
      const parts = ranges.get(n['@id']);
      if (!stated || !parts || ![n['@type']].flat().includes('uco-observable:RecoveredObject')) continue;
      const bytes = Buffer.concat(parts.map(([offset, length]) => evidence.subarray(offset, offset + length)));
      // A file with a hole has more bytes than are stored.
      if (bytes.length !== number(facetOf(n, 'ContentDataFacet')['uco-observable:sizeInBytes'])) continue;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(stated);
      checked++;
    }
    expect(checked).toBeGreaterThan(10);
  });

  it('is a layer of the ATT&CK Navigator with the techniques of its findings', () => {
    const layer = JSON.parse(told('navigator')) as { techniques: { techniqueID: string }[] };
    const seen = [...new Set(findingsOf(casePath).flatMap((f) => f.techniques))].sort();
    expect(layer.techniques.map((t) => t.techniqueID)).toEqual(seen);
  });

  it('is marked amber when nobody says otherwise, and a label that does not exist is refused', () => {
    expect(told('stix')).toContain('"name": "TLP:AMBER"');
    expect(run('report', 'case-17', '--format', 'stix', '--tlp', 'TLP:RED').stdout).toContain('"name": "TLP:RED"');
    expect(run('report', 'case-17', '--format', 'stix', '--tlp', 'white')).toMatchObject({ status: 64 });
  });
});
