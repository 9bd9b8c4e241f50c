/** Lookup table of a canonical Huffman code: index by the next `bits` input bits, read `symbol << 4 | length`; 0 = no code. */
export interface HuffmanTable {
  bits: number;
  entries: Uint16Array;
}

const counts = new Uint16Array(16);
const next = new Uint16Array(16);

/**
 * Builds the table of a canonical code (RFC 1951, section 3.2.2) from its code lengths (0 to 15), or gives a sentence
 * on why the lengths are no code. As zlib does, one lone code of one bit is accepted although it leaves a gap.
 */
export function huffmanTable(lengths: Uint8Array, into?: Uint16Array): HuffmanTable | string {
  counts.fill(0);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let bits = 15;
  while (bits > 1 && counts[bits] === 0) bits--;
  let left = 1;
  let used = 0;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - counts[length]!;
    used += counts[length]!;
    if (left < 0) return 'code lengths describe more codes than fit';
  }
  if (left > 0 && used > 1) return 'code lengths leave codes without a meaning';
  if (used === 1 && counts[1] !== 1) return 'code lengths leave codes without a meaning';

  let code = 0;
  for (let length = 1; length <= 15; length++) {
    next[length] = code;
    code = (code + counts[length]!) << 1;
  }
  const size = 1 << bits;
  const entries = into ? into.subarray(0, size).fill(0) : new Uint16Array(size);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    // Codes are packed starting with their most significant bit, everything else with the least: hence reversed.
    let reversed = 0;
    for (let c = next[length]!++, i = 0; i < length; i++, c >>= 1) reversed = (reversed << 1) | (c & 1);
    const entry = (symbol << 4) | length;
    for (let at = reversed; at < size; at += 1 << length) entries[at] = entry;
  }
  return { bits, entries };
}
