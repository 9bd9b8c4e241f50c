import { parentPort, workerData } from 'node:worker_threads';
import type { ByteSource } from '../bytes/index.ts';
import { type FileRow, originsOf } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { AfterimageError } from '../model/index.ts';
import { contentOf, fromOrigins, hashOf, reopen } from './content.ts';
import type {
  ContentAnswers,
  ContentBytes,
  ContentQuestion,
  ContentReply,
  ContentRequest,
  ContentSetup,
} from './content-protocol.ts';
import { differenceOf } from './difference.ts';
import { quarantine } from './quarantine.ts';

/** Longest content that is hashed before a piece of it is shown, bytes. */
const HASHED = 64 << 20;
/** Contents that are kept at hand. */
const KEPT = 16;

interface Found {
  source: ByteSource;
  matches?: boolean;
}

/** Reads content of one case out of its evidence, in a thread of its own: it may take long, and it is synchronous. */
class Contents {
  readonly #setup: ContentSetup;
  #device: Promise<Device> | undefined;
  readonly #found = new Map<string, Promise<Found>>();

  constructor(setup: ContentSetup) {
    this.#setup = setup;
  }

  async answer(question: ContentQuestion): Promise<ContentAnswers[keyof ContentAnswers]> {
    switch (question.ask) {
      case 'bytes':
        return this.#bytes(question.row, question.offset, question.length);
      case 'difference':
        return this.#difference(question.earlier, question.later);
      case 'recover':
        return this.#recover(question.row, question.output);
    }
  }

  async #bytes(row: FileRow, offset: number, length: number): Promise<ContentBytes> {
    const { source, matches } = await this.#of(row);
    const bytes = new Uint8Array(source.read(offset, length));
    return { size: source.size, bytes, ...(matches !== undefined && { matches }) };
  }

  async #difference(earlier: FileRow, later: FileRow): Promise<ContentAnswers['difference']> {
    if (earlier.sha256 !== undefined && earlier.sha256 === later.sha256) return { without: 'the same content' };
    const [a, b] = [await this.#of(earlier), await this.#of(later)];
    const difference = differenceOf(a.source, b.source, { earlier: 'before', later: 'after' });
    return difference ? { difference } : { without: 'not both are text of a length to compare' };
  }

  async #recover(row: FileRow, output: string): Promise<ContentAnswers['recover']> {
    const { source } = await this.#of(row);
    const { sha256, size } = hashOf(source);
    await quarantine(output, [{ name: `${sha256}.vir`, source }]);
    return { sha256, size };
  }

  #of(row: FileRow): Promise<Found> {
    const key = JSON.stringify([row.layers, row.path, row.inode, row.allocation, row.version_transaction, row.extents]);
    const known = this.#found.get(key) ?? this.#find(row);
    this.#found.delete(key);
    this.#found.set(key, known);
    known.catch(() => this.#found.delete(key));
    const [oldest] = this.#found.keys();
    if (this.#found.size > KEPT) this.#found.delete(oldest!);
    return known;
  }

  async #find(row: FileRow): Promise<Found> {
    const device = await this.#opened();
    const origins = originsOf(row);
    const stored = origins.reduce((sum, { length }) => sum + length, 0);
    // Long content that is stored as it is need not be read through before a page of it is shown.
    if (row.size > HASHED && stored === row.size) return { source: fromOrigins(device, origins) };
    const source = await contentOf(device, row);
    if (!source) throw new AfterimageError('no-input', 'Nothing of its content can be read.');
    if (row.sha256 === undefined || row.size > HASHED) return { source };
    return { source, matches: hashOf(source).sha256 === row.sha256 };
  }

  #opened(): Promise<Device> {
    this.#device ??= reopen(this.#setup.file, undefined).catch((error: unknown) => {
      this.#device = undefined;
      throw error;
    });
    return this.#device;
  }
}

if (parentPort) {
  const port = parentPort;
  const contents = new Contents(workerData as ContentSetup);
  let turn: Promise<unknown> = Promise.resolve();
  port.on('message', ({ id, question }: ContentRequest) => {
    turn = turn
      .then(() => contents.answer(question))
      .then(
        (answer) => ({ id, answer }),
        ({ message, code }: Error & { code?: string }) => ({ id, failure: { message, ...(code && { code }) } }),
      )
      .then((reply: ContentReply) => port.postMessage(reply));
  });
}
