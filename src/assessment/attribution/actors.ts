import type { Entity, Knowledge } from '../../detectors/index.ts';

/** A published name of an actor with all names that count as the same, and what it is told to have used. */
export interface Actor {
  name: string;
  also: string[];
  /** Family in capitals, to what is stated of the relation. */
  families: Map<string, { confidence: number; sources: string[] }>;
  /** ATT&CK identifiers, by itself or through its families. */
  techniques: Set<string>;
  /** Days of its told activity, `YYYY-MM-DD`. */
  first?: string;
  last?: string;
}

/** What a relation counts whose publisher states no confidence. */
const UNSTATED = 50;

const actorTypes = new Set(['intrusion-set', 'threat-actor']);

/** The actors of the knowledge: names that are duplicates of each other, or that share a name, are one. */
export function actorsOf(knowledge: Knowledge): Actor[] {
  const entities = [...knowledge.entities.values()].filter((e) => actorTypes.has(e.type));
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let at = id;
    while (leader.has(at)) at = leader.get(at)!;
    return at;
  };
  const join = (a: string, b: string): void => {
    const [x, y] = [find(a), find(b)];
    if (x !== y) leader.set(x, y);
  };
  for (const entity of entities) {
    for (const link of knowledge.from(entity.id))
      if (link.kind === 'duplicate-of' && actorTypes.has(typeOf(knowledge, link.to))) join(entity.id, link.to);
    for (const other of knowledge.named(entity.name)) if (actorTypes.has(other.type)) join(other.id, entity.id);
  }
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) groups.set(find(entity.id), [...(groups.get(find(entity.id)) ?? []), entity]);
  return [...groups]
    .map(([id, group]) => actorOf(knowledge, knowledge.entities.get(id)!, group))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const typeOf = (knowledge: Knowledge, id: string): string => knowledge.entities.get(id)?.type ?? '';

function actorOf(knowledge: Knowledge, head: Entity, group: Entity[]): Actor {
  const also = new Set(group.flatMap((e) => [e.name, ...e.aliases]).filter((name) => name !== head.name));
  const actor: Actor = { name: head.name, also: [...also].sort(), families: new Map(), techniques: new Set() };
  const days: string[] = [];
  const ends: string[] = [];
  for (const entity of group) {
    days.push(...dayOf(entity.object.first_seen));
    ends.push(...dayOf(entity.object.last_seen));
    for (const link of knowledge.from(entity.id)) if (link.kind === 'uses') use(knowledge, actor, link);
    for (const link of knowledge.to(entity.id)) {
      const campaign = knowledge.entities.get(link.from);
      if (link.kind !== 'attributed-to' || campaign?.type !== 'campaign') continue;
      days.push(...dayOf(campaign.object.first_seen));
      ends.push(...dayOf(campaign.object.last_seen));
      for (const used of knowledge.from(campaign.id))
        if (used.kind === 'uses' && typeOf(knowledge, used.to) === 'attack-pattern') use(knowledge, actor, used);
    }
  }
  const first = days.sort()[0];
  const last = ends.sort().at(-1);
  return { ...actor, ...(first && { first }), ...(last && { last }) };
}

function use(knowledge: Knowledge, actor: Actor, link: { to: string; confidence?: number; sources: string[] }): void {
  const used = knowledge.entities.get(link.to);
  if (used?.type === 'attack-pattern') for (const id of techniquesOf(used)) actor.techniques.add(id);
  if (used?.type !== 'malware' && used?.type !== 'tool') return;
  if (used.type === 'malware')
    for (const name of [used.name, ...used.aliases]) {
      const confidence = link.confidence ?? UNSTATED;
      const before = actor.families.get(name.toUpperCase());
      if (!before || before.confidence < confidence)
        actor.families.set(name.toUpperCase(), { confidence, sources: link.sources });
    }
  for (const { kind, to } of knowledge.from(used.id)) {
    const technique = knowledge.entities.get(to);
    if (kind === 'uses' && technique) for (const id of techniquesOf(technique)) actor.techniques.add(id);
  }
}

/** ATT&CK identifiers of a technique. */
const techniquesOf = (entity: Entity): string[] =>
  entity.references.flatMap((r) => (/^T\d{4}(?:\.\d{3})?$/.test(r.externalId ?? '') ? r.externalId! : []));

const dayOf = (value: unknown): string[] =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? [value.slice(0, 10)] : [];
