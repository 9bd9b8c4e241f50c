import { byText, type Finding, type Instant, tlpName, usualTlp } from '../model/index.ts';
import { confidenceNumber } from './confidence.ts';
import { familiesOf, itemsOf, nameOf } from './items.ts';
import { jsonText } from './json.ts';
import type { Report } from './report.ts';
import { earliest, latest } from './times.ts';

const shape = /^T\d{4}(\.\d{3})?$/;

/** Light to dark, as confidence grows; the same three stand in the legend. */
const colours = { low: '#fde0a9', medium: '#f6a14b', high: '#c8342b' } as const;

/** Most things named in one comment; the others are counted. */
const NAMED = 12;

/**
 * A layer of the ATT&CK Navigator (MITRE, layer file format 4.5). Only techniques that findings speak of are in it: one
 * that is not may still have been used, and `assessment.json` says which of them could have been seen.
 */
export const navigator: Report = {
  name: 'navigator',
  description: 'ATT&CK Navigator layer 4.5: the techniques that findings speak of, by confidence',
  extension: 'json',
  write({ verdict, findings, host, content }, _language, { tlp = usualTlp } = {}) {
    const techniques = [...new Set(findings.flatMap((f) => f.techniques))].filter((t) => shape.test(t)).sort(byText);
    const told = verdict.statement || verdict.conclusion;
    return jsonText({
      name: `Afterimage: ${verdict.subject || 'a device'}`,
      // No version of ATT&CK: techniques are named as the rules name them, whichever release is shown.
      versions: { navigator: '4.9.0', layer: '4.5' },
      domain: 'enterprise-attack',
      description: [told, ...verdict.limitedBy.map((limit) => `Not seen: ${limit}`)].join('\n'),
      sorting: 3,
      layout: { layout: 'side', showID: true, showName: true, expandedSubtechniques: 'annotated' },
      hideDisabled: false,
      techniques: techniques.map((id) =>
        techniqueOf(
          id,
          findings.filter((f) => f.techniques.includes(id)),
        ),
      ),
      gradient: { colors: Object.values(colours), minValue: 0, maxValue: 100 },
      legendItems: Object.entries(colours).map(([confidence, color]) => ({ label: `${confidence} confidence`, color })),
      metadata: [
        { name: 'TLP', value: tlpName(tlp) },
        { name: 'conclusion', value: verdict.conclusion },
        { name: 'device', value: [host.title, host.version].filter(Boolean).join(' ') },
        { name: 'rules', value: content.version },
      ],
      selectTechniquesAcrossTactics: true,
      selectSubtechniquesWithParent: false,
      selectVisibleTechniques: false,
    });
  },
};

/** One technique, coloured by the surest finding about it. A colour stands over the gradient, so both say the same. */
function techniqueOf(id: string, findings: readonly Finding[]): Record<string, unknown> {
  const surest = findings.reduce((a, b) => (confidenceNumber[b.confidence] > confidenceNumber[a.confidence] ? b : a));
  const items = itemsOf(findings);
  const named = items.slice(0, NAMED).map(([f]) => `${f.state}: ${nameOf(f)}`);
  const families = familiesOf(findings);
  const dates: [name: string, at: Instant | undefined][] = [
    ['there at the latest', earliest(findings.flatMap((f) => f.appeared?.notAfter ?? []))],
    ['removed at the earliest', latest(findings.flatMap((f) => f.removed?.notBefore ?? []))],
  ];
  return {
    techniqueID: id,
    score: confidenceNumber[surest.confidence],
    color: colours[surest.confidence],
    comment: [...named, ...(items.length > NAMED ? [`and ${items.length - NAMED} more`] : [])].join('\n'),
    enabled: true,
    metadata: [
      { name: 'confidence', value: surest.confidence },
      { name: 'items', value: String(items.length) },
      ...(families.length > 0 ? [{ name: 'consistent with', value: families.join(', ') }] : []),
      ...dates.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    ],
    links: [{ label: `ATT&CK ${id}`, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/` }],
    showSubtechniques: false,
  };
}
