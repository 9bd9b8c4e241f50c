import { type ByteSource, isZero } from '../../bytes/index.ts';
import type { Walked } from '../entry.ts';
import type { ArchiveFormat, Budget } from './format.ts';
import { BLOCK, beginsArchive, padded, parseHeader, type TarHeader } from './tar-header.ts';
import { readMember, type TarFile, type TarMember, tarUnread } from './tar-member.ts';
import { readPax } from './tar-pax.ts';

/** Longest extended header that is read; longer ones are skipped and stated. */
const LONGEST_EXTENSION = 16 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** Where a walk can begin: at a member's first header, with the global records in force there. */
export interface TarPlace {
  at: number;
  globals: Map<string, Buffer>;
}

export interface TarStep extends TarPlace {
  walked: Walked;
}

/** Headers in front of a member that speak of it. */
type Pending = { at: number } & Pick<Partial<TarMember>, 'name' | 'link' | 'pax'>;

/**
 * Members of a tar archive (see tar-header.ts for sources), in stored order. A reader of our own, because every
 * member's content must be a slice of the archive with its exact offset, and because what stands behind a damaged
 * header, or behind the end of the archive, must still be found.
 */
export class TarReader {
  readonly #file: TarFile;
  readonly #budget: Budget;
  #at = 0;
  #globals = new Map<string, Buffer>();
  #pending: Pending | undefined;
  /** True behind the end-of-archive blocks. */
  #ended = false;

  /** @param layers the cuts from the evidence to here, the archive included */
  constructor(source: ByteSource, layers: string[], budget: Budget) {
    this.#file = { source, layers };
    this.#budget = budget;
  }

  /** Walks once, from the beginning or from a place of an earlier walk. */
  *walk(from?: TarPlace): Generator<TarStep> {
    if (from) ({ at: this.#at, globals: this.#globals } = from);
    const { source } = this.#file;
    for (;;) {
      const block = source.read(this.#at, BLOCK);
      if (block.length < BLOCK) return yield* this.#end(block.length);
      if (this.#budget.members <= 0)
        return yield this.#trouble(
          source.size - this.#at,
          'the number of members allowed is used up; the rest was not looked at',
        );
      if (isZero(block)) {
        yield* this.#zeros();
        continue;
      }
      this.#budget.members--;
      const header = parseHeader(block);
      if (!header) yield this.#resynchronise();
      else if ('LKxXg'.includes(header.type)) yield* this.#extension(header);
      else yield* this.#member(Buffer.from(block), header);
    }
  }

  *#member(block: Buffer, header: TarHeader): Generator<TarStep> {
    const from = this.#pending?.at ?? this.#at;
    const globals = this.#globals;
    const pax = this.#pending?.pax ?? { values: globals, sparse: [] };
    const { entry, unread, next } = readMember(this.#file, { pax, ...this.#pending, at: this.#at, block, header });
    if (this.#ended)
      entry.notes = [...(entry.notes ?? []), 'It stands behind the end of the archive, where most tools do not look.'];
    // A volume label names the archive, no file.
    if (header.type !== 'V') yield { at: from, globals, walked: entry };
    for (const walked of unread) yield { at: from, globals, walked };
    this.#pending = undefined;
    this.#at = next;
  }

  /** A header that speaks of the next member, or of all that follow. */
  *#extension({ type, size }: TarHeader): Generator<TarStep> {
    const data =
      size <= LONGEST_EXTENSION ? Buffer.from(this.#file.source.read(this.#at + BLOCK, size)) : Buffer.alloc(0);
    const pending = this.#pending ?? { at: this.#at };
    let trouble: string | undefined;
    if (data.length < size) trouble = `an extended header of ${size} bytes is cut off or too long`;
    else if (type === 'L' || type === 'K') {
      const end = data.indexOf(0);
      pending[type === 'L' ? 'name' : 'link'] = end < 0 ? data : data.subarray(0, end);
    } else {
      const records = readPax(data, this.#globals);
      trouble = records.trouble && `extended header: ${records.trouble}`;
      if (type === 'g') this.#globals = records.values;
      else pending.pax = records;
    }
    if (trouble !== undefined) yield this.#trouble(BLOCK + padded(size), trouble, 0);
    if (type !== 'g') this.#pending = pending;
    this.#at += BLOCK + padded(size);
  }

  /** Two blocks of zeros end an archive; what follows them is padding, or another archive. */
  *#zeros(): Generator<TarStep> {
    const next = this.#file.source.read(this.#at + BLOCK, BLOCK);
    if (next.length > 0 && !isZero(next)) {
      yield this.#trouble(BLOCK, 'a lone block of zeros stands where a header is expected', 0);
      this.#at += BLOCK;
      return;
    }
    this.#ended = true;
    this.#pending = undefined;
    this.#at = this.#behindZeros();
  }

  /** Offset of the first block from here that is not all zeros. */
  #behindZeros(): number {
    const { source } = this.#file;
    let at = this.#at;
    for (;;) {
      const chunk = source.read(at, CHUNK);
      if (chunk.length === 0) return at;
      if (!isZero(chunk)) break;
      at += chunk.length;
    }
    while (isZero(source.read(at, BLOCK))) at += BLOCK;
    return at;
  }

  /** Steps over what is no header, to the next block that is one. */
  #resynchronise(): TarStep {
    const next = this.#nextHeader();
    const length = next - this.#at;
    const where = this.#ended ? 'behind the end of the archive' : 'where a header is expected';
    const found = next < this.#file.source.size;
    const then = found
      ? 'reading goes on at the next header, which may be one of an archive stored inside'
      : 'no further header follows';
    const step = this.#trouble(length, `${length} bytes ${where} are no header; ${then}`);
    this.#at = next;
    this.#pending = undefined;
    this.#ended ||= !found;
    return step;
  }

  /** Offset of the next block with a sound header and its magic, or the size of the archive. */
  #nextHeader(): number {
    const { source } = this.#file;
    for (let at = this.#at + BLOCK; at < source.size; at += CHUNK) {
      const chunk = source.read(at, CHUNK);
      for (let i = 0; i + BLOCK <= chunk.length; i += BLOCK) {
        const magic = chunk.toString('latin1', i + 257, i + 262);
        if (magic === 'ustar' && parseHeader(chunk.subarray(i, i + BLOCK))) return at + i;
      }
    }
    return Math.max(this.#at + BLOCK, source.size);
  }

  /** What the place where reading ends says about the archive. @param left bytes of a last, short block */
  *#end(left: number): Generator<TarStep> {
    if (left > 0) yield this.#trouble(left, `the archive ends ${left} bytes into a header`);
    else if (this.#pending) yield this.#trouble(0, 'the archive ends between an extended header and its member');
    else if (!this.#ended && this.#at <= this.#file.source.size)
      yield this.#trouble(0, 'the archive ends without end-of-archive blocks: members may be missing');
  }

  #trouble(length: number, reason: string, bytes = length): TarStep {
    return { at: this.#at, globals: this.#globals, walked: tarUnread(this.#file, this.#at, length, reason, bytes) };
  }
}

/** The walk without the places. */
export function* walked(steps: Generator<TarStep>): Generator<Walked> {
  for (const step of steps) yield step.walked;
}

export const tar: ArchiveFormat = {
  name: 'tar',
  wrapper: false,
  recognises: beginsArchive,
  async open(source, layers, budget) {
    return walked(new TarReader(source, [...layers, 'tar'], budget).walk());
  },
};
