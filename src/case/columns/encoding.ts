/** How Parquet packs numbers. Specification: Encodings.md of apache/parquet-format. */

/** Bits that the numbers from 0 to `largest` need. */
export const widthOf = (largest: number): number => 32 - Math.clz32(largest);

/**
 * Numbers below 2^16 as the RLE and bit-packing hybrid (RLE = 3): one run where all are the same, packed otherwise.
 * @param count how many of `values` there are
 * @param times how often they come, where it is only one
 */
export function hybrid(values: Uint16Array | Uint8Array, count: number, width: number, times = count): Buffer {
  let same = 1;
  while (same < count && values[same] === values[0]) same++;
  if (same >= count) {
    const run = Buffer.alloc(5 + ((width + 7) >> 3));
    let at = varint(run, 0, times * 2);
    for (let left = values[0] ?? 0, i = 0; i < (width + 7) >> 3; i++, left >>>= 8) run[at++] = left & 255;
    return run.subarray(0, at);
  }
  const groups = Math.ceil(count / 8);
  const packed = Buffer.alloc(5 + groups * width);
  const at = varint(packed, 0, groups * 2 + 1);
  pack(values, 0, count, width, packed, at);
  return packed.subarray(0, at + groups * width);
}

const BLOCK = 128;
const MINI = 32;

/** Lengths below 2^23 as DELTA_BINARY_PACKED (= 5), which DELTA_LENGTH_BYTE_ARRAY begins with. */
export function deltaPacked(values: Int32Array, count: number): Buffer {
  const out = Buffer.alloc(32 + Math.ceil(count / BLOCK) * (10 + 4 * BLOCK));
  let at = varint(out, 0, BLOCK);
  at = varint(out, at, BLOCK / MINI);
  at = varint(out, at, count);
  at = varint(out, at, count > 0 ? values[0]! * 2 : 0);
  const deltas = new Int32Array(BLOCK);
  for (let from = 1; from < count; from += BLOCK) {
    const held = Math.min(BLOCK, count - from);
    let least = 0x7fffffff;
    for (let i = 0; i < held; i++) {
      const delta = values[from + i]! - values[from + i - 1]!;
      deltas[i] = delta;
      if (delta < least) least = delta;
    }
    at = varint(out, at, least < 0 ? -2 * least - 1 : 2 * least);
    deltas.fill(least, held);
    const widths = at;
    at += BLOCK / MINI;
    for (let mini = 0; mini < held; mini += MINI) {
      let bits = 0;
      for (let i = mini; i < mini + MINI; i++) bits |= deltas[i] = deltas[i]! - least;
      const width = widthOf(bits);
      out[widths + mini / MINI] = width;
      pack(deltas, mini, MINI, width, out, at);
      at += 4 * width;
    }
  }
  return out.subarray(0, at);
}

/** Puts numbers of up to 24 bits behind each other, the lowest bit first. */
function pack(
  values: Int32Array | Uint16Array | Uint8Array,
  from: number,
  count: number,
  width: number,
  out: Buffer,
  begin: number,
): void {
  let at = begin;
  let hold = 0;
  let held = 0;
  for (let i = from; i < from + count; i++) {
    hold |= values[i]! << held;
    held += width;
    for (; held >= 8; held -= 8) {
      out[at++] = hold;
      hold >>>= 8;
    }
  }
  if (held > 0) out[at] = hold;
}

function varint(out: Buffer, begin: number, value: number): number {
  let at = begin;
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) out[at++] = (left % 128) | 128;
  out[at++] = left;
  return at;
}
