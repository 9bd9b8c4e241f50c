import type { Knowledge } from '../detectors/index.ts';
import type { Assessment, Coverage, Finding, Host, Instant, PassedAccount } from '../model/index.ts';
import { activityOf } from './activity.ts';
import { attribute } from './attribution/index.ts';
import { exposureOf } from './exposure.ts';
import { type OwnerInput, ownershipOf } from './owner/index.ts';
import { theftOf } from './theft/index.ts';
import { visibilityOf } from './visibility.ts';

/** What an assessment is made from. */
export interface AssessInput {
  /** Sorted, strongest first. */
  findings: readonly Finding[];
  coverage: readonly Coverage[];
  host: Host;
  /** When the software of each system was installed, by role. */
  installed: ReadonlyMap<string, Instant>;
  /** Who logged in during the windows of `theftWindows`. */
  accounts: readonly PassedAccount[];
  knowledge: Knowledge;
  /** What names an owner; without it the assessment does not say whose device it is. */
  owner?: OwnerInput;
}

/** What follows from a case beyond its verdict. No clock: the same case and knowledge give the same answer. */
export const assess = ({
  findings,
  coverage,
  host,
  installed,
  accounts,
  knowledge,
  owner,
}: AssessInput): Assessment => {
  const exposure = exposureOf(host, installed, findings, knowledge);
  return {
    attribution: attribute(findings, knowledge, exposure),
    exposure,
    theft: theftOf(findings, coverage, accounts),
    activity: activityOf(findings, coverage, knowledge),
    visibility: visibilityOf(coverage),
    ...(owner && { ownership: ownershipOf(owner) }),
  };
};
