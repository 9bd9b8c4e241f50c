import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Coverage, Evidence, Finding, Host, Verdict } from '../model/index.ts';
import { type Choice, takeCandidates } from './candidates.ts';
import { type CaseFile, type CaseState, writeCaseFile } from './case-file.ts';
import type { DraftFinding } from './draft.ts';
import { eventParts } from './event-parts.ts';
import type { EventRow } from './event-row.ts';
import { EventWriter } from './event-writer.ts';
import { EventStore } from './events.ts';
import { collectGarbage } from './garbage.ts';
import { sha256OfFile } from './hash-file.ts';
import { KeptRows } from './kept-rows.ts';
import type { Ledger } from './ledger.ts';
import { releaseLock } from './lock.ts';
import { findingLines, type MergedFindings, mergeDrafts } from './merge.ts';
import { laterFiles, type ResultFile, resultFiles } from './names.ts';
import { type Prepared, writeTables } from './parquet.ts';
import { type Batch, readParts, storeBatch } from './parts.ts';
import { prepareFiles } from './prepare-files.ts';
import type { FileRow } from './rows.ts';
import type { FindingLink } from './timeline.ts';
import { slicesOf } from './timeline-slices.ts';
import { type Content, syncFolder, writeFileWhole } from './write-file.ts';

/** What a finished examination hands over. */
export interface CaseResults {
  evidence: Evidence[];
  host: Host;
  coverage: Coverage[];
  verdict: Verdict;
  findings: Finding[];
  /** From `mergeFindings`. */
  links: FindingLink[];
  /** The text of report.html. */
  report: Content;
  /** The texts of files that say what follows from the findings. */
  documents?: Partial<Record<ResultFile, Content>>;
}

/** A case that is being written, by this process alone. */
export class CaseFolder {
  readonly path: string;
  /** Batches that are stored already, by this run or the one it resumes. */
  readonly done: Set<number>;
  /** True when an earlier run's batches are taken over. */
  readonly resumed: boolean;
  readonly #rows: KeptRows;
  /** What of the tables lies in the work folder. */
  #prepared: Prepared = {};
  #stopTimeline: () => Promise<void> = async () => {};
  /** The tables, once they are being written. */
  #tables: Promise<void> | undefined;
  readonly #work: string;
  readonly #file: CaseFile;
  readonly #ledger: Ledger;
  readonly #now: () => Date;

  /** Use `createCase`. */
  constructor(
    path: string,
    work: string,
    file: CaseFile,
    ledger: Ledger,
    done: Set<number>,
    now: () => Date,
    resumed: boolean,
  ) {
    this.path = path;
    this.done = done;
    this.resumed = resumed;
    this.#work = work;
    this.#rows = new KeptRows(work);
    this.#file = file;
    this.#ledger = ledger;
    this.#now = now;
  }

  get id(): string {
    return this.#file.id;
  }

  /** The folder's own name. */
  get name(): string {
    return this.#file.name;
  }

