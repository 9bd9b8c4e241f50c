import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { identifier } from '../src/detectors/knowledge/identifier.ts';
import {
  type Fact,
  type Family,
  hashesOf,
  type IndicatorSource,
  patternOf,
  type Status,
  troubles,
} from './indicator-source.ts';
import { StixMaker } from './stix-maker.ts';

/**
 * Makes the STIX 2.1 bundles in content/indicators from source.yaml beside them: `npx tsx scripts/make-indicators.ts`.
 * The same source gives the same bytes. Standard: OASIS STIX 2.1, sections 4 (objects), 5 (relationships), 9 (patterns).
 */

const surely: Record<Status, string> = {
  confirmed: 'confirmed in the source named here',
  recalled: 'recalled from public reporting and not confirmed, so a hint only',
  inferred: 'inferred from confirmed facts',
};

const tie = (fact: Fact): string =>
  fact.family_by ? `; the source names no family, the link rests on the ${fact.family_by}` : '';

function describe(family: Family, fact: Fact): { name: string; description: string; kind: string } {
  const status = surely[fact.status ?? 'confirmed'];
  if (hashesOf(fact).length > 0) {
    const published = fact.file ? `, published as ${fact.file}` : '';
    return {
      kind: 'hash',
      name: `${family.name}: ${fact.file ?? fact.role} by hash`,
      description: `Content with this hash is the ${fact.role} of ${family.name}${published}; ${status}${tie(fact)}.`,
    };
  }
  const what = fact.name ?? fact.matches;
  const folder = fact.folder ?? fact.folder_like;
  const subject =
    what === undefined
      ? `Any file in ${folder}`
      : `A file ${fact.name === undefined ? 'with a name like' : 'named'} ${what}${folder ? ` in ${folder}` : ''}`;
  return {
    kind: folder ? 'path' : 'name',
    name: `${family.name}: ${[folder, what].filter((part) => part !== undefined).join('/')}`,
    description: `${subject} fits ${family.name} (${fact.role}); a name alone proves little, and this one is ${status}${tie(fact)}.`,
  };
}

class BundleMaker extends StixMaker {
  family(family: Family): void {
    const malware = this.malware(family);
    for (const name of family.actors) this.relate(family.reported, this.actor(name), 'uses', malware);
    for (const id of family.techniques) this.relate(family.reported, malware, 'uses', this.technique(id));
    for (const fact of family.facts) this.#fact(family, malware, fact);
  }

  #fact(family: Family, malware: string, fact: Fact): void {
    const pattern = patternOf(fact);
    const id = identifier('indicator', pattern);
    if (this.objects.has(id)) throw new Error(`${family.name}: ${pattern} stands twice; choose one family.`);
    const { name, description, kind } = describe(family, fact);
    this.own('indicator', pattern, family.reported, {
      name,
      description,
      indicator_types: [kind === 'hash' ? 'malicious-activity' : 'anomalous-activity'],
      pattern,
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: `${family.reported}T00:00:00Z`,
      confidence: fact.confidence ?? 95,
      labels: [kind, fact.status ?? 'confirmed'],
      external_references: [this.reference(fact.from)],
    });
    this.relate(family.reported, id, 'indicates', malware, fact.family_by ? 50 : undefined);
  }
}

/** The bundles, by file name without `.json`, as text; throws one Error that lists every line it cannot use. */
export function makeBundles(text: string): Map<string, string> {
  const source = parse(text) as IndicatorSource;
  const found = source.families.flatMap((family) => troubles(source, family));
  if (found.length > 0) throw new Error(`source.yaml cannot be used:\n${found.join('\n')}`);
  const makers = new Map<string, BundleMaker>();
  for (const family of source.families) {
    let maker = makers.get(family.bundle);
    if (!maker) makers.set(family.bundle, (maker = new BundleMaker(source)));
    maker.family(family);
  }
  return new Map([...makers].map(([name, maker]) => [name, maker.bundle(name)]));
}

/** Where source.yaml and the bundles lie. */
export const indicatorsFolder = new URL('../content/indicators/', import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, bundle] of makeBundles(readFileSync(new URL('source.yaml', indicatorsFolder), 'utf8')))
    writeFileSync(new URL(`${name}.json`, indicatorsFolder), bundle);
}
