import type { OpenedCase } from '../open-case.ts';
import { EventQuestions } from './events.ts';
import { FileQuestions } from './files.ts';
import { CaseReader, type ReaderOptions } from './reader.ts';
import { Selections } from './selections.ts';
import { TreeQuestions } from './tree.ts';

export type { VersionFacts } from './files.ts';
export type { PlainTree } from './tree.ts';

/** A finished case, held open: what its tables tell, in pieces that a page can show. */
export class ServedTables {
  readonly events: EventQuestions;
  readonly files: FileQuestions;
  readonly tree: TreeQuestions;
  readonly #reader: CaseReader;

  private constructor(reader: CaseReader) {
    this.#reader = reader;
    this.events = new EventQuestions(reader, new Selections(reader));
    this.files = new FileQuestions(reader);
    this.tree = new TreeQuestions(reader);
  }

  /** @throws AfterimageError `unavailable` when the engine cannot be loaded */
  static async open(opened: OpenedCase, options?: ReaderOptions): Promise<ServedTables> {
    return new ServedTables(await CaseReader.open(opened, options));
  }

  /** Waits for the questions that are being answered. */
  close(): Promise<void> {
    return this.#reader.close();
  }
}
