export { type MadeBaseline, type MakeBaselineOptions, makeBaseline } from './baseline-make.ts';
export { deviceLife } from './device-life.ts';
export { EvidenceContent, evidenceAvailable } from './evidence-content.ts';
export { closeUnfinished, type Examined, readEvidence, tool } from './examine.ts';
export { type FileVersion, type HistoryOptions, history } from './history.ts';
export type { ExamineOptions, ExamineResult, Progress, Recovered, RecoverOptions } from './options.ts';
export { readOwnerFiles } from './owner.ts';
export { accountsCsv, passedAccounts } from './passed-accounts.ts';
export { recover } from './recover.ts';
