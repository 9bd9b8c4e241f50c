export { assess } from './assess.ts';
export { analyseCampaign, type CampaignRequest, campaignFrom, campaignKnowledge } from './campaign/index.ts';
export { type Limits, limitsOf, sizeText } from './coverage.ts';
export { refineIntervals } from './dating.ts';
export { isLoot, theftWindows } from './theft/index.ts';
export { basisFor, conclude, standingOf } from './verdict.ts';
export { compareFleet } from './vote/index.ts';
export { counts, isStrong, thingOf } from './weight.ts';
