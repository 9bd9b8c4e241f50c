import type { FileRow } from '../case/index.ts';
import type { Knowledge } from '../detectors/index.ts';
import type { Tlp } from '../model/index.ts';
import type { ReportInput } from './input.ts';
import type { Language } from './words/index.ts';

/** On what terms a document is handed on, for those formats that state any. */
export interface Terms {
  /** How far it may be shared; AMBER when nothing is said. */
  tlp?: Tlp;
  /** What is published about families, actors and vulnerabilities; what came with the version when nothing is given. */
  knowledge?: Knowledge;
}

/** One kind of document that a case can be told as. */
export interface Report {
  /** What a user types. */
  name: string;
  /** For people, one line. */
  description: string;
  /** Of the file, without the dot. */
  extension: string;
  /** Which rows of files.parquet it is made from as well; absent when it needs none. */
  files?(input: ReportInput): (row: FileRow) => boolean;
  /**
   * @param language of what we say; what evidence and rules say stays as it is. English when none is asked for
   * @throws AfterimageError `usage` for a format that needs what the input lacks
   */
  write(input: ReportInput, language?: Language, terms?: Terms): string;
}
