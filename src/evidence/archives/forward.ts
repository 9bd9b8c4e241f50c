import type { ByteSource, Origin } from '../../bytes/index.ts';
import { clip } from '../../bytes/index.ts';
import type { Damage } from './damage.ts';
import type { Budget } from './format.ts';
import type { Piece, Unfolding } from './unfolding.ts';

const MiB = 1024 * 1024;
/** Beyond this much output a stream that unfolds further than its kind can is stopped. */
const RATIO_FROM = 64 * MiB;
/** Beyond this much output, so is one that unfolds to more than 250 times its size: nobody's logs do. */
const BOMB_FROM = 256 * MiB;
const BOMB_RATIO = 250;
const MOST_MARKS = 1024;

/** Bounds of a ForwardSource; the defaults are meant for everybody but tests. */
export interface ForwardLimits {
  /** Bytes of output kept behind the furthest point of a run. */
  window: number;
  /** Bytes between two places to restart from; doubles whenever there are 1,024 of them. */
  spacing: number;
  /** How many bytes may be unfolded again, all restarts together, as a multiple of the content (and 64 windows). */
  again: number;
}

/**
 * The content of a compressed stream as a ByteSource. It decompresses forward and keeps a window; reading behind the
 * window restarts from the nearest mark. The first pass over the stream draws on the budget and finds what is wrong
 * with it; `size` makes that pass if it was not made yet, so it is counted, never believed from a header.
 */
export class ForwardSource<Mark> implements ByteSource {
  readonly #unfolding: Unfolding<Mark>;
  readonly #origin: Origin[];
  /** Bytes of the compressed stream. */
  readonly #packed: number;
  readonly #budget: Budget;
  readonly #limits: ForwardLimits;
  #run: Generator<Piece<Mark>, Damage[]> | undefined;
  /** Output offset at which the current run stands. */
  #next = 0;
  /** Output offset the first pass has reached. */
  #furthest = 0;
  #size: number | undefined;
  #damage: Damage[] = [];
  #window: { at: number; bytes: Buffer }[] = [];
  #windowBytes = 0;
  #marks: { at: number; mark: Mark }[] = [];
  #spacing: number;
  #again = 0;

  /** @param stream the compressed bytes: their place in the evidence is the origin of all content */
  constructor(stream: ByteSource, unfolding: Unfolding<Mark>, budget: Budget, limits: Partial<ForwardLimits> = {}) {
    this.#unfolding = unfolding;
    this.#packed = stream.size;
    this.#origin = stream.origin(0, stream.size);
    this.#budget = budget;
    this.#limits = { window: 64 * MiB, spacing: 8 * MiB, again: 32, ...limits };
    this.#spacing = this.#limits.spacing;
    this.#run = unfolding.run();
  }

