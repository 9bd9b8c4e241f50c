import type { EntryDetector } from './detector.ts';
import { type IndicatorFile, indicatorDetector, loadIndicators } from './indicators/index.ts';
import { queryDetectors } from './queries/index.ts';

export * from './content.ts';
export * from './content-check.ts';
export * from './content-summary.ts';
export type { EntryDetector, EntryView, PatternMatch } from './detector.ts';
export * from './indicators/index.ts';
export * from './integrity/index.ts';
export * from './knowledge/index.ts';
export type * from './log-detector.ts';
export { logDetectors, type ScanDigest } from './logs/index.ts';
export * from './priorities.ts';
export * from './queries/index.ts';
export * from './sigma/index.ts';
export * from './snapshots/index.ts';
export { SurveyedFile } from './survey/file.ts';
export { surveyDetectors } from './survey/index.ts';
export type { SurveyClaim, SurveyDetector, Surveyed } from './survey.ts';
export * from './yara/index.ts';

/** A way of looking at entries, as `afterimage formats` lists it. */
export interface DetectorKind {
  name: string;
  /** One line. */
  description: string;
}

/** Every detector there is. `yara` looks at content while it is read; the others at the entry as a whole. */
export const detectors: readonly (DetectorKind & {
  /** Absent for the one that needs the bytes. */
  make?: (files: readonly IndicatorFile[], contentVersion: string) => EntryDetector;
})[] = [
  { name: 'yara', description: 'YARA rules over the content of files, deleted files, slack and free space' },
  {
    name: 'indicators',
    description: 'hashes, names, paths and STIX patterns of files',
    make: (files, contentVersion) => indicatorDetector(loadIndicators(files).set, contentVersion),
  },
];

/** The detectors that look at one entry at a time, built in a worker from the texts of the indicator files. */
export function entryDetectors(files: readonly IndicatorFile[], contentVersion: string): EntryDetector[] {
  return detectors.flatMap(({ make }) => (make ? [make(files, contentVersion)] : []));
}

/** The detectors that ask all events at once, in SQL. */
export const eventDetectors: readonly DetectorKind[] = [
  { name: 'sigma', description: 'Sigma 2.1 rules over what logs tell' },
  ...queryDetectors,
];
