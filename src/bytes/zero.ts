const zeros = Buffer.alloc(64 * 1024);

/** True when every byte is zero. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const piece = bytes.subarray(at, at + zeros.length);
    if (piece.compare(zeros, 0, piece.length) !== 0) return false;
  }
  return true;
}

/** Length without the zero bytes at the end. */
export function lengthWithoutTail(bytes: Buffer): number {
  let end = bytes.length;
  while (end >= 4096 && isZero(bytes.subarray(end - 4096, end))) end -= 4096;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}
