import type { Campaign } from '../../model/index.ts';
import { prose } from '../markdown-text.ts';

/** Rows of a list; the rest is in campaign.json. */
const ROWS = 50;

/** campaign.md: the verdict and what it rests on, for tickets and wikis. */
export function campaignMarkdown({ verdict, waves, clusters, victims, gateways, notes }: Campaign): string {
  const list = (sentences: readonly string[]): string =>
    [
      ...sentences.slice(0, ROWS).map((s) => `- ${prose(s)}`),
      ...(sentences.length > ROWS ? [`- ${sentences.length - ROWS} more in campaign.json.`] : []),
    ].join('\n');
  const part = (title: string, sentences: readonly string[]): string[] =>
    sentences.length > 0 ? [`## ${title}`, list(sentences)] : [];
  const { priorities } = victims;
  const found = gateways.filter((g) => g.families.length > 0);
  return `${[
    '# Campaign',
    `**${prose(verdict.statement)}**`,
    ...part('It rests on', verdict.because),
    ...part('What limits it', verdict.limitedBy),
    ...part('What would change it', verdict.wouldChange),
    ...part(
      'Waves of clean-ups',
      waves.flatMap((w) => [w.says, ...w.leadTimes.slice(1, 4).map((l) => l.says)]),
    ),
    ...part(
      'Sets of tools',
      clusters.map((c) => c.says),
    ),
    '## Whom it hit',
    prose(victims.selection),
    list([
      ...victims.byCountry.map((v) => `${v.name}: ${v.owners}`),
      ...victims.bySector.map((v) => `${v.name}: ${v.owners}`),
      ...(priorities
        ? [priorities.says, ...priorities.categories.filter((c) => c.victims > 0).map((c) => c.says)]
        : []),
    ]),
    ...part(
      'Gateways',
      found.map(
        (g) =>
          `${g.name}${g.owner ? ` (${g.owner.organisation})` : ''}: ${g.families.join(', ')}${g.cleaned?.notAfter ? `; cleaned by ${g.cleaned.notAfter}` : ''}${[...g.clusters, ...g.waves].map((id) => `; ${id}`).join('')}`,
      ),
    ),
    ...part('About the cases', notes),
  ].join('\n\n')}\n`;
}
