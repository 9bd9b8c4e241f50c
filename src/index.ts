/**
 * The public library of Afterimage: evidence in, a case folder out. The command line uses nothing else.
 */
export { products } from './artifacts/index.ts';
export {
  type ContentCheck,
  type ContentProblem,
  type ContentSummary,
  checkContent,
  contentSummary,
  type DetectorKind,
  detectors,
  type FamilySummary,
  loadContent,
} from './detectors/index.ts';
export { archives } from './evidence/archives/index.ts';
export { fileSystems } from './evidence/filesystems/index.ts';
export { assemblers, partitionSchemes } from './evidence/volumes/index.ts';
export type {
  Custody,
  ExamineOptions,
  ExamineResult,
  Progress,
  Recovered,
  RecoverOptions,
} from './examination/options.ts';
export * from './model/index.ts';
