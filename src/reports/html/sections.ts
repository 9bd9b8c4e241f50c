import type { ReportInput } from '../input.ts';
import type { Words } from '../words/index.ts';
import { assessmentSections } from './assessment.ts';
import { coverageSection, unreadSection } from './coverage.ts';
import { findingsSections } from './findings.ts';
import type { Markup } from './markup.ts';
import { deviceSection, evidenceSection, methodsSection } from './sources.ts';
import { timelineSection } from './timeline.ts';

/** One headed part of the page, and its line in the contents. */
export interface Part {
  /** Unique on the page. */
  id: string;
  title: string;
  /** Shown behind the title in the contents. */
  count?: number;
  body: Markup;
}

/** What a part of the page is made from; none when there is nothing to say. */
export type PageSection = (input: ReportInput, words: Words) => Part[];

/** The page below its first screen, in order. A new section is one file and one line here. */
export const sections: readonly PageSection[] = [
  timelineSection,
  findingsSections,
  assessmentSections,
  deviceSection,
  evidenceSection,
  coverageSection,
  unreadSection,
  methodsSection,
];
