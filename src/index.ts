/**
 * The public library of Afterimage: evidence in, a case folder out. The command line uses nothing else.
 */

export type {
  Custody,
  ExamineOptions,
  ExamineResult,
  Progress,
  Recovered,
  RecoverOptions,
} from './examination/options.ts';
export * from './model/index.ts';
