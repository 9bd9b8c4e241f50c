import { createHash } from 'node:crypto';
import { type ByteSource, readInto } from '../bytes/index.ts';
import { AfterimageError } from '../model/index.ts';

const PIECE = 1024 * 1024;

export interface SourceHashes {
  sha256: string;
  md5: string;
  sha1: string;
  /** Bytes hashed. */
  size: number;
  /** False when the medium failed before the end: the hashes then cover the first `size` bytes only. */
  complete: boolean;
}

/** Told after every piece how many bytes it had. */
type OnBytes = (bytes: number) => void;
/** An AbortSignal, or anything else that can be asked between two pieces. */
type Signal = { readonly aborted: boolean };

/**
 * SHA-256, MD5 and SHA-1 of a source in one pass. Does not return until it is done: call it in a worker.
 * @throws AfterimageError `interrupted` when the signal is aborted
 */
export function hashSource(source: ByteSource, onBytes?: OnBytes, signal?: Signal): SourceHashes {
  const [sha256, md5, sha1] = [createHash('sha256'), createHash('md5'), createHash('sha1')];
  const size = feed(source, [sha256, md5, sha1], onBytes, signal);
  return {
    sha256: sha256.digest('hex'),
    md5: md5.digest('hex'),
    sha1: sha1.digest('hex'),
    size,
    complete: size === source.size,
  };
}

/**
 * SHA-256 alone, at several times the speed.
 * @throws AfterimageError `interrupted` when the signal is aborted
 */
export function sha256Source(
  source: ByteSource,
  onBytes?: OnBytes,
  signal?: Signal,
): Pick<SourceHashes, 'sha256' | 'size' | 'complete'> {
  const sha256 = createHash('sha256');
  const size = feed(source, [sha256], onBytes, signal);
  return { sha256: sha256.digest('hex'), size, complete: size === source.size };
}

function feed(source: ByteSource, hashes: ReturnType<typeof createHash>[], onBytes?: OnBytes, signal?: Signal): number {
  let at = 0;
  const memory = Buffer.allocUnsafeSlow(Math.min(PIECE, source.size));
  while (at < source.size) {
    if (signal?.aborted)
      throw new AfterimageError('interrupted', `Hashing was interrupted at byte ${at} of ${source.size}.`);
    const wanted = Math.min(PIECE, source.size - at);
    const piece = memory.subarray(0, readInto(source, memory, at, wanted));
    for (const hash of hashes) hash.update(piece);
    at += piece.length;
    onBytes?.(piece.length);
    if (piece.length < wanted) break;
  }
  return at;
}

/**
 * The hash that names a directory: SHA-256 over the lines sha256sum would print for its files, sorted by the bytes of
 * the path. `find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` gives the same for the same
 * paths.
 */
export function hashDirectoryListing(rows: Iterable<{ path: string; sha256: string }>): string {
  const hash = createHash('sha256');
  const sorted = [...rows].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  for (const { path, sha256 } of sorted) hash.update(line(path, sha256));
  return hash.digest('hex');
}

/** A name with a backslash or line break is escaped, and its line begins with a backslash, as in sha256sum. */
function line(path: string, sha256: string): string {
  if (!/[\\\n\r]/.test(path)) return `${sha256}  ${path}\n`;
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `\\${sha256}  ${escaped}\n`;
}
