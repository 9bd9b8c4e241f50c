import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CaseFile,
  checkCase,
  EvidenceContent,
  evidenceAvailable,
  openCase,
  readNotes,
  ServedTables,
} from '../index.ts';
import type { ContentAvailability, IntegrityAnswer, Note, Triage } from '../model/index.ts';
import { type Documents, plainFile, readDocuments } from './documents.ts';
import { FindingIndex } from './finding-index.ts';
import { triageOf } from './triage.ts';

export interface ServedCaseOptions {
  /** Folder for what does not fit in memory. */
  temporary?: string;
  now: () => Date;
}

/** One complete case while it is served. */
export class ServedCase {
  readonly key: string;
  readonly path: string;
  readonly documents: Documents;
  readonly findings: FindingIndex;
  readonly now: () => Date;
  /** The evidence itself, read again. */
  readonly content: EvidenceContent;
  readonly #options: ServedCaseOptions;
  #tables: Promise<ServedTables> | undefined;
  #integrity: Promise<IntegrityAnswer> | undefined;
  #notes: { mark: string; all: Promise<Note[]> } | undefined;

  private constructor(key: string, documents: Documents, options: ServedCaseOptions) {
    this.key = key;
    this.path = documents.path;
    this.documents = documents;
    this.now = options.now;
    this.content = new EvidenceContent(documents.file);
    this.#options = options;
    this.findings = new FindingIndex(documents.findings);
  }

  /** @throws AfterimageError as `readDocuments` */
  static async open(key: string, path: string, options: ServedCaseOptions): Promise<ServedCase> {
    return new ServedCase(key, await readDocuments(path), options);
  }

  get file(): CaseFile {
    return this.documents.file;
  }

  /** The tables, opened when first asked for. @throws AfterimageError `io` when they are not there */
  tables(): Promise<ServedTables> {
    this.#tables ??= this.#openTables().catch((error: unknown) => {
      this.#tables = undefined;
      throw error;
    });
    return this.#tables;
  }

  /** Result files and ledger compared with case.json; once, because files of gigabytes are hashed. */
  integrity(): Promise<IntegrityAnswer> {
    this.#integrity ??= checkCase(this.path).then((problems) => ({ sound: problems.length === 0, problems }));
    return this.#integrity;
  }

  evidenceAvailable(): Promise<ContentAvailability> {
    return evidenceAvailable(this.file);
  }

  /** Every note, oldest first; read again when the ledger was written to, by whomever. */
  async notes(): Promise<Note[]> {
    const found = await lstat(join(this.path, 'ledger.jsonl')).catch(() => undefined);
    const mark = `${found?.mtimeMs} ${found?.size}`;
    if (this.#notes?.mark !== mark) this.#notes = { mark, all: readNotes(this.path) };
    return this.#notes.all;
  }

  async triage(id: string): Promise<Triage> {
    return triageOf((await this.notes()).filter((note) => note.finding === id));
  }

  /** Takes over a case.json that was written since. @returns false when more than the ledger's end changed */
  async refreshed(): Promise<boolean> {
    const { file } = await openCase(this.path);
    if (JSON.stringify(file.files) !== JSON.stringify(this.file.files)) return false;
    this.documents.file = file;
    this.#integrity = undefined;
    return true;
  }

  async close(): Promise<void> {
    await this.content.close();
    await (await this.#tables?.catch(() => undefined))?.close();
  }

  async #openTables(): Promise<ServedTables> {
    await plainFile(this.path, 'files.parquet');
    await plainFile(this.path, 'timeline.parquet');
    const { temporary } = this.#options;
    return ServedTables.open({ path: this.path, file: this.file }, { ...(temporary !== undefined && { temporary }) });
  }
}
