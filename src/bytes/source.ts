/**
 * A stretch of the outermost evidence that a cut shows. `evidence` is its place in the list of things handed to us;
 * a hole (bytes that are zero by definition and stored nowhere) has none. `member` is the file within a directory.
 */
export interface Origin {
  evidence?: number;
  member?: string;
  offset: number;
  length: number;
}

/**
 * Random access to bytes that are never written to. Every cut (slice, run list, decompressed stream) is a ByteSource
 * and can still say which bytes of the evidence it shows.
 */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /**
   * The bytes at `offset`, exactly `length` of them or fewer when the source ends or the medium fails. The buffer may
   * be shared: do not write to it, and copy it before keeping it.
   */
  read(offset: number, length: number): Buffer;
  /**
   * As `read`, into a buffer of the caller's, so that reading gigabytes does not allocate them. Answers how many bytes
   * came. Sources that hold no file of their own may leave it out.
   */
  readInto?(target: Buffer, offset: number, length: number): number;
  /** Which bytes of the evidence stand behind `[offset, offset + length)`, in order, adjoining stretches merged. */
  origin(offset: number, length: number): Origin[];
}

/** Appends to a list of origins, merging stretches that adjoin. */
export function pushOrigin(list: Origin[], next: Origin): void {
  if (next.length <= 0) return;
  const last = list[list.length - 1];
  const adjoins =
    last &&
    last.evidence === next.evidence &&
    last.member === next.member &&
    (next.evidence === undefined || last.offset + last.length === next.offset);
  if (adjoins) last.length += next.length;
  else list.push({ ...next });
}

/** Bytes that stretches show together, holes included. */
export const lengthOf = (origins: readonly Origin[]): number => origins.reduce((sum, o) => sum + o.length, 0);

/** Length clipped so that `[offset, offset + length)` stays within the source; 0 when it lies outside. */
export function clip(size: number, offset: number, length: number): number {
  if (offset < 0 || offset >= size || length <= 0) return 0;
  return Math.min(length, size - offset);
}

/** Reads into a buffer of the caller's, whatever the source. */
export function readInto(source: ByteSource, target: Buffer, offset: number, length: number): number {
  if (source.readInto) return source.readInto(target, offset, length);
  return source.read(offset, length).copy(target);
}
