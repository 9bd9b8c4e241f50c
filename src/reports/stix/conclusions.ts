import { counts } from '../../assessment/index.ts';
import type { Finding } from '../../model/index.ts';
import { confidenceNumber } from '../confidence.ts';
import type { ReportInput } from '../input.ts';
import { nextSteps } from '../next-steps.ts';
import type { Words } from '../words/index.ts';
import type { Bundle } from './bundle.ts';

/** The device: who was sighted there, and what it ran. */
export interface Device {
  identity: string;
  infrastructure: string;
}

export function deviceOf(bundle: Bundle, { verdict, host }: ReportInput): Device {
  const name = host.name ?? (verdict.subject || 'device without a name');
  const version = [host.version, host.build && `build ${host.build}`].filter(Boolean).join(' ');
  const software = bundle.observable('software', { name: host.title, ...(version && { version }) });
  const infrastructure = bundle.own('infrastructure', 'device', {
    name,
    description: `The device that was examined: ${host.title}${version && `, ${version}`}.`,
    infrastructure_types: ['unknown'],
  });
  bundle.relate(infrastructure, 'consists-of', software);
  return { infrastructure, identity: bundle.own('identity', 'device', { name, identity_class: 'system' }) };
}

/** The organisation that the device is said to belong to, when one is; of several candidates that nothing tells apart, none. */
function ownerIn(bundle: Bundle, { assessment }: ReportInput, device: Device): void {
  const { stated, leading, confidence, statement } = assessment?.ownership ?? {};
  const name = stated?.organisation ?? leading;
  if (!name || !confidence) return;
  const sector = stated?.sector;
  const owner = bundle.own('identity', `owner ${name}`, {
    name,
    identity_class: 'organization',
    ...(sector && /^[a-z]+(?:-[a-z]+)*$/.test(sector) && { sectors: [sector] }),
  });
  bundle.relate(device.infrastructure, 'owned-by', owner, {
    ...(statement && { description: statement }),
    confidence: confidenceNumber[confidence],
  });
}

/**
 * What follows from the findings: an incident when there is reason to speak of one, whose ways it is consistent with,
 * which vulnerabilities were open, and what to do. Never who did it: STIX's `attributed-to` is not used.
 */
export function concludeIn(bundle: Bundle, input: ReportInput, device: Device, words: Words): void {
  const { verdict, findings, host, assessment } = input;
  ownerIn(bundle, input, device);
  const reason = ['compromised', 'compromised-then-cleaned', 'suspected'].includes(verdict.conclusion);
  const incident =
    reason &&
    bundle.own('incident', 'incident', {
      name: `${verdict.conclusion}: ${verdict.subject}`,
      description: verdict.statement,
      confidence: confidenceNumber[verdict.confidence],
    });
  if (incident) {
    bundle.relate(incident, 'related-to', device.infrastructure);
    for (const actor of actorsOf(input)) {
      const set =
        bundle.published(actor, ['intrusion-set']) ?? bundle.own('intrusion-set', `actor ${actor}`, { name: actor });
      bundle.relate(incident, 'consistent-with', set, {
        description: assessment?.attribution.statement ?? 'Families were found that this actor is known to use.',
        confidence: confidenceNumber[assessment?.attribution.confidence ?? 'low'],
      });
    }
  }
  for (const open of assessment?.exposure.open ?? []) {
    const hole =
      bundle.published(open.vulnerability, ['vulnerability']) ??
      bundle.own('vulnerability', open.vulnerability, {
        name: open.vulnerability,
        external_references: [{ source_name: 'cve', external_id: open.vulnerability }],
      });
    bundle.relate(device.infrastructure, 'has', hole, { description: open.says });
    if (open.fixed.length === 0) continue;
    const update = bundle.own('course-of-action', `fix ${open.vulnerability}`, {
      name: `Install a version without ${open.vulnerability}`,
      description: `Fixed in ${open.fixed.join(', ')}.`,
    });
    bundle.relate(update, 'remediates', hole);
  }
  for (const [i, { what, how }] of nextSteps(verdict, findings, host, words).entries())
    bundle.own('course-of-action', `step ${i}`, { name: `${i + 1}. ${what}`, description: how });
}

/** Whom the evidence supports; of a case without an assessment, whom its findings of weight name. */
function actorsOf({ assessment, findings }: ReportInput): string[] {
  if (!assessment) return [...new Set(findings.filter(counts).flatMap((f: Finding) => f.actors))];
  const { leading, hypotheses } = assessment.attribution;
  return leading.filter((name) => hypotheses.some((h) => h.name === name && h.kind === 'actor'));
}
