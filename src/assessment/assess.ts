import type { Knowledge } from '../detectors/index.ts';
import type { Assessment, Finding } from '../model/index.ts';
import { attribute } from './attribution/index.ts';

/** What an assessment is made from. */
export interface AssessInput {
  /** Sorted, strongest first. */
  findings: readonly Finding[];
  knowledge: Knowledge;
}

/** What follows from a case beyond its verdict. No clock: the same case and knowledge give the same answer. */
export const assess = ({ findings, knowledge }: AssessInput): Assessment => ({
  attribution: attribute(findings, knowledge),
});
