import { byInstant, type Finding, type Instant } from '../../model/index.ts';
import { confidenceNumber } from '../confidence.ts';
import { familiesOf } from '../items.ts';
import { earliest, latest } from '../times.ts';
import type { Bundle } from './bundle.ts';
import type { ObservedItem } from './observed.ts';
import { isStixTime } from './time.ts';

const strongest = (findings: readonly Finding[]): number =>
  Math.max(...findings.map((f) => confidenceNumber[f.confidence]));

/** What was seen of families and techniques on the device, one sighting for each. */
export function sight(bundle: Bundle, seen: readonly ObservedItem[], device: string): void {
  const all = seen.flatMap(({ item }) => item);
  for (const family of familiesOf(all)) {
    const malware =
      bundle.published(family, ['malware']) ??
      bundle.own('malware', `family ${family}`, { name: family, is_family: true });
    const of = seen.filter(({ item }) => item.some((f) => f.family === family));
    sighting(bundle, malware, of, (f) => f.family === family, device);
    for (const { indicator, item } of of)
      if (indicator) bundle.relate(indicator, 'indicates', malware, { confidence: strongest(item) });
  }
  for (const technique of new Set(all.flatMap((f) => f.techniques)))
    sighting(
      bundle,
      attackPattern(bundle, technique),
      seen.filter(({ item }) => item.some((f) => f.techniques.includes(technique))),
      (f) => f.techniques.includes(technique),
      device,
    );
}

const attackPattern = (bundle: Bundle, technique: string): string =>
  bundle.published(technique, ['attack-pattern']) ??
  bundle.own('attack-pattern', `technique ${technique}`, {
    name: technique,
    external_references: [{ source_name: 'mitre-attack', external_id: technique }],
  });

function sighting(
  bundle: Bundle,
  of: string,
  seen: readonly ObservedItem[],
  concerns: (finding: Finding) => boolean,
  device: string,
): void {
  const findings = seen.flatMap(({ item }) => item.filter(concerns));
  bundle.own('sighting', of, {
    sighting_of_ref: of,
    where_sighted_refs: [device],
    observed_data_refs: seen.map(({ observed }) => observed),
    count: seen.length,
    confidence: strongest(findings),
    ...windowOf(findings),
  });
}

/** From when it was surely there, to when it still surely was. What is still there has no end that we know. */
function windowOf(findings: readonly Finding[]): { first_seen?: Instant; last_seen?: Instant } {
  const first = earliest(findings.flatMap((f) => f.appeared?.notAfter ?? []).filter(isStixTime));
  if (first === undefined) return {};
  const still = findings.some((f) => f.state === 'live');
  const last = still ? undefined : latest(findings.flatMap((f) => f.removed?.notBefore ?? []).filter(isStixTime));
  return { first_seen: first, ...(last && byInstant(first, last) <= 0 && { last_seen: last }) };
}
