export { type BallotCount, Ballots, type Held, MOST_ODD_PATHS } from './ballots.ts';
export { type Opened, openCandidates, openVoter } from './candidates.ts';
export type { Candidate, VotingDevice } from './device.ts';
export { eachDeviceOnce, editionName } from './devices.ts';
export { FleetKey } from './key.ts';
export { type Comparable, underOneKey } from './keyed.ts';
export { shareVotes } from './share.ts';
