/** What is planted in a fleet. Every number that a fleet is made from stands here or is drawn where it is used. */
import type { KitName } from './kits.ts';
import { at, type DecoyKind, type Disclosure } from './world.ts';

export interface ActorPlan {
  name: string;
  kit: KitName;
  /** Share of all gateways it comes into. */
  share: number;
  /** First and last day on which it comes into one. */
  from: number;
  until: number;
}

export interface WavePlan {
  actor: string;
  from: number;
  until: number;
  /** Share of the gateways it holds at that time that it cleans. */
  share: number;
}

export interface Plan {
  seed: string;
  gateways: number;
  /** Gateways that an owner has beside the first, on average. */
  beside: number;
  actors: ActorPlan[];
  waves: WavePlan[];
  decoys: { kind: DecoyKind; from: number }[];
  disclosures: Disclosure[];
  /** Share of implants that go one by one, at any time, by whomever. */
  lone: number;
  /** Share of owners who clean up by themselves within weeks of a disclosure. */
  responding: number;
  evidence: EvidencePlan;
}

/** How well the past is kept. */
export interface EvidencePlan {
  /** Share of gateways of which only logs and live files were collected. */
  filesOnly: number;
  /** Days that a journal reaches back: the median; the logarithm has the deviation 1. */
  journalDays: number;
  /** Share of removals of which nothing is left, within the reach of the journal and before it. */
  lost: number;
  lostBefore: number;
  /** Share of removals dated to the second, by a pair of commits, by two snapshots; the rest by an upper bound only. */
  exact: number;
  commits: number;
  snapshots: number;
  /** Seconds by which clocks differ (deviation), and the share of them that are hours off. */
  skew: number;
  wrongZone: number;
  /** Findings of a device that are no implants, on average. */
  noise: number;
}

/**
 * The two public reports of 2021 (days; no hour is published), and the day of the fixed version. Journals and dating
 * follow docs/decay.md where it measured them; the other shares are guesses, meant to be no kinder than real cases.
 */
export const reports: Disclosure[] = [
  { name: 'First public report on the Pulse Secure intrusions', at: at('2021-04-20') },
  { name: 'Second public report on the Pulse Secure intrusions', at: at('2021-05-27') },
];

export const fixedVersion = at('2021-05-03');

export const ordinaryEvidence: EvidencePlan = {
  filesOnly: 0.08,
  journalDays: 40,
  lost: 0.05,
  lostBefore: 0.5,
  exact: 0.55,
  commits: 0.25,
  snapshots: 0.12,
  skew: 45,
  wrongZone: 0.03,
  noise: 6,
};

/** Periods as published: UNC2630 from August 2020, UNC2717 from October 2020, both until March 2021 and on. */
export const actorPlans = {
  UNC2630: { name: 'UNC2630', kit: 'UNC2630', share: 0.3, from: at('2020-08-01'), until: at('2021-04-10') },
  UNC2717: { name: 'UNC2717', kit: 'UNC2717', share: 0.1, from: at('2020-10-01'), until: at('2021-04-10') },
  nameless: { name: 'nameless', kit: 'nameless', share: 0.08, from: at('2020-09-01'), until: at('2021-04-10') },
  borrower: { name: 'borrower', kit: 'borrower', share: 0.05, from: at('2021-01-01'), until: at('2021-04-10') },
  opportunist: {
    name: 'opportunist',
    kit: 'opportunist',
    share: 0.08,
    from: at('2020-08-01'),
    until: at('2021-05-10'),
  },
} satisfies Record<string, ActorPlan>;
