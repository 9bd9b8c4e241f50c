import type { Instant } from './entry.ts';
import type { About, Confidence, Interval, Severity, State } from './finding.ts';
import type { Conclusion } from './verdict.ts';

/** Whose a gateway is: supplied, or as its own case says. Words are the supplier's; sectors are best STIX industry sectors. */
export interface GatewayOwner {
  organisation: string;
  /** ISO 3166-1, two capital letters. */
  country?: string;
  region?: string;
  sector?: string;
  /** Who runs the gateway for its owner; gateways of one operator count as one when clean-ups are counted. */
  operator?: string;
  /** `supplied` by the user, or concluded from the case. */
  basis: 'supplied' | 'case';
  confidence: Confidence;
}

/** What implants have in common beyond their hash. */
export interface Likeness {
  /** Sketch of the content, by `sketchOf`: contents that share much code have sketches that agree in many places. */
  sketch?: string;
  /** Digests of passwords, keys and hashes written into it, never the text itself. Sorted. */
  secrets?: string[];
}

/** What one case shows of one thing: findings that agree in rule, path, hash and state, taken together. */
export interface Sighting extends Likeness {
  rule: string;
  family?: string;
  actors: string[];
  techniques: string[];
  about: About;
  state: State;
  severity: Severity;
  confidence: Confidence;
  path?: string;
  sha256?: string;
  appeared?: Interval;
  removed?: Interval;
  /** Ids of the findings, the first few. */
  findings: string[];
}

/** Something innocent that makes files go: every gateway of a fleet may see it in the same night. */
export interface DeviceChange {
  kind: 'upgrade' | 'reboot';
  at: Instant;
}

/** What a campaign analysis knows of one gateway: one finished case, in short. */
export interface GatewayFacts {
  /** Of the case. */
  id: string;
  name: string;
  /** Where the case lies, as given; never in the result. */
  path?: string;
  /** Identities of the device: SHA-256 of its evidence, and whatever else only one device has. Any in common is one device. */
  device: string[];
  product?: string;
  version?: string;
  conclusion: Conclusion;
  /** From when removals could be seen (the reach of the journals), and when the evidence ends. */
  seenFrom?: Instant;
  seenUntil?: Instant;
  owner?: GatewayOwner;
  /** Organisations named with equal right, when they contradict each other; then `owner` is absent. */
  ownersInConflict?: string[];
  /** Accounts that administer it, as far as they tell administrators apart; never names such as `admin`. */
  administrators: string[];
  changes: DeviceChange[];
  /** Of severity medium or above, strongest first. */
  sightings: Sighting[];
  /** Findings beyond the bound on sightings. */
  leftOut: number;
}

/** A public report: an instant, or a day when no hour is known. */
export interface Disclosure {
  name: string;
  at: Instant | string;
  /** Families it tells of; empty when it is not known to tell of any. */
  families: string[];
}

/** What a campaign analysis takes from published knowledge, as plain data. */
export interface CampaignKnowledge {
  disclosures: Disclosure[];
  /** Actors known to use a family; names that mean one actor are one name. */
  usersOf: Record<string, string[]>;
  /** Every actor's name and alias that the knowledge has. */
  actors: string[];
}

/** A list of what somebody declared to want, as categories of sectors. */
export interface PriorityList {
  name: string;
  source: string;
  categories: { id: string; title: { en: string; ja: string }; sectors: string[] }[];
}

/** Share of all owners in each category of a list (0 to 1), and who says so. */
export interface BaseRates {
  source: string;
  rates: Record<string, number>;
}

/** What shapes a campaign analysis beside the cases. */
export interface CampaignOptions {
  /** For the permutations. */
  seed?: number;
  /** How many; the bound of the counted p-value is one in so many. */
  permutations?: number;
  priorities?: PriorityList;
  baseRates?: BaseRates;
}
