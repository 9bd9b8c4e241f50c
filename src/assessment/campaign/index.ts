export { analyseCampaign } from './analyse.ts';
export { campaignKnowledge } from './knowledge.ts';
