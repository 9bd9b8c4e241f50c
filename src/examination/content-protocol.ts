import type { CaseFile, FileRow } from '../case/index.ts';
import type { Difference } from '../model/index.ts';

/** What the thread that reads content is asked. */
export type ContentQuestion =
  | { ask: 'bytes'; row: FileRow; offset: number; length: number }
  | { ask: 'difference'; earlier: FileRow; later: FileRow }
  | { ask: 'recover'; row: FileRow; output: string };

/** A stretch of content. */
export interface ContentBytes {
  /** Of the whole content that can be read. */
  size: number;
  bytes: Uint8Array;
  /** Whether all of it has the hash that the case has; absent when that was not compared. */
  matches?: boolean;
}

export interface ContentAnswers {
  bytes: ContentBytes;
  difference: { difference?: Difference; without?: string };
  recover: { sha256: string; size: number };
}

export interface ContentSetup {
  file: CaseFile;
}

export interface ContentRequest {
  id: number;
  question: ContentQuestion;
}

export interface ContentReply {
  id: number;
  answer?: ContentAnswers[keyof ContentAnswers];
  failure?: { message: string; code?: string };
}
