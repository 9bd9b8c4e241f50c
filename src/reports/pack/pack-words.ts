import type { Conclusion } from '../../model/index.ts';
import type { Language, Step } from '../words/index.ts';
import { packEn } from './pack-words-en.ts';
import { packJa } from './pack-words-ja.ts';

/** What notices say in their own words, in one language, beside the words of every report. */
export interface PackWords {
  /** Of a notice to an owner, by the gravest conclusion. */
  title: Record<Conclusion, string>;
  /** Of the twin that names nobody. */
  clearTitle: string;
  facts: Record<'to' | 'devices' | 'product' | 'basis', string>;
  /** How it is known whose the device is. */
  ownerBy(kind: 'stated' | 'leading' | 'unknown', by: string): string;
  ownerUnknown: string;
  parts: Record<
    'short' | 'found' | 'when' | 'taken' | 'steps' | 'indicators' | 'unseen' | 'actors' | 'open' | 'made' | 'handling',
    string
  >;
  columns: Record<
    | 'device'
    | 'state'
    | 'family'
    | 'path'
    | 'appeared'
    | 'removed'
    | 'type'
    | 'value'
    | 'note'
    | 'what'
    | 'sure'
    | 'because'
    | 'techniques'
    | 'evidence',
    string
  >;
  more(n: number): string;
  tampering(n: number): string;
  accounts(n: number): string;
  indicatorsLead: string;
  indicatorsFile: string;
  noIndicators: string;
  update(versions: readonly string[]): Step;
  answer: Step;
  share: Step;
  made(tool: string, content: string): string;
  check: string;
  handling: Record<'amber' | 'clear', string>;
  /** Of the twin. */
  clear: {
    short(product: string): string;
    unnamed(n: number): string;
    firstBy(day: string): string;
    firstBetween(from: string, to: string): string;
    cleaned(from: string, to: string): string;
    still: string;
    undated: string;
    actors(names: readonly string[], confidence: string): string;
    noActor: string;
    versions(list: readonly string[]): string;
    open(list: readonly string[]): string;
    unseen(list: readonly string[]): string;
    unseenAnyway: string;
    withoutNames: string;
  };
}

const catalogues: Record<Language, PackWords> = { en: packEn, ja: packJa };

export const packWordsOf = (language: Language = 'en'): PackWords => catalogues[language];
