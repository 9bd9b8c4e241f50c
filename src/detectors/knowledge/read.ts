import { AfterimageError, byText } from '../../model/index.ts';
import { type IndicatorFile, type Loose, mispEvents, plainText, stixObjects } from '../indicators/index.ts';
import { type Entity, Knowledge, type KnowledgeProblem, type Link, type Reference } from './graph.ts';
import { objectsOfMisp } from './misp.ts';

/** Types of STIX 2.1, sections 4 to 7. Others are kept as they are and listed. */
const known = new Set(
  `attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set location
  malware malware-analysis note observed-data opinion report threat-actor tool vulnerability relationship sighting
  extension-definition marking-definition language-content bundle artifact autonomous-system directory domain-name
  email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex network-traffic process software url user-account
  windows-registry-key x509-certificate`.split(/\s+/),
);

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((v) => text(v) ?? []) : []);
const records = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((v): v is Loose => typeof v === 'object' && v !== null) : [];

/**
 * Reads STIX 2 bundles (ATT&CK is published as such) and MISP events as one graph. Of an object that comes twice the
 * newest version counts; what was revoked or deprecated by its publisher is left out; a relation to what is not there,
 * and a type that STIX does not have, are problems that stop nothing.
 * @throws AfterimageError 'bad-content' for a file that is neither
 */
export function readKnowledge(files: readonly IndicatorFile[]): Knowledge {
  const objects = new Map<string, Loose>();
  const fileOf = new Map<string, string>();
  const problems: KnowledgeProblem[] = [];
  const strange = new Map<string, { file: string; type: string; count: number }>();
  const withdrawn = new Set<string>();
  for (const { file, text: raw } of files) {
    for (const object of objectsIn(file, raw, problems)) {
      const id = plainText(object.id);
      const type = plainText(object.type);
      if (!known.has(type)) {
        const key = `${file} ${type}`;
        const group = strange.get(key) ?? { file, type, count: 0 };
        group.count++;
        strange.set(key, group);
      }
      if (object.revoked === true || object.x_mitre_deprecated === true) withdrawn.add(id);
      const before = objects.get(id);
      if (before && plainText(before.modified ?? '') >= plainText(object.modified ?? '')) continue;
      objects.set(id, object);
      fileOf.set(id, file);
    }
  }
  for (const { file, type, count } of strange.values())
    problems.push({
      file,
      reason: `${count} objects of type ${type.slice(0, 60)}, which STIX 2.1 does not have, are kept and not understood`,
    });
  if (withdrawn.size > 0)
    problems.push({
      file: files
        .map((f) => f.file)
        .join(', ')
        .slice(0, 120),
      reason: `${withdrawn.size} objects were revoked or deprecated by their publisher and are not used`,
    });
  const entities = [...objects.values()].filter((o) => !withdrawn.has(plainText(o.id))).flatMap(entityOf);
  const links: Link[] = [];
  for (const object of objects.values()) {
    if (object.type !== 'relationship' || withdrawn.has(plainText(object.id))) continue;
    const link = linkOf(object);
    const missing = [link.from, link.to].filter((id) => !objects.has(id));
    if (missing.length > 0)
      problems.push({
        file: fileOf.get(plainText(object.id))!,
        id: plainText(object.id),
        reason: `refers to ${missing
          .map((id) => id || 'nothing')
          .join(' and ')
          .slice(0, 160)}, which is in none of the files`,
      });
    else if (!withdrawn.has(link.from) && !withdrawn.has(link.to)) links.push(link);
  }
  for (const object of objects.values()) {
    // A report tells of what it names; what it names and is not there is one problem, however much it is.
    const refs = texts(object.object_refs);
    const missing = refs.filter((id) => !objects.has(id));
    if (missing.length > 0)
      problems.push({
        file: fileOf.get(plainText(object.id))!,
        id: plainText(object.id),
        reason: `tells of ${missing.length} objects that are in none of the files, such as ${missing[0]!.slice(0, 80)}`,
      });
    if (withdrawn.has(plainText(object.id)) || object.type !== 'report') continue;
    const sources = records(object.external_references).flatMap((r) => text(r.source_name) ?? []);
    for (const to of new Set(refs))
      if (objects.has(to) && !withdrawn.has(to))
        links.push({ kind: 'tells-of', from: plainText(object.id), to, sources });
  }
  for (const object of objects.values())
    if (object.type === 'sighting' && !withdrawn.has(plainText(object.id)))
      links.push(...sightingLinks(object, objects));
  problems.push(...danglingIn(objects, fileOf));
  entities.sort((a, b) => byText(`${a.type} ${a.name} ${a.id}`, `${b.type} ${b.name} ${b.id}`));
  links.sort((a, b) => byText(`${a.from} ${a.kind} ${a.to}`, `${b.from} ${b.kind} ${b.to}`));
  return new Knowledge(objects, entities, links, problems);
}

