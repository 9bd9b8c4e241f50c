import type { Instant } from './entry.ts';

export interface Hashes {
  sha256: string;
  md5?: string;
  sha1?: string;
}

/** One thing handed to us, named by its hash, never written to. */
export interface Evidence {
  /** SHA-256 of the bytes; for a directory, of its sorted list of names and hashes. */
  id: string;
  /** File name as handed over, without its folder. */
  name: string;
  kind: 'image' | 'file' | 'archive' | 'directory';
  /** Bytes. */
  size: number;
  hashes: { stated?: string; computed?: Hashes };
  acquiredAt?: Instant;
  parent?: string;
  host?: string;
  /** A witness is another machine's record of the device. */
  role: 'device' | 'witness';
}
