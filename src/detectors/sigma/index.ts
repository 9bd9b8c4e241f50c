export { type SigmaHit, type SigmaRow, sigmaAbouts, sigmaHit } from './claims.ts';
export { collectSigma, holdsSigma } from './collect.ts';
export {
  type CompiledSigma,
  compileSigma,
  countedTables,
  type Statement,
  singly,
  statementsOf,
  whereSql,
} from './compile.ts';
export { logSources } from './mapping.ts';
export type { SigmaSource } from './read-rule.ts';
export { type NotRun, ruleKey, type SigmaRule } from './rule.ts';
export {
  detailStatements,
  detailsOf,
  type EventPlace,
  momentSql,
  placeKey,
  type ShownEvent,
  shownSql,
} from './shown.ts';
