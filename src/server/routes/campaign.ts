import { campaign } from '../answers/words.ts';
import { campaignOf, readCampaign } from '../campaign.ts';
import { type Route, route } from '../http.ts';
import type { Shelf } from '../shelf.ts';
import { notFound } from '../trouble.ts';

export const campaignRoutes = (shelf: Shelf): Route[] => [
  route({
    method: 'get',
    path: '/api/campaign',
    summary: 'campaign.json of a campaign that lies beside the cases',
    answer: campaign,
    handle: async () => {
      const place = await campaignOf(shelf.folder);
      if (place === undefined) throw notFound('No campaign lies beside the cases that are served.');
      return readCampaign(place);
    },
  }),
];
