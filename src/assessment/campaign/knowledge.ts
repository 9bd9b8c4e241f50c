import type { Knowledge } from '../../detectors/index.ts';
import { byText, type CampaignKnowledge, type Disclosure } from '../../model/index.ts';
import { actorsOf } from '../attribution/index.ts';

/** What campaigns are compared with: public reports and when, and who is known to use what. */
export function campaignKnowledge(knowledge: Knowledge): CampaignKnowledge {
  const usersOf: Record<string, string[]> = {};
  const names: string[] = [];
  for (const { name, also, families } of actorsOf(knowledge)) {
    names.push(name, ...also);
    for (const family of families.keys()) usersOf[family] = [...(usersOf[family] ?? []), name].sort(byText);
  }
  return { disclosures: disclosuresOf(knowledge), usersOf, actors: names.sort(byText) };
}

function disclosuresOf(knowledge: Knowledge): Disclosure[] {
  const found: Disclosure[] = [];
  for (const { id, type, name, object } of knowledge.entities.values()) {
    const published = String(object.published ?? '');
    if (type !== 'report' || !/^\d{4}-\d\d-\d\d/.test(published)) continue;
    const told = knowledge.from(id).flatMap(({ kind, to }) => {
      const about = knowledge.entities.get(to);
      return kind === 'tells-of' && about?.type === 'malware' ? [about.name] : [];
    });
    // STIX has no days: midnight is how it says that only the day is known.
    const at = /T00:00:00(?:\.0+)?Z$/.test(published) ? published.slice(0, 10) : published;
    found.push({ name, at, families: told.sort(byText) });
  }
  return found.sort((a, b) => byText(a.at, b.at) || byText(a.name, b.name));
}