  /** Stores a batch for good: after this a resumed run need not do it again. @throws AfterimageError `io` */
  async store(seq: number, batch: Batch): Promise<void> {
    await storeBatch(this.#work, seq, batch);
    if (batch.files !== '') {
      this.#prepared.files = false;
      this.#rows.add(seq, batch.files);
    }
    this.done.add(seq);
  }

  /** Folder for parts, into which an `EventWriter` writes. */
  get parts(): string {
    return join(this.#work, 'parts');
  }

  /** Stores events that fit in memory; before their batch is stored. @throws AfterimageError `io` */
  storeEvents(seq: number, rows: readonly EventRow[]): void {
    const writer = new EventWriter(this.parts, seq);
    for (const row of rows) writer.add(row);
    writer.end();
  }

  /** Folder for events of which some may become events of the case; it may not be there. */
  get candidates(): string {
    return join(this.#work, 'candidates');
  }

  /** Makes candidates events, before their batch is stored. @returns how many more there were @throws AfterimageError `io` */
  takeCandidates(seq: number, choice: Choice): Promise<number> {
    return takeCandidates(this.#work, this.candidates, seq, choice);
  }

  /** The events stored so far, open to SQL, when there are any; close it. */
  events(): Promise<EventStore | undefined> {
    return EventStore.open(this.#work);
  }

  /** What was stored as `logs`, line by line, in the order of the batches. @throws AfterimageError `io` */
  logs<T>(): AsyncGenerator<T> {
    return readParts<T>(this.#work, 'logs');
  }

  /** What was stored as `tally`, line by line, in the order of the batches. @throws AfterimageError `io` */
  tallies<T>(): AsyncGenerator<T> {
    return readParts<T>(this.#work, 'tally');
  }

  /** Rows of all batches, in the order of the batches; not to be changed. @throws AfterimageError `io` */
  rows(): AsyncGenerator<FileRow> {
    return this.#rows.rows();
  }

  /**
   * Makes files.parquet ready, which the end of the examination then need not wait for: when all rows are stored, but
   * not everything that is concluded from them.
   * @param evidence SHA-256 of each piece of evidence, by its place
   * @throws AfterimageError `io`
   */
  async prepareFiles(evidence: string[], signal?: AbortSignal): Promise<void> {
    await prepareFiles({ work: this.#work, evidence, rows: await this.#rows.all(), signal });
    this.#prepared.files = true;
  }

  /** Begins with timeline.parquet, once all events are stored: it goes on beside whatever else is done. */
  beginTimeline(signal?: AbortSignal): void {
    const stopped = new AbortController();
    const slices = slicesOf(this.#work, { signal: AbortSignal.any([stopped.signal, ...(signal ? [signal] : [])]) });
    // What goes wrong is told by `complete`.
    const ended = slices.then(() => {}).catch(() => {});
    this.#prepared.slices = slices;
    this.#stopTimeline = async () => {
      stopped.abort();
      await ended;
    };
  }

  /**
   * Findings from the drafts of all batches.
   * @param evidence SHA-256 of each piece of evidence, by its place
   */
  mergeFindings(evidence: string[]): Promise<MergedFindings> {
    return mergeDrafts(readParts<DraftFinding>(this.#work, 'claims'), evidence);
  }

  /**
   * Begins to write the tables, which another thread does, where it is little work: the end of the examination then need
   * not wait for it. Records of logs are much, and what else is asked of them at the end wants the same memory.
   * @param evidence SHA-256 of each piece of evidence, by its place
   */
  async beginTables(evidence: string[], links: FindingLink[], signal?: AbortSignal): Promise<void> {
    if ((await eventParts(this.#work)).length === 0) this.#writeTables(evidence, links, signal);
  }

  #writeTables(evidence: string[], links: FindingLink[], signal: AbortSignal | undefined): Promise<void> {
    const options = { folder: this.path, work: this.#work, evidence, links, signal };
    this.#tables = writeTables(options, this.#prepared);
    // What it fails of is told to whoever waits for it; nobody may.
    this.#tables.catch(() => {});
    return this.#tables;
  }

  /** Notes in the ledger that something was done. @throws AfterimageError `io` */
  record(action: string, detail: Record<string, unknown> = {}): Promise<void> {
    return this.#ledger.append(action, detail);
  }

  /** Writes one of the files that the contract names. @throws AfterimageError `io` */
  write(name: ResultFile, content: Content): Promise<void> {
    return writeFileWhole(this.path, name, content);
  }

  /**
   * Writes all results and closes the case as complete.
   * @throws AfterimageError `io`; the case then stays as it is and may be resumed
   */
  async complete(results: CaseResults, signal?: AbortSignal): Promise<void> {
    const { evidence, host, coverage, verdict, findings, links, report, documents = {} } = results;
    const ids = evidence.map(({ id }) => id);
    this.#rows.forget();
    collectGarbage();
    const tables = this.#tables ?? this.#writeTables(ids, links, signal);
    await this.write('findings.jsonl', findingLines(findings));
    await this.write('coverage.json', `${JSON.stringify(coverage, null, 2)}\n`);
    await this.write('verdict.json', `${JSON.stringify(verdict, null, 2)}\n`);
    await this.write('report.html', report);
    for (const name of laterFiles) if (documents[name] !== undefined) await this.write(name, documents[name]);
    await tables;
    const written = resultFiles.filter((name) => !laterFiles.includes(name) || documents[name] !== undefined);
    const files: Record<string, string> = {};
    for (const name of written.sort()) files[name] = await sha256OfFile(join(this.path, name));
    for (const { id, name, size } of evidence) await this.record('evidence-read', { id, name, size });
    await this.record('examination-complete', { conclusion: verdict.conclusion, findings: findings.length, files });
    await this.#close('complete', { evidence, host, files });
    await syncFolder(this.path);
    await rm(this.#work, { recursive: true, force: true }).catch(() => {});
  }

  /** Closes the case unfinished, so that it can be resumed. Never throws: the medium may be full. */
  async stop(state: 'interrupted' | 'failed', reason: string): Promise<void> {
    try {
      await this.#stopTimeline();
      await this.#tables?.catch(() => {});
      await this.record(`examination-${state}`, { reason });
      await this.#close(state, {});
    } catch {
      // case.json still says "running", and nobody holds the lock: that reads as interrupted.
    } finally {
      await releaseLock(this.#work).catch(() => {});
    }
  }

  async #close(state: CaseState, changes: Partial<CaseFile>): Promise<void> {
    const runs = [...this.#file.runs];
    const run = runs.pop()!;
    runs.push({ ...run, endedAt: this.#now().toISOString(), state });
    await writeCaseFile(this.path, { ...this.#file, ...changes, state, runs, ledger: this.#ledger.head });
  }
}
