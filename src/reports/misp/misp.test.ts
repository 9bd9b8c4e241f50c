import { describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../../tests/support/report-inputs.ts';
import { type Knowledge, type Loose, loadIndicators, readKnowledge } from '../../detectors/index.ts';
import { byText, type Tlp } from '../../model/index.ts';
import type { ReportInput } from '../input.ts';
import { stix } from '../stix/index.ts';
import { misp } from './index.ts';

interface Event extends Loose {
  Tag: { name: string }[];
  Attribute: Loose[];
  Object: (Loose & { Attribute: Loose[]; ObjectReference: Loose[] })[];
}
const write = (input: ReportInput, tlp?: Tlp): Event =>
  (JSON.parse(misp.write(input, 'en', tlp && { tlp })) as { Event: Event }).Event;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Category and type go together only as the core format lists them; these are the pairs that we use. */
const pairs = new Set(
  `Internal reference/text|Targeting data/target-machine|Other/text|Other/boolean|Other/size-in-bytes|
  Artifacts dropped/filename|Artifacts dropped/md5|Artifacts dropped/sha1|Artifacts dropped/sha256|
  External analysis/vulnerability`.split(/\|\s*/),
);

function problemsOf(event: Event): string[] {
  const problems: string[] = [];
  const seen = new Set<unknown>();
  const must = (thing: Loose, name: string, test: (v: unknown) => boolean): void => {
    if (!test(thing[name])) problems.push(`${name} is ${JSON.stringify(thing[name])}`);
  };
  const text = (v: unknown): boolean => typeof v === 'string';
  const own = (thing: Loose): void => {
    must(thing, 'uuid', (v) => uuid.test(String(v)) && !seen.has(v));
    seen.add(thing.uuid);
    must(thing, 'timestamp', (v) => /^\d{10}$/.test(String(v)));
  };
  own(event);
  must(event, 'info', (v) => text(v) && (v as string).length <= 256 && !/[\r\n]/.test(v as string));
  must(event, 'date', (v) => /^\d{4}-\d\d-\d\d$/.test(String(v)));
  must(event, 'published', (v) => v === false);
  for (const name of ['threat_level_id', 'analysis', 'distribution', 'publish_timestamp']) must(event, name, text);
  const attributes = [...event.Attribute, ...event.Object.flatMap((o) => o.Attribute)];
  must(event, 'attribute_count', (v) => v === String(attributes.length));
  for (const a of attributes) {
    own(a);
    must(a, 'value', (v) => text(v) && v !== '');
    must(a, 'to_ids', (v) => typeof v === 'boolean');
    if (!pairs.has(`${a.category}/${a.type}`)) problems.push(`${a.category} has no type ${a.type}`);
  }
  const objects = new Set(event.Object.map((o) => o.uuid));
  for (const o of event.Object) {
    own(o);
    for (const name of ['name', 'meta-category', 'description', 'template_uuid', 'template_version'])
      must(o, name, text);
    for (const a of o.Attribute) must(a, 'object_relation', text);
    for (const r of o.ObjectReference) {
      own(r);
      must(r, 'object_uuid', (v) => v === o.uuid);
      must(r, 'referenced_uuid', (v) => objects.has(v as string));
      must(r, 'relationship_type', text);
    }
  }
  return problems;
}

describe('a MISP event of a case', () => {
  const event = write(gateway());

  it('is as the core format demands', () => {
    expect(problemsOf(event)).toEqual([]);
    expect(event.Object.length).toBeGreaterThan(10);
  });

  it.each(hostileTexts)('is so whatever names and rules say: %j', (text) => {
    expect(problemsOf(write(hostile(text)))).toEqual([]);
  });

  it('has the label of TLP as a tag, amber when nobody says otherwise', () => {
    expect(event.Tag[0]).toEqual({ name: 'tlp:amber' });
    expect(write(gateway(), 'amber+strict').Tag[0]).toEqual({ name: 'tlp:amber+strict' });
  });

  it('gives machines only hashes of what is surely bad to look for', () => {
    const forMachines = event.Object.flatMap((o) => o.Attribute).filter((a) => a.to_ids);
    expect(new Set(forMachines.map((a) => a.type))).toEqual(new Set(['sha256']));
    const { set, unusable } = loadIndicators([{ file: 'event.json', text: misp.write(gateway()), ours: false }]);
    expect(set.indicators).toHaveLength(forMachines.length);
    expect(unusable.every((u) => /to_ids|type/.test(u.reason))).toBe(true);
  });

  it('says of an actor that things are consistent with it and not attributed', () => {
    const actors = event.Object.filter((o) => o.name === 'intrusion-set');
    expect(actors.length).toBeGreaterThan(0);
    for (const a of actors) expect(a.comment).toMatch(/^Consistent with, not attributed to/);
  });

  it('keeps the bounds and the bytes of each finding', () => {
    const texts = event.Object.flatMap((o) => o.Attribute.filter((a) => a.object_relation === 'text'));
    const all = texts.map((a) => a.value).join('\n');
    for (const f of gateway().findings) {
      expect(all).toContain(f.id);
      for (const b of f.locators[0]!.bytes) expect(all).toContain(`${b.length} bytes at ${b.offset}`);
    }
  });
});

describe('a case that goes out and comes back', () => {
  /** Things with a name that both formats have, and the relations between them. */
  const kinds = ['malware', 'intrusion-set', 'attack-pattern', 'vulnerability', 'indicator'];
  const graphOf = (knowledge: Knowledge) => {
    const has = (id: string): boolean => kinds.includes(id.slice(0, id.indexOf('--')));
    return {
      things: [...knowledge.objects.values()]
        .filter((o) => has(String(o.id)))
        .map((o) => ({ id: o.id, name: o.name, pattern: o.pattern }))
        .sort((a, b) => byText(String(a.id), String(b.id))),
      relations: knowledge.links
        .filter((l) => has(l.from) && has(l.to))
        .map((l) => `${l.from} ${l.kind} ${l.to}`)
        .sort(),
    };
  };
  const read = (text: string): Knowledge => readKnowledge([{ file: 'case.json', text, ours: false }]);
  const asStix = stix.write(gateway());
  const asMisp = misp.write(gateway());

  it('is the same graph by way of MISP as by way of STIX', () => {
    const graph = graphOf(read(asStix));
    expect(graphOf(read(asMisp))).toEqual(graph);
    expect(graph.relations.some((r) => / uses /.test(r))).toBe(true);
    expect(graph.relations.some((r) => / indicates /.test(r))).toBe(true);
  });

  it('lists what MISP had no thing for', () => {
    const reasons = read(asMisp).problems.map((p) => p.reason);
    expect(reasons).toContain(`${gateway().findings.length} attributes of type filename are not taken over`);
  });

  it('is no disclosure: it was not published', () => {
    const types = [...read(asMisp).objects.values()].map((o) => o.type);
    expect(types).toContain('grouping');
    expect(types).not.toContain('report');
  });

  it('never takes the place of what says more, whichever is read first', () => {
    for (const texts of [
      [asStix, asMisp],
      [asMisp, asStix],
    ]) {
      const both = readKnowledge(texts.map((text, i) => ({ file: `${i}.json`, text, ours: false })));
      for (const [id, object] of read(asStix).objects) expect(both.objects.get(id)).toEqual(object);
    }
  });

  it('counts references to what is not there, and goes on', () => {
    const { Event: given } = JSON.parse(asMisp) as { Event: Event };
    const malware = given.Object.find((o) => o.name === 'malware')!;
    given.Object = given.Object.filter((o) => o !== malware);
    given.Object.push({
      ...malware,
      uuid: 'no uuid',
      name: 'x-unknown',
      ObjectReference: [],
      Attribute: [{ type: 'x-kind', value: '1' }],
    });
    const reasons = read(JSON.stringify({ Event: given })).problems.map((p) => p.reason);
    expect(reasons.join('\n')).toMatch(/^\d+ references from or to something that is not there/m);
    expect(reasons).toContain('1 attributes of type x-kind are not taken over');
  });
});
