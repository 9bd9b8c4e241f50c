import type { Confidence } from '../model/index.ts';

/** Confidence as a number of 0 to 100: the middle of each step of STIX 2.1, appendix A ("None / Low / Med / High"). */
export const confidenceNumber: Record<Confidence, number> = { low: 15, medium: 50, high: 85 };