/** What was seen, where, and on which observations that rests. */
function sightingLinks(object: Loose, objects: ReadonlyMap<string, Loose>): Link[] {
  const { confidence } = linkOf(object);
  const sources = records(object.external_references).flatMap((r) => text(r.source_name) ?? []);
  const parts: [kind: string, property: string][] = [
    ['sighting-of', 'sighting_of_ref'],
    ['seen-at', 'where_sighted_refs'],
    ['rests-on', 'observed_data_refs'],
  ];
  return parts.flatMap(([kind, property]) =>
    refsIn(object[property]).flatMap((to) =>
      objects.has(to)
        ? [{ kind, from: plainText(object.id), to, ...(confidence !== undefined && { confidence }), sources }]
        : [],
    ),
  );
}

/** Markings of TLP 1 and 2, which STIX and its common objects fix: everybody knows them, in the file or not. */
const fixedMarkings = new Set(
  `613f2e26-407d-48c7-9eca-b8e91df99dc9 34098fce-860f-48ae-8e50-ebd3cc5e41da f88d31f6-486f-44da-b317-01333bde0b82
  5e57c739-391a-4eb3-b6be-7d15ca92d5ed 94868c89-83c2-464b-929b-a1a8aa3c8487 bab4a63c-aed9-4cf5-a766-dfca5abac2bb
  55d920b0-5e8b-4f79-9ee9-91f868d9b421 939a9414-2ddd-4d32-a0cd-375ea402b003 e828b379-4e03-4974-9ac4-e53a884c97c1`
    .split(/\s+/)
    .map((uuid) => `marking-definition--${uuid}`),
);

/** Properties that have a problem of their own above. */
const toldApart = new Set(['source_ref', 'target_ref', 'object_refs']);

const refsIn = (value: unknown): string[] => (typeof value === 'string' ? [value] : texts(value));

/** Every other reference to what is not there, counted by file and property: nothing is lost without a word. */
function danglingIn(objects: ReadonlyMap<string, Loose>, fileOf: ReadonlyMap<string, string>): KnowledgeProblem[] {
  const found = new Map<string, { file: string; property: string; count: number; such: string }>();
  for (const [id, object] of objects)
    for (const [property, value] of Object.entries(object)) {
      if (!/_refs?$/.test(property) || toldApart.has(property)) continue;
      const file = fileOf.get(id)!;
      for (const to of refsIn(value)) {
        if (objects.has(to) || fixedMarkings.has(to)) continue;
        const group = found.get(`${file} ${property}`);
        if (group) group.count++;
        else found.set(`${file} ${property}`, { file, property, count: 1, such: to });
      }
    }
  return [...found.values()].map(({ file, property, count, such }) => ({
    file,
    reason: `${count} references as ${property.slice(0, 60)} lead to what is in none of the files, such as ${such.slice(0, 80)}`,
  }));
}

function objectsIn(file: string, raw: string, problems: KnowledgeProblem[]): Loose[] {
  let document: unknown;
  try {
    document = JSON.parse(raw.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]!.slice(0, 120) : '';
    throw new AfterimageError(
      'bad-content',
      `knowledge: ${file}: not JSON (${why}), expected a STIX 2 bundle or a MISP event`,
    );
  }
  const events = mispEvents(document);
  if (events) return objectsOfMisp(file, events, problems);
  const objects = stixObjects(document);
  if (!objects)
    throw new AfterimageError(
      'bad-content',
      `knowledge: ${file}: JSON of another kind, expected a STIX 2 bundle or a MISP event`,
    );
  const listed = typeof document === 'object' && document !== null ? (document as Loose).objects : undefined;
  const lost = (Array.isArray(listed) ? listed.length : objects.length) - objects.length;
  if (lost > 0) problems.push({ file, reason: `${lost} entries without type and identifier were passed over` });
  return objects;
}

function entityOf(object: Loose): Entity[] {
  const name = text(object.name);
  if (name === undefined || object.type === 'relationship' || object.type === 'marking-definition') return [];
  const description = text(object.description);
  // ATT&CK keeps other names of software under a name of its own; its first alias is the name itself.
  const aliases = [...texts(object.aliases), ...texts(object.x_mitre_aliases)].filter((a) => a !== name);
  return [
    {
      id: plainText(object.id),
      type: plainText(object.type),
      name,
      aliases: [...new Set(aliases)],
      ...(description && { description }),
      references: records(object.external_references).flatMap(referenceOf),
      object,
    },
  ];
}

function referenceOf(reference: Loose): Reference[] {
  const source = text(reference.source_name);
  const url = text(reference.url);
  const externalId = text(reference.external_id);
  return source ? [{ source, ...(url && { url }), ...(externalId && { externalId }) }] : [];
}

function linkOf(object: Loose): Link {
  const { confidence } = object;
  const description = text(object.description);
  return {
    kind: plainText(object.relationship_type) || 'related-to',
    from: plainText(object.source_ref),
    to: plainText(object.target_ref),
    ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 100 && { confidence }),
    ...(description && { description }),
    sources: records(object.external_references).flatMap((r) => text(r.source_name) ?? []),
  };
}
