const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A name from evidence as text that loses nothing: UTF-8 stays as it is; in any other name the bytes that are not
 * UTF-8 become `\xHH` and a backslash becomes `\\`.
 */
export function nameText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let text = '';
    for (let i = 0; i < bytes.length; ) {
      const n = validSequence(bytes, i);
      if (n === 0) text += `\\x${bytes[i++]!.toString(16).padStart(2, '0')}`;
      else {
        const piece = strict.decode(bytes.subarray(i, i + n));
        text += piece === '\\' ? '\\\\' : piece;
        i += n;
      }
    }
    return text;
  }
}

/** Length of the valid UTF-8 sequence at `at`, or 0. */
function validSequence(bytes: Uint8Array, at: number): number {
  const head = bytes[at]!;
  const n = head < 0x80 ? 1 : head >= 0xf0 ? 4 : head >= 0xe0 ? 3 : head >= 0xc2 ? 2 : 0;
  if (n === 0 || at + n > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + n));
    return n;
  } catch {
    return 0;
  }
}

/** Bytes up to the first NUL, as text. */
export function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return nameText(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A value of unknown encoding: text when it is printable UTF-8, otherwise `0x` and hex. */
export function valueText(bytes: Uint8Array): string {
  try {
    const text = strict.decode(bytes).replace(/\0$/, '');
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return text;
  } catch {
    // Not UTF-8: hex below.
  }
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
