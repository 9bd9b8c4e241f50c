import type { Report } from '../report.ts';
import { wordsOf } from '../words/index.ts';
import { page } from './page.ts';

/** report.html: the one file that a reader opens. */
export const html: Report = {
  name: 'html',
  description: 'One page for people: opens offline in any browser, prints, runs no script',
  extension: 'html',
  write: (input, language) => page(input, wordsOf(language)),
};
