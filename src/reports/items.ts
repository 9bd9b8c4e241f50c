import { thingOf } from '../assessment/index.ts';
import type { Finding } from '../model/index.ts';

/**
 * Findings about one and the same thing: several rules may speak of one file, and people count files. The first is the
 * strongest, when they come strongest first.
 */
export type Item = readonly [Finding, ...Finding[]];

/** One version of it: the same thing with the same content. */
const version = (finding: Finding): string =>
  `${thingOf(finding)} ${finding.subject.sha256 ?? finding.subject.inode ?? ''} ${finding.state}`;

function groupsOf(findings: readonly Finding[], key: (finding: Finding) => string): Item[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const group = groups.get(key(finding));
    if (group) group.push(finding);
    else groups.set(key(finding), [finding]);
  }
  return [...groups.values()];
}

/** The things that findings are about, as the verdict counts them, in the order given. */
export const thingsOf = (findings: readonly Finding[]): Item[] => groupsOf(findings, thingOf);

/** The same, each version of a file apart. */
export const itemsOf = (findings: readonly Finding[]): Item[] => groupsOf(findings, version);

/** Families that findings name, each once. */
export const familiesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap((f) => f.family ?? [])),
];

/** What a finding is about, by name; content without one by where it lies. */
export function nameOf({ subject, locators }: Finding): string {
  if (subject.path !== undefined) return subject.path;
  const [place] = locators;
  const offset = place?.bytes[0]?.offset;
  const where = [...(place?.layers ?? []), ...(offset === undefined ? [] : [`at byte ${offset}`])].join(' ');
  return `(${subject.allocation}) ${where}`.trim();
}
