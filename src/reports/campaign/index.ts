import type { Campaign } from '../../model/index.ts';
import type { Language } from '../words/index.ts';
import { campaignMarkdown } from './markdown.ts';
import { campaignPage } from './page.ts';

/** Every document of a campaign, by file name. The same campaign gives the same bytes. */
export const campaignDocuments = (
  campaign: Campaign,
  tool: { name: string; version: string },
  language?: Language,
): Record<'campaign.json' | 'campaign.html' | 'campaign.md', string> => ({
  'campaign.json': `${JSON.stringify(campaign, null, 1)}\n`,
  'campaign.html': campaignPage(campaign, tool, language),
  'campaign.md': campaignMarkdown(campaign),
});
