export { analyseCampaign } from './analyse.ts';
export { type CampaignRequest, campaignFrom } from './from-cases.ts';
export { campaignKnowledge } from './knowledge.ts';
