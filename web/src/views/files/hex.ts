/** The bytes behind base64. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Sixteen bytes a line, as `hexdump -C` shows them. @param offset of the first byte in the file */
export function hexLines(bytes: Uint8Array, offset: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = Array.from(row, (b, i) => `${i === 8 ? ' ' : ''}${b.toString(16).padStart(2, '0')}`).join(' ');
    const text = Array.from(row, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${(offset + at).toString(16).padStart(8, '0')}  ${hex.padEnd(48)}  |${text}|`);
  }
  return lines;
}

/** Bytes that no text has; a page with hardly any is shown as text first. */
const odd = (byte: number): boolean => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0x1b;

export function looksLikeText(bytes: Uint8Array): boolean {
  let count = 0;
  for (const byte of bytes) if (odd(byte)) count++;
  return bytes.length > 0 && count * 50 < bytes.length;
}

/** Lines of UTF-8; tabs become spaces, what is not UTF-8 stands as U+FFFD, and a carriage return before a line feed is no sign. */
export const textLines = (bytes: Uint8Array): string[] =>
  new TextDecoder().decode(bytes).replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n');