  /** Bytes of content, as far as it could be unfolded. */
  get size(): number {
    while (this.#size === undefined) this.#pull();
    return this.#size;
  }

  /** What is wrong with the stream; complete, because asking makes the first pass. */
  get damage(): Damage[] {
    while (this.#size === undefined) this.#pull();
    return this.#damage;
  }

  read(offset: number, length: number): Buffer {
    if (offset < 0 || length <= 0 || (this.#size !== undefined && offset >= this.#size)) return Buffer.alloc(0);
    const pieces: Buffer[] = [];
    let at = offset;
    this.#seek(offset);
    for (;;) {
      const end = Math.min(offset + length, this.#size ?? Number.POSITIVE_INFINITY);
      if (at >= end) break;
      const kept = this.#kept(at);
      if (kept) {
        const from = at - kept.at;
        const piece = kept.bytes.subarray(from, from + Math.min(end - at, kept.bytes.length - from));
        pieces.push(piece);
        at += piece.length;
      } else if (!this.#pull()) break;
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  origin(offset: number, length: number): Origin[] {
    return clip(this.size, offset, length) === 0 ? [] : this.#origin.map((o) => ({ ...o }));
  }

  /** Puts the run where `offset` is in the window or ahead, as near as a mark allows. */
  #seek(offset: number): void {
    if (this.#kept(offset)) return;
    const ahead = offset >= this.#next && this.#run !== undefined;
    if (!ahead && this.#size === undefined) {
      // The first pass is finished before a restart: it alone draws on the budget and finds damage.
      if (this.size <= offset || this.#kept(offset)) return;
    }
    const best = this.#marks.findLast((mark) => mark.at <= offset);
    if (ahead && (best === undefined || best.at <= this.#next)) return;
    this.#window = [];
    this.#windowBytes = 0;
    this.#next = best?.at ?? 0;
    const allowed = this.#limits.again * (this.#furthest + 64 * this.#limits.window);
    this.#run = this.#again > allowed ? undefined : this.#unfolding.run(best?.mark);
  }

  /** The piece of the window that holds a place. */
  #kept(at: number): { at: number; bytes: Buffer } | undefined {
    let low = 0;
    let high = this.#window.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#window[middle]!.at <= at) low = middle;
      else high = middle - 1;
    }
    const piece = this.#window[low];
    return piece && at >= piece.at && at < piece.at + piece.bytes.length ? piece : undefined;
  }

  /** Decompresses one piece; false when the run is over. */
  #pull(): boolean {
    if (!this.#run) {
      this.#size ??= this.#furthest;
      return false;
    }
    let step: IteratorResult<Piece<Mark>, Damage[]>;
    try {
      step = this.#run.next();
    } catch (error) {
      // A bug in a decoder ends this stream, not the examination.
      const reason = `${this.#unfolding.name}: the decoder gave up after ${this.#next} bytes (${(error as Error).message})`;
      step = { done: true, value: [{ reason, offset: 0, length: Number.MAX_SAFE_INTEGER, bytes: 0, spoils: true }] };
    }
    if (step.done) {
      this.#end(step.value);
      return false;
    }
    const { bytes, consumed, mark } = step.value;
    if (this.#size === undefined) return this.#first(bytes, consumed, mark);
    this.#again += bytes.length;
    this.#keep(bytes);
    return true;
  }

  /** Output nobody has seen yet: charged, weighed and marked. */
  #first(bytes: Buffer, consumed: number, mark: Piece<Mark>['mark']): boolean {
    const allowed = Math.min(bytes.length, Math.max(0, this.#budget.bytes));
    this.#budget.bytes -= allowed;
    this.#furthest += allowed;
    this.#keep(bytes.subarray(0, allowed));
    const ratio = this.#furthest / Math.max(1, consumed);
    if (allowed < bytes.length)
      return this.#stop('the budget for unfolded content is used up', consumed, bytes.length - allowed);
    if (this.#furthest > RATIO_FROM && ratio > (this.#unfolding.highestRatio ?? Number.POSITIVE_INFINITY))
      return this.#stop('it unfolds further than its kind can', consumed);
    if (this.#furthest > BOMB_FROM && ratio > BOMB_RATIO)
      return this.#stop(`it unfolds to more than ${BOMB_RATIO} times its size, as a decompression bomb does`, consumed);
    if (mark && this.#furthest - (this.#marks.at(-1)?.at ?? 0) >= this.#spacing) {
      const taken = mark();
      if (taken !== undefined) this.#marks.push({ at: this.#furthest, mark: taken });
      if (this.#marks.length >= MOST_MARKS) {
        this.#marks = this.#marks.filter((_, i) => i % 2 === 1);
        this.#spacing *= 2;
      }
    }
    return true;
  }

  /** @param dropped bytes that were unfolded and thrown away */
  #stop(why: string, consumed: number, dropped = 0): boolean {
    const left = Math.max(0, this.#packed - consumed);
    const unseen = left + dropped;
    const reason = `${this.#unfolding.name}: stopped after unfolding ${this.#furthest} bytes because ${why}; at least ${unseen} bytes more were not looked at`;
    // Content is what was not looked at, and a bomb's zeros must not outweigh what is packed behind them.
    const bytes = dropped + Math.ceil(left * Math.max(1, this.#furthest / Math.max(1, consumed)));
    this.#run?.return([]);
    this.#end([{ reason, offset: consumed, length: left, bytes, spoils: true }]);
    return false;
  }

  #end(damage: Damage[]): void {
    this.#run = undefined;
    if (this.#size !== undefined) return;
    this.#size = this.#furthest;
    this.#damage = damage;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#window.push({ at: this.#next, bytes });
    this.#next += bytes.length;
    this.#windowBytes += bytes.length;
    let drop = 0;
    while (this.#windowBytes > this.#limits.window && drop < this.#window.length - 1)
      this.#windowBytes -= this.#window[drop++]!.bytes.length;
    if (drop > 0) this.#window.splice(0, drop);
  }
}
