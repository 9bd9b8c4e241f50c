import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Words as ReportWords, wordsOf } from '../../../src/reports/words/index.ts';
import { en, type WorkbenchWords } from './en.ts';
import { ja } from './ja.ts';

export type Language = 'en' | 'ja';

/** What is said in the reader's language: the workbench's own words, and the report's under `report`. */
export type Words = WorkbenchWords & { report: ReportWords };

const tables: Record<Language, Words> = {
  en: { ...en, report: wordsOf('en') },
  ja: { ...ja, report: wordsOf('ja') },
};

const isLanguage = (text: unknown): text is Language => text === 'en' || text === 'ja';

/** `?lang=` of the address, what the reader chose last, what the browser prefers, English. */
export function languageOf(search: string, kept: string | null, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get('lang');
  if (isLanguage(asked)) return asked;
  if (isLanguage(kept)) return kept;
  return preferred.map((p) => p.slice(0, 2)).find(isLanguage) ?? 'en';
}

interface Spoken {
  words: Words;
  speak(language: Language): void;
}

const Speech = createContext<Spoken>({ words: tables.en, speak: () => {} });

/** Name under which the choice of language is kept. */
const KEPT = 'afterimage.language';

const kept = (): string | null => {
  try {
    return window.localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

export function Speaking({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => languageOf(window.location.search, kept(), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = (next: Language): void => {
    setLanguage(next);
    try {
      window.localStorage.setItem(KEPT, next);
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  };
  return <Speech value={{ words: tables[language], speak }}>{children}</Speech>;
}

export const useSpeech = (): Spoken => useContext(Speech);
export const useWords = (): Words => useContext(Speech).words;
