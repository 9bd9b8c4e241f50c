import { lzma2 } from '@napi-rs/lzma';

/** Unfolds one raw LZMA2 stream, whole; throws when it is damaged. */
export const unfoldLzma2 = (bytes: Buffer): Buffer => lzma2.decompressSync(bytes);
