export { addedClaim, changedClaim, claimOf, type ListTold, missingClaim } from './claims.ts';
export { type Compared, Comparison, type Expected } from './comparison.ts';
