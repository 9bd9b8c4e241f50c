import { isUtf8 } from 'node:buffer';

/**
 * What `nameText` of bytes/ does, for lines: UTF-8 stays as it is, in anything else the bytes that are not UTF-8 become
 * `\xHH` and a backslash `\\`. Linear and without exceptions, because free space is full of lines that are not UTF-8.
 */
export function lineText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let from = 0;
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i]!;
    const length = byte === 92 ? 0 : sequence(bytes, i);
    if (length > 0) {
      i += length;
      continue;
    }
    if (i > from) text += bytes.toString('utf8', from, i);
    text += byte === 92 ? '\\\\' : `\\x${byte.toString(16).padStart(2, '0')}`;
    from = ++i;
  }
  return text + bytes.toString('utf8', from);
}

/** Length of the valid UTF-8 sequence at `at`, or 0 (RFC 3629: nothing overlong, no surrogates, up to U+10FFFF). */
function sequence(bytes: Buffer, at: number): number {
  const head = bytes[at]!;
  if (head < 0x80) return 1;
  const length = head >= 0xf0 ? 4 : head >= 0xe0 ? 3 : 2;
  if (head < 0xc2 || head > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const low = head === 0xe0 ? 0xa0 : head === 0xf0 ? 0x90 : 0x80;
  const high = head === 0xed ? 0x9f : head === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = at + 2; i < at + length; i++) if ((bytes[i]! & 0xc0) !== 0x80) return 0;
  return length;
}
