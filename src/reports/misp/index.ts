import { type Loose, nameUuid } from '../../detectors/index.ts';
import { type Conclusion, usualTlp } from '../../model/index.ts';
import { examinedOf, type ReportInput } from '../input.ts';
import { jsonText } from '../json.ts';
import type { Report } from '../report.ts';
import { type StixObject, tellStix } from '../stix/index.ts';
import { fileObject } from './file.ts';
import { Related, uuidOf } from './references.ts';
import { attribute, object, objectNames, type Said } from './shape.ts';

/** MISP's threat levels: 1 high, 2 medium, 3 low, 4 undefined. */
const levels: Record<Conclusion, string> = {
  compromised: '1',
  'compromised-then-cleaned': '1',
  suspected: '2',
  inconclusive: '4',
  'no-evidence-found': '4',
};

/** Longest `info` that the format recommends. */
const INFO = 256;

/**
 * One event of the MISP core format. It is made of the STIX bundle, and every object, attribute and reference has the
 * UUID of its STIX twin, so that a receiver who has both knows one from the other.
 */
export const misp: Report = {
  name: 'misp',
  description: 'MISP event: files, indicators, families, actors, techniques and vulnerabilities',
  extension: 'json',
  write(input, language, terms = {}) {
    const { at, case: name } = examinedOf(input, 'a MISP event');
    const { bundle, seen } = tellStix(input, language, terms);
    const { objects } = bundle;
    const related = new Related(objects);
    const timestamp = String(Math.floor(Date.parse(at) / 1000));
    const uuid = (key: string): string => nameUuid(`misp case ${name} ${key}`);
    const grouping = objects.find((o) => o.type === 'grouping')!;
    const tool = related.get(grouping.created_by_ref)!;
    const { verdict } = input;
    const event = {
      uuid: uuidOf(grouping.id),
      id: '0',
      org_id: '0',
      orgc_id: '0',
      info: `${grouping.name}: ${verdict.statement || verdict.conclusion}`.replace(/\s+/g, ' ').slice(0, INFO),
      date: dayOf(input, at),
      timestamp,
      published: false,
      publish_timestamp: '0',
      threat_level_id: levels[verdict.conclusion],
      analysis: '2',
      distribution: '0',
      sharing_group_id: '0',
      locked: false,
      Orgc: { id: '0', name: String(tool.name), uuid: uuidOf(tool.id) },
      Tag: tagsOf(objects, terms.tlp ?? usualTlp),
      Attribute: [
        said(uuid('verdict'), 'Internal reference', 'text', verdict.statement || verdict.conclusion, 'Verdict'),
        said(
          uuid('device'),
          'Targeting data',
          'target-machine',
          String(input.host.name ?? verdict.subject) || 'a device',
        ),
        ...verdict.limitedBy.map((limit, i) =>
          said(uuid(`limit ${i}`), 'Internal reference', 'text', limit, 'Not seen'),
        ),
      ].map((one) => attribute(timestamp, one)),
      Object: [
        ...objects.flatMap((o) =>
          o.type !== 'file' && objectNames.includes(o.type) ? [thing(o, related, timestamp)] : [],
        ),
        ...seen.map((one) => fileObject(one, related, timestamp)),
      ],
    };
    return jsonText({ Event: { ...event, attribute_count: String(attributesIn(event)) } });
  },
};

const said = (uuid: string, category: string, type: string, value: string, comment?: string): Said => ({
  uuid,
  category,
  type,
  value,
  ...(comment && { comment }),
});

const attributesIn = (event: { Attribute: Loose[]; Object: Loose[] }): number =>
  event.Attribute.length + event.Object.reduce((n, o) => n + (o.Attribute as Loose[]).length, 0);

/** The day on which it began, as far as that is known; else that of the examination. */
function dayOf({ assessment }: ReportInput, at: string): string {
  const { notBefore, notAfter } = assessment?.activity.first ?? {};
  return /^\d{4}-\d\d-\d\d(?=T)/.exec(notAfter ?? notBefore ?? '')?.[0] ?? at.slice(0, 10);
}

/** The label of TLP, and techniques, families and actors as plain tags in the form of MISP's galaxies. */
function tagsOf(objects: readonly StixObject[], tlp: string): Loose[] {
  const names = objects.flatMap((o) => {
    const published = (o.external_references ?? []) as { source_name: string; external_id?: string }[];
    const attack = published.find((r) => r.source_name === 'mitre-attack')?.external_id;
    const title = attack && attack !== o.name ? `${o.name} - ${attack}` : String(o.name);
    if (o.type === 'attack-pattern') return `misp-galaxy:mitre-attack-pattern="${quoted(title)}"`;
    if (o.type === 'malware') return `misp-galaxy:${attack ? 'mitre-malware' : 'malpedia'}="${quoted(title)}"`;
    return o.type === 'intrusion-set' ? `misp-galaxy:threat-actor="${quoted(String(o.name))}"` : [];
  });
  return [`tlp:${tlp}`, ...names].map((name) => ({ name }));
}

/** The value of a tag ends at the next quotation mark. */
const quoted = (text: string): string => text.replaceAll('"', "'");

/** A family, actor, technique or vulnerability, and its relations to others that the event has. */
function thing(o: StixObject, related: Related, timestamp: string): Loose {
  const part = (relation: string, type: string, category: string, value: string): Said => ({
    uuid: nameUuid(`misp ${o.id} ${relation}`),
    relation,
    type,
    category,
    value,
  });
  const published = ((o.external_references ?? []) as { external_id?: string }[]).flatMap((r) => r.external_id ?? []);
  const parts: Said[] =
    o.type === 'vulnerability'
      ? [part('id', 'vulnerability', 'External analysis', String(o.name))]
      : [part('name', 'text', 'Other', String(o.name))];
  if (o.type === 'malware') parts.push(part('is_family', 'boolean', 'Other', o.is_family === true ? '1' : '0'));
  if (o.type === 'attack-pattern' && published[0]) parts.push(part('id', 'text', 'Other', published[0]));
  return object(timestamp, o.type, uuidOf(o.id), {
    comment: consistency(o, related),
    said: parts,
    references: related.references(o.id),
  });
}

/** Why an actor is in the event at all: never because it is known to have done it. */
function consistency(o: StixObject, related: Related): string {
  const link = related.to(o.id, 'consistent-with');
  return link ? `Consistent with, not attributed to: ${link.description}` : '';
}
