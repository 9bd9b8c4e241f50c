import { loadKnowledge } from '../../detectors/index.ts';
import { usualTlp } from '../../model/index.ts';
import { examinedOf, type ReportInput } from '../input.ts';
import { itemsOf } from '../items.ts';
import { jsonText } from '../json.ts';
import type { Report, Terms } from '../report.ts';
import { type Language, wordsOf } from '../words/index.ts';
import { Bundle, type StixObject } from './bundle.ts';
import { concludeIn, deviceOf } from './conclusions.ts';
import { type ObservedItem, observe } from './observed.ts';
import { sight } from './sightings.ts';

export type { StixObject } from './bundle.ts';
export type { ObservedItem } from './observed.ts';

/**
 * A case as a STIX bundle, before it is written down, and which observed data is about which item.
 * @throws AfterimageError `usage` when the case does not say when it was examined
 */
export function tellStix(
  input: ReportInput,
  language: Language | undefined,
  { tlp = usualTlp, knowledge = loadKnowledge() }: Terms = {},
): { bundle: { type: string; id: string; objects: StixObject[] }; seen: ObservedItem[] } {
  const examined = examinedOf(input, 'what other tools take in');
  const bundle = new Bundle(examined, knowledge, tlp);
  const device = deviceOf(bundle, input);
  const seen = itemsOf(input.findings).map((item) => observe(bundle, item, examined.at));
  sight(bundle, seen, device.identity);
  concludeIn(bundle, input, device, wordsOf(language));
  bundle.publishedRelations();
  const { verdict } = input;
  const grouping = bundle.own('grouping', 'examination', {
    name: `Examination of ${verdict.subject || 'a device'}`,
    description: verdict.statement || verdict.conclusion,
    context: seen.length > 0 ? 'suspicious-activity' : 'unspecified',
    object_refs: bundle.contents,
  });
  bundle.own('note', 'verdict', {
    abstract: 'Verdict, and what was not seen',
    content: [verdict.statement || verdict.conclusion, ...verdict.limitedBy.map((limit) => `- ${limit}`)].join('\n'),
    object_refs: [grouping],
  });
  return { bundle: bundle.finish(), seen };
}

/** OASIS STIX 2.1: what was observed, what it indicates, and what follows, as one bundle. */
export const stix: Report = {
  name: 'stix',
  description: 'STIX 2.1 bundle: observed files, indicators, sightings, actors, vulnerabilities',
  extension: 'json',
  write: (input, language, terms) => jsonText(tellStix(input, language, terms).bundle),
};
