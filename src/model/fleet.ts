import type { DeviceChange } from './assessment.ts';
import type { Instant } from './entry.ts';
import type { About, Confidence, Interval, Likeness, Severity, State } from './finding.ts';
import type { Owner } from './owner.ts';
import type { Conclusion } from './verdict.ts';

/** Whose a gateway is: supplied by the user, or concluded from its own case. */
export interface GatewayOwner extends Owner {
  basis: 'supplied' | 'case';
  confidence: Confidence;
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
  /** From when logs tell of changes; absent when no log was read. */
  changesFrom?: Instant;
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
