import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';
import { documentOf } from './documents.ts';

/** The folder that holds a campaign.json: the one that is served, or the first below it. */
export async function campaignOf(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = names.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort(byText);
  const places = [folder, ...below.map((name) => join(folder, name))];
  const found = await Promise.all(places.map((place) => lstat(join(place, 'campaign.json')).catch(() => undefined)));
  return places.find((_, i) => found[i]?.isFile());
}

/** @throws AfterimageError `io` when it is damaged */
export const readCampaign = (place: string): Promise<object> => documentOf<object>(place, 'campaign.json');
