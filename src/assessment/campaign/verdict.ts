import {
  byText,
  type CampaignConclusion,
  type CampaignVerdict,
  type Cluster,
  type Confidence,
  type SharedIndicator,
  type Wave,
} from '../../model/index.ts';
import type { Device } from './devices.ts';
import { ownersOf } from './hands.ts';

/** So many owners make a campaign; two make a link. */
const OWNERS = 3;
/** What is shared tells enough from here on: look-alike code, a hash, a secret. */
const TELLING = 0.6;

export interface VerdictInput {
  devices: readonly Device[];
  victims: readonly Device[];
  clusters: readonly Cluster[];
  indicators: readonly SharedIndicator[];
  waves: readonly Wave[];
  /** True when removals are left out for want of dates or hours. */
  vague: number;
}

/** One verdict over all cases, and what would change it. */
export function concludeCampaign(input: VerdictInput): CampaignVerdict {
  const { devices, victims, clusters, waves } = input;
  const conclusion = conclusionOf(input);
  const confidence = confidenceOf(conclusion, input);
  const linked = strongest(input.indicators);
  return {
    conclusion,
    confidence,
    statement: statementOf(conclusion, confidence, input),
    because: [
      ...waves.map((w) => w.says),
      ...clusters.slice(0, 8).map((c) => c.says),
      ...linked.slice(0, 8).map((i) => i.says),
    ],
    limitedBy: limitsOf(devices, input.vague),
    wouldChange: changesOf(conclusion, victims.length, waves),
  };
}

const strongest = (indicators: readonly SharedIndicator[]): SharedIndicator[] =>
  indicators.filter((i) => i.weight >= TELLING);

function conclusionOf({ devices, victims, clusters, indicators, waves }: VerdictInput): CampaignConclusion {
  if (devices.length < 2) return 'cannot-be-said';
  const wide = waves.some((w) => w.owners >= OWNERS);
  const shared = strongest(indicators);
  const known = clusters.some((c) => c.owners >= OWNERS && c.confidence !== 'low');
  if (wide || known || shared.some((i) => i.owners >= OWNERS)) return 'campaign';
  if (clusters.length > 0 || indicators.some((i) => i.kind !== 'path')) return 'linked';
  const looked = devices.filter((d) => d.facts.conclusion !== 'inconclusive').length;
  return victims.length === 0 && looked * 2 < devices.length ? 'cannot-be-said' : 'no-link-found';
}

function confidenceOf(conclusion: CampaignConclusion, input: VerdictInput): Confidence {
  if (conclusion === 'cannot-be-said' || conclusion === 'linked') return 'low';
  if (conclusion === 'no-link-found') return 'low';
  const wide = input.waves.some((w) => w.owners >= OWNERS);
  const shared = strongest(input.indicators).some((i) => i.owners >= OWNERS);
  return wide && (shared || input.clusters.some((c) => c.confidence !== 'low')) ? 'high' : 'medium';
}

const gatewaysText = (n: number): string => (n === 1 ? '1 gateway' : `${n} gateways`);

function statementOf(conclusion: CampaignConclusion, confidence: Confidence, input: VerdictInput): string {
  const { devices, victims, clusters, waves } = input;
  if (devices.length < 2)
    return 'One device only: nothing can be said of a campaign, which shows between devices or not at all.';
  const of = `${victims.length} of ${gatewaysText(devices.length)} show an intruder's tools`;
  if (conclusion === 'cannot-be-said')
    return `It cannot be said whether there was a campaign: of ${gatewaysText(devices.length)} most could not be read well enough.`;
  if (conclusion === 'no-link-found')
    return victims.length === 0
      ? `No link found in what was read: none of ${gatewaysText(devices.length)} shows an intruder's tools strongly enough to compare.`
      : `No link found in what was read: ${of}, and nothing ties them to one another.`;
  const actors = [...new Set(clusters.flatMap((c) => c.consistentWith))].sort(byText);
  const who =
    actors.length > 0
      ? `, consistent with what ${actors.join(' and ')} ${actors.length > 1 ? 'are' : 'is'} known to use`
      : '';
  if (conclusion === 'linked')
    return `Linked (low confidence): ${of}, and some share tools${who}; too few owners to call it a campaign.`;
  const sets = clusters.length > 0 ? `, ${clusters.length === 1 ? 'one set' : `${clusters.length} sets`} of tools` : '';
  const cleaned =
    waves.length > 0
      ? `; ${waves.length === 1 ? 'a wave' : `${waves.length} waves`} of clean-ups, ${waves.map(waveText).join('; ')}`
      : '';
  return `Campaign (${confidence} confidence): ${of} at ${ownersOf(victims)} owners${sets}${who}${cleaned}.`;
}

function waveText({ gateways, began, until, leadTimes, reading }: Wave): string {
  const [lead] = leadTimes;
  const end = until.notAfter ?? until.notBefore ?? began;
  const when =
    lead && reading !== 'no-report-near'
      ? `, from ${Math.round(Math.abs(lead.hours))} hours ${lead.hours > 0 ? 'before' : 'after'} "${lead.disclosure}"`
      : '';
  return `${gateways.length} of them from ${began.slice(0, 10)} to ${end.slice(0, 10)}${when}`;
}

function limitsOf(devices: readonly Device[], vague: number): string[] {
  const unread = devices.filter((d) => d.facts.conclusion === 'inconclusive').length;
  const unowned = devices.filter((d) => !d.facts.owner).length;
  const left = devices.filter((d) => d.facts.leftOut > 0).length;
  const unseen = devices.filter((d) => d.facts.seenFrom === undefined).length;
  return [
    'These gateways were chosen by whoever examined them; they are no sample of all.',
    ...(unread > 0 ? [`${gatewaysText(unread)} could not be read well enough to say anything.`] : []),
    ...(unowned > 0
      ? [
          `Of ${gatewaysText(unowned)} the owner is not known; each counts as an owner of its own, which overstates how many there are.`,
        ]
      : []),
    ...(unseen > 0
      ? [`Of ${gatewaysText(unseen)} it is not known from when removals could be seen; the fleet's own span is taken.`]
      : []),
    ...(vague > 0 ? [`${vague} removals could not be dated well enough to count.`] : []),
    ...(left > 0 ? [`Of ${gatewaysText(left)} only the strongest findings were compared.`] : []),
  ];
}

function changesOf(conclusion: CampaignConclusion, victims: number, waves: readonly Wave[]): string[] {
  if (conclusion === 'cannot-be-said') return ['Cases of more devices, or evidence that can be read.'];
  if (conclusion === 'no-link-found')
    return [
      'Implants that were recovered whole on several gateways, so that their code can be compared.',
      'Cases of further gateways.',
    ];
  return [
    'A harmless origin of what is shared: a tool of the vendor, of an administrator, of a tester.',
    'Cases of gateways that were not chosen because something was suspected: they would show what is usual.',
    ...(waves.length > 0
      ? [
          'A change of all these gateways on those days that is not in their cases: a vendor update, a common provider, a power cut.',
        ]
      : []),
    ...(waves.length > 0 ? ['Removals that turn out to be the work of owners who had been warned.'] : []),
    ...(victims < 10 ? ['More victims: with so few, one that does not fit weighs much.'] : []),
  ];
}
