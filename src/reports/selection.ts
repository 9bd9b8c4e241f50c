import { isStrong } from '../assessment/index.ts';
import type { About, Finding } from '../model/index.ts';
import { itemsOf } from './items.ts';

/** Findings that belong under one heading, cut to what a page can carry. */
export interface Section {
  title: string;
  /** What kind of claim stands here, one sentence. */
  lead: string;
  /** Shown folded to one line each: what is not evidence of compromise. */
  folded: boolean;
  findings: Finding[];
  total: number;
  /** How many things they are about. */
  things: number;
}

/** Most findings a page shows; all of them are in findings.jsonl. */
export const SHOWN = 2000;

const kinds: { title: string; lead: string; of: (f: Finding) => boolean }[] = [
  {
    title: 'Evidence of compromise',
    lead: 'What an intruder puts on a device or leaves there: backdoors, tools, loot. Each matches with medium or high confidence.',
    of: isStrong,
  },
  {
    title: 'Tampering, removal, exposure',
    lead: 'What was done to records and files, and what lay open; on its own no proof of a backdoor.',
    of: (f) => isOneOf(f.about, ['tampering', 'removal', 'exposure']),
  },
  {
    title: 'To review',
    lead: 'Leads and weak matches. None of these says compromised; an innocent cause is possible for each.',
    of: () => true,
  },
];

const isOneOf = (about: About, abouts: readonly About[]): boolean => abouts.includes(about);

/** Findings apart by what they claim, compromise first, in the order given; at most `most` of them in all. */
export function sectionsOf(findings: readonly Finding[], most: number = SHOWN): Section[] {
  const sections: Section[] = kinds.map(({ title, lead }) => ({
    title,
    lead,
    folded: title !== kinds[0]!.title,
    findings: [],
    total: 0,
    things: 0,
  }));
  for (const finding of findings) {
    const section = sections[kinds.findIndex((k) => k.of(finding))]!;
    section.total++;
    section.findings.push(finding);
  }
  let left = most;
  for (const section of sections) {
    section.things = itemsOf(section.findings).length;
    section.findings = section.findings.slice(0, left);
    left -= section.findings.length;
  }
  return sections.filter((s) => s.total > 0);
}

/** The line that says what a page leaves out, if it does. */
export function omission(findings: readonly Finding[], most: number = SHOWN): string | undefined {
  return findings.length > most
    ? `This report shows ${most} of ${findings.length} findings, strongest of each kind first. All of them are in findings.jsonl.`
    : undefined;
}
