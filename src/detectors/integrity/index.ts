export { addedClaim, changedClaim, claimOf, type ListTold, missingClaim } from './claims.ts';
export { type Compared, Comparison, type Expected } from './comparison.ts';
export { type LoggedStart, neverStarted, rewrittenVersion, type StatedVersion, twoVersions } from './upgrade.ts';
