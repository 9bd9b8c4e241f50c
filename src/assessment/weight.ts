import { confidences, type Finding, severities } from '../model/index.ts';

const rank = (finding: Finding): number => severities.indexOf(finding.severity);

/** Findings at or above this severity decide the verdict and the exit status. */
export const counts = (finding: Finding): boolean => rank(finding) >= severities.indexOf('medium');

/** A finding that alone makes a device compromised. */
export const isStrong = (finding: Finding): boolean =>
  finding.about === 'compromise' &&
  rank(finding) >= severities.indexOf('high') &&
  confidences.indexOf(finding.confidence) > confidences.indexOf('low');

/**
 * What a finding is about, as people count: a path in one state of allocation, or a block without a name. Several rules
 * may speak of one thing.
 */
export const thingOf = ({ subject, locators }: Finding): string => {
  const [place] = locators;
  const block = `${place?.evidence} ${Math.floor((place?.bytes[0]?.offset ?? 0) / 4096)}`;
  return `${subject.system ?? ''} ${subject.allocation} ${subject.path ?? block}`;
};
