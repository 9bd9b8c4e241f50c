import { type ByteSource, clip, type Origin, pushOrigin } from '../../../../bytes/index.ts';
import type { ExtVolume } from '../volume.ts';

/** A block as fast commits leave it, and which of its bytes stand in their records. */
interface Patch {
  bytes: Buffer;
  recorded: { offset: number; length: number; at: number }[];
}

/** Most blocks that are changed: the fast-commit area of a real filesystem holds a few hundred records. */
const MOST = 16_384;

/** The volume with the blocks that fast commits change, which are made up here and lie nowhere as they are. */
export class Patches implements ByteSource {
  readonly size: number;
  readonly #volume: ExtVolume;
  readonly #journal: ByteSource;
  readonly #patches = new Map<number, Patch>();

  constructor(volume: ExtVolume, journal: ByteSource) {
    this.#volume = volume;
    this.#journal = journal;
    this.size = volume.source.size;
  }

  /** The blocks that differ, ascending. */
  blocks(): number[] {
    return [...this.#patches.keys()].sort((a, b) => a - b);
  }

  /** A block as it is so far. */
  block(block: number): Buffer {
    return this.#patches.get(block)?.bytes ?? this.#volume.block(block);
  }

  /** A block to write to; undefined when the volume has none such, or too many have been changed. */
  edit(block: number): Buffer | undefined {
    const known = this.#patches.get(block);
    if (known) return known.bytes;
    const bytes = Buffer.from(this.#volume.block(block));
    if (bytes.length < this.#volume.blockSize || this.#patches.size >= MOST) return undefined;
    this.#patches.set(block, { bytes, recorded: [] });
    return bytes;
  }

  /** Says that bytes of a changed block stand in the journal. */
  recorded(block: number, offset: number, length: number, at: number): void {
    this.forget(block, offset, length);
    const { recorded } = this.#patches.get(block)!;
    recorded.push({ offset, length, at });
    recorded.sort((a, b) => a.offset - b.offset);
  }

  /** Says that bytes of a changed block stand in no record, or no longer. */
  forget(block: number, offset: number, length: number): void {
    const patch = this.#patches.get(block)!;
    const end = offset + length;
    patch.recorded = patch.recorded.flatMap((r) => {
      const before = { ...r, length: Math.min(r.length, offset - r.offset) };
      const cut = Math.max(0, end - r.offset);
      const behind = { offset: r.offset + cut, length: r.length - cut, at: r.at + cut };
      if (r.offset >= end || r.offset + r.length <= offset) return [r];
      return [before, behind].filter((p) => p.length > 0);
    });
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    const { blockSize } = this.#volume;
    if (!this.#touches(offset, wanted)) return this.#volume.source.read(offset, wanted);
    const bytes = Buffer.from(this.#volume.source.read(offset, wanted));
    for (let block = Math.floor(offset / blockSize); block * blockSize < offset + bytes.length; block++) {
      const patch = this.#patches.get(block);
      if (!patch) continue;
      const from = Math.max(offset, block * blockSize);
      const to = Math.min(offset + bytes.length, (block + 1) * blockSize);
      patch.bytes.copy(bytes, from - offset, from - block * blockSize, to - block * blockSize);
    }
    return bytes;
  }

  origin(offset: number, length: number): Origin[] {
    const wanted = clip(this.size, offset, length);
    const { source, blockSize } = this.#volume;
    if (!this.#touches(offset, wanted)) return source.origin(offset, wanted);
    const list: Origin[] = [];
    const end = offset + wanted;
    let at = offset;
    const until = (to: number): void => {
      for (const o of source.origin(at, Math.max(0, to - at))) pushOrigin(list, o);
      at = Math.max(at, to);
    };
    for (let block = Math.floor(offset / blockSize); block * blockSize < end; block++) {
      for (const r of this.#patches.get(block)?.recorded ?? []) {
        const from = Math.max(at, block * blockSize + r.offset);
        const to = Math.min(end, block * blockSize + r.offset + r.length);
        if (from >= to) continue;
        until(from);
        const within = from - block * blockSize - r.offset;
        for (const o of this.#journal.origin(r.at + within, to - from)) pushOrigin(list, o);
        at = to;
      }
    }
    until(end);
    return list;
  }

  #touches(offset: number, length: number): boolean {
    const { blockSize } = this.#volume;
    const [first, last] = [Math.floor(offset / blockSize), Math.floor((offset + length - 1) / blockSize)];
    if (last - first > this.#patches.size) return [...this.#patches.keys()].some((b) => b >= first && b <= last);
    for (let block = first; block <= last; block++) if (this.#patches.has(block)) return true;
    return false;
  }
}
