import type { Knowledge } from '../detectors/index.ts';
import type { Assessment, Finding, Host, Instant } from '../model/index.ts';
import { attribute } from './attribution/index.ts';
import { exposureOf } from './exposure.ts';

/** What an assessment is made from. */
export interface AssessInput {
  /** Sorted, strongest first. */
  findings: readonly Finding[];
  host: Host;
  /** When the software of each system was installed, by role. */
  installed: ReadonlyMap<string, Instant>;
  knowledge: Knowledge;
}

/** What follows from a case beyond its verdict. No clock: the same case and knowledge give the same answer. */
export const assess = ({ findings, host, installed, knowledge }: AssessInput): Assessment => ({
  attribution: attribute(findings, knowledge),
  exposure: exposureOf(host, installed, findings, knowledge),
});
