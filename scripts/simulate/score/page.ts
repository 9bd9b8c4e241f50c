/** The page that the scores are published on; a part that was not measured again stays as it was. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const docs = resolve(import.meta.dirname, '../../../docs');
const file = join(docs, 'campaign-scores.md');

export const parts = ['waves', 'attribution', 'speed'] as const;
export type Part = (typeof parts)[number];

const titles: Record<Part, string> = {
  waves: 'Waves and clusters',
  attribution: 'Attribution',
  speed: 'Speed and memory',
};

const opening = `# Scores of campaign analysis

Written by \`npm run simulate -- --score\`: conclusions over simulated fleets, held against what was planted in them ([simulator.md](simulator.md)). The numbers say how well the
analysis works *if the world is as the simulator has it*. They are no statement about any real campaign or actor.
`;

const marks = (part: Part): [string, string] => [`<!-- ${part} -->`, `<!-- end of ${part} -->`];

export function publish(part: Part, text: string): void {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kept = (p: Part): string => {
    const [begin, end] = marks(p);
    return old.includes(begin) ? old.slice(old.indexOf(begin) + begin.length, old.indexOf(end)).trim() : '';
  };
  const sections = parts.flatMap((p) => {
    const content = p === part ? text : kept(p);
    const [begin, end] = marks(p);
    return content === '' ? [] : [`## ${titles[p]}\n${begin}\n${content}\n${end}\n`];
  });
  writeFileSync(file, [opening, ...sections].join('\n'));
}

export const publishTable = (name: string, csv: string): void => writeFileSync(join(docs, name), csv);
