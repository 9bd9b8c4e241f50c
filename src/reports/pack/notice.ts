import type { Tlp } from '../../model/index.ts';
import type { Step, Words } from '../words/index.ts';

/** One piece of a notice; what is written from it is the same in every format. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'steps'; steps: Step[] }
  /** `code`: columns of paths, hashes and other text of machines. */
  | { kind: 'table'; head: string[]; rows: string[][]; code?: number[] };

/** A headed part. */
export interface NoticePart {
  id: string;
  title: string;
  blocks: Block[];
}

/** A document that is handed to somebody, on stated terms. */
export interface Notice {
  tlp: Tlp;
  title: string;
  /** For whom, of what: name and value. */
  facts: [name: string, value: string][];
  parts: NoticePart[];
  /** How far it may be shared, as one sentence. */
  handling: string;
  words: Words;
  tool: string;
}

/** Parts that say something. */
export const partsOf = (parts: (NoticePart | undefined)[]): NoticePart[] =>
  parts.filter((p): p is NoticePart => p !== undefined && p.blocks.length > 0);
