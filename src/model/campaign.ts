import type { Instant } from './entry.ts';
import type { Confidence, Interval } from './finding.ts';
import type { GatewayOwner } from './fleet.ts';

/** What gateways have in common; the kinds tell differently much. */
export interface SharedIndicator {
  kind: 'content' | 'look-alike' | 'secret' | 'order' | 'family' | 'path';
  /** The hash, the secret's digest, the family, the path, the steps; for look-alikes the hash of the commonest variant. */
  value: string;
  /** For people, one sentence. */
  says: string;
  /** Families of the sightings. */
  families: string[];
  gateways: string[];
  owners: number;
  /** How much sharing it tells that one hand was at work: 0 to 1. */
  weight: number;
  first?: Instant;
  last?: Instant;
}

/** Gateways that one set of tools was used on. It says nothing of who used them. */
export interface Cluster {
  id: string;
  says: string;
  /** Ids of cases, and how much of what was found there belongs to this cluster (0 to 1). */
  gateways: { id: string; share: number }[];
  owners: number;
  families: string[];
  /** Places in `indicators`. */
  indicators: number[];
  /** Actors that are known to use these families, from the knowledge; empty when unattributed. */
  consistentWith: string[];
  confidence: Confidence;
  /** Names of actors in the findings that the knowledge does not have. */
  unknownActors: string[];
  /** Bounds over all gateways: the first sign, and the last removal. */
  first?: Interval;
  last?: Interval;
}

/** Why a removal does not count towards a wave. */
export interface Excluded {
  gateway: string;
  at: Instant;
  reason: 'upgrade' | 'reboot' | 'same-owner' | 'same-administrator' | 'life-unknown' | 'too-vague' | 'undated';
  says: string;
}

/** How a wave lies to a public report. Hours are positive when the wave began before it. */
export interface LeadTime {
  disclosure: string;
  at: string;
  hours: number;
  /** Bounds: what the dating of the removals and of the report allows. */
  least: number;
  most: number;
  /** True when the report tells of a family that the wave removed. */
  concerns: boolean;
  /** Probability that a moment drawn at random from the time watched lies as near before any report. */
  chance: number;
  says: string;
}

/** Clean-ups at several owners, closer together than chance explains. */
export interface Wave {
  id: string;
  says: string;
  /** Bounds of its first and its last removal. */
  from: Interval;
  until: Interval;
  /** Best estimate of its beginning. */
  began: Instant;
  /** Cases, each with the removal that counts, in the order of time. */
  gateways: { id: string; at: Instant; width: number }[];
  owners: number;
  /** Removals that other reasons explain, but that lie within it as well. */
  alsoWithin: string[];
  /** Clusters whose tools were removed, most first. */
  clusters: string[];
  families: string[];
  /** Removals expected in the same time by chance. */
  expected: number;
  /** Against fleets whose clean-ups do not know of each other: by counting permutations, and by their fitted tail. */
  pValue: number;
  tailValue: number;
  permutations: number;
  /** Nearest first. */
  leadTimes: LeadTime[];
  /** Several removals surely before the nearest report that concerns it; or not; or no such report within 30 days. */
  reading: 'before-report' | 'after-report' | 'no-report-near';
}

/** Victims of one kind. */
export interface VictimCount {
  name: string;
  owners: number;
}

/** Whether victims are found in a category more often than a base rate says. */
export interface Enrichment {
  category: string;
  /** For people, in both languages. */
  title: { en: string; ja: string };
  victims: number;
  /** Victims whose sector is known. */
  of: number;
  base?: number;
  ratio?: number;
  /** One-sided binomial, and adjusted for the number of categories (Holm). */
  pValue?: number;
  adjusted?: number;
  says: string;
}

export interface Victims {
  owners: number;
  gateways: number;
  byRegion: VictimCount[];
  byCountry: VictimCount[];
  bySector: VictimCount[];
  unknown: { country: number; sector: number; owner: number };
  priorities?: {
    list: string;
    source: string;
    /** Where base rates come from, as their supplier states; absent when none were given. */
    baseRates?: string;
    categories: Enrichment[];
    outside: number;
    says: string;
  };
  /** How the cases came to us, and what that does to every count here. */
  selection: string;
}

export type CampaignConclusion = 'campaign' | 'linked' | 'no-link-found' | 'cannot-be-said';

export interface CampaignVerdict {
  conclusion: CampaignConclusion;
  confidence: Confidence;
  statement: string;
  because: string[];
  limitedBy: string[];
  wouldChange: string[];
}

/** One gateway in the result. */
export interface CampaignGateway {
  id: string;
  name: string;
  product?: string;
  version?: string;
  conclusion: string;
  owner?: GatewayOwner;
  /** Cases of the same device that were taken together with this one. */
  sameDevice: string[];
  families: string[];
  clusters: string[];
  waves: string[];
  /** Bounds of the first sign and of the clean-up. */
  first?: Interval;
  cleaned?: Interval;
  /** True when something of weight still stands there. */
  live: boolean;
}

/** The picture over many gateways: campaign.json. Lists are sorted; the same cases give the same bytes. */
export interface Campaign {
  format: 'afterimage-campaign';
  formatVersion: 1;
  verdict: CampaignVerdict;
  gateways: CampaignGateway[];
  indicators: SharedIndicator[];
  clusters: Cluster[];
  waves: Wave[];
  excluded: Excluded[];
  victims: Victims;
  disclosures: { name: string; at: string; families: string[] }[];
  /** What was not as it should be: the same device twice, owners in conflict, older cases. */
  notes: string[];
  seed: number;
}
