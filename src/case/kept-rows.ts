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
  #all: FileRow[] | undefined;

  /** @param work `.work` of the case */
  constructor(work: string) {
    this.#work = work;
  }

  /** Every row in the order of the batches, once they have been asked for and when they are few. */
  get all(): readonly FileRow[] | undefined {
    return this.#all;
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

  /** Every row in the order of the batches; not to be changed. @throws AfterimageError `io` */
  async *rows(): AsyncGenerator<FileRow> {
    if (!this.#all) {
      const rows = readParts<FileRow>(this.#work, 'files', this.#batches);
      if ((await partBytes(this.#work, 'files')) > KEPT_BYTES) return yield* rows;
      const all: FileRow[] = [];
      for await (const row of rows) all.push(row);
      this.#batches.clear();
      this.#all = all;
    }
    for (const row of this.#all) yield row;
  }
}
