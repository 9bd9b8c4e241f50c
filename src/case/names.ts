/** The files of a finished case that never hold a run time or an absolute path: two runs give the same bytes. */
export const resultFiles = [
  'report.html',
  'verdict.json',
  'findings.jsonl',
  'coverage.json',
  'timeline.parquet',
  'files.parquet',
  'assessment.json',
  'accounts.csv',
] as const;

/** The two files that tell when and where a run happened. */
export const caseFileName = 'case.json';
export const ledgerName = 'ledger.jsonl';

/** Parts of a running examination; gone when the case is complete. */
export const workName = '.work';

export type ResultFile = (typeof resultFiles)[number];

/** Result files that not every case has: those of earlier versions have neither, and no account means no list. */
export const laterFiles: readonly ResultFile[] = ['assessment.json', 'accounts.csv'];

/** Every name the contract gives to a case folder: the only names we ever remove from one. */
export const contractNames: readonly string[] = [...resultFiles, caseFileName, ledgerName];

/** Name under which a file is written before it is complete. */
export const temporaryName = (name: string): string => `.${name}.partial`;
