/**
 * The case room: a folder of immutable results, and the only room that knows DuckDB and Parquet. Loading this file
 * does not load the engine.
 */
export { CandidateWriter } from './candidates.ts';
export { type CaseFile, type CaseState, type Custody, type Given, type Run, readCaseFile } from './case-file.ts';
export type { CaseFolder, CaseResults } from './case-folder.ts';
export type { TimelineFilter } from './conditions.ts';
export type { DraftFinding } from './draft.ts';
export { loadEngine } from './duckdb.ts';
export { type EventRow, sharedOf, when, whenAndWhere, where } from './event-row.ts';
export { EventWriter } from './event-writer.ts';
export type { EventStore } from './events.ts';
export { entryOf, factsOf } from './facts.ts';
export {
  expectNewFolder,
  type Fleet,
  type ReadGateway,
  type Refused,
  readFleet,
  writeDocuments,
} from './fleet/index.ts';
export { type CreateCaseOptions, createCase } from './folder.ts';
export { sha256OfFile } from './hash-file.ts';
export { type LedgerCheck, type LedgerEntry, type LedgerHead, verifyLedger } from './ledger.ts';
export type { MergedFindings } from './merge.ts';
export { laterFiles, type ResultFile, resultFiles } from './names.ts';
export { type NamingField, namesInEvents } from './names-in-events.ts';
export { addNote, type NewNote, readNotes, whyNoNotes } from './notes.ts';
export { checkCase, type OpenedCase, openCase, whyNotOpen } from './open-case.ts';
export type { Batch } from './parts.ts';
export {
  type FileFilter,
  type FindingFilter,
  queryFiles,
  queryTimeline,
  readFindings,
  type TimelineRow,
} from './query.ts';
export {
  type FileRow,
  fileRow,
  type Looked,
  originsOf,
  type RowExtras,
  rowText,
  type TimeKind,
} from './rows.ts';
export { type PlainTree, ServedTables, type VersionFacts } from './served/index.ts';
export type { FindingLink } from './timeline.ts';
export * from './votes/index.ts';
