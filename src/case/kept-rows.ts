import { parsedLines, partBytes, readParts } from './parts.ts';
import type { FileRow } from './rows.ts';

/** Rows of so many bytes as text are kept in memory, where they take about three times as much. */
const KEPT_BYTES = 48 * 1024 * 1024;

/**
 * The rows of all batches. Many questions are asked of all of them, so those of a device of usual size are taken apart
 * once and kept: as the batches come in, when this thread has little else to do.
 */
export class KeptRows {
  readonly #work: string;
  /** Of batches that this run has stored. */
  readonly #batches = new Map<number, FileRow[]>();
  #characters = 0;
  #all: Promise<FileRow[] | undefined> | undefined;

  /** @param work `.work` of the case */
  constructor(work: string) {
    this.#work = work;
  }

  /** Takes in the rows of a batch that has been stored. @param text NDJSON */
  add(seq: number, text: string): void {
    this.#all = undefined;
    this.#characters += text.length;
    if (this.#characters > KEPT_BYTES) this.#batches.clear();
    else this.#batches.set(seq, parsedLines(text));
  }

  forget(): void {
    this.#all = undefined;
    this.#batches.clear();
  }

  /** Every row in the order of the batches, when they are few; not to be changed. @throws AfterimageError `io` */
  all(): Promise<readonly FileRow[] | undefined> {
    this.#all ??= this.#gather();
    return this.#all;
  }

  /** Every row in the order of the batches, however many. @throws AfterimageError `io` */
  async *rows(): AsyncGenerator<FileRow> {
    yield* (await this.all()) ?? readParts<FileRow>(this.#work, 'files');
  }

  async #gather(): Promise<FileRow[] | undefined> {
    if ((await partBytes(this.#work, 'files')) > KEPT_BYTES) return undefined;
    const all: FileRow[] = [];
    for await (const row of readParts<FileRow>(this.#work, 'files', this.#batches)) all.push(row);
    this.#batches.clear();
    return all;
  }
}
