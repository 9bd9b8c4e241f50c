import type { Coverage } from '../../model/index.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Words } from './words.ts';

export type { Step } from './steps.ts';
export type { Heading, Words } from './words.ts';

/** Languages a report can be told in, the first when none is asked for. */
export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

const catalogues: Record<Language, Words> = { en, ja };

export const wordsOf = (language: Language = 'en'): Words => catalogues[language];

/** Kinds of space in the order in which people ask for them. */
const spaces = ['allocated', 'superseded', 'deleted', 'orphan', 'unallocated', 'slack', 'metadata'] as const;

/** What was present and read of each kind of space that a piece of evidence has. */
export const spacesOf = ({ space }: Pick<Coverage, 'space'>, words: Words) =>
  spaces.flatMap((kind) => {
    const found = space[kind];
    return found ? [{ name: words.spaces[kind], ...found }] : [];
  });
