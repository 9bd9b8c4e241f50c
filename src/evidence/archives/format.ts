import type { ByteSource } from '../../bytes/index.ts';
import type { Walked } from '../entry.ts';

/** How much an archive may unfold to, shared by everything nested in it. */
export interface Budget {
  /** Bytes of decompressed content still allowed. */
  bytes: number;
  /** Members still allowed. */
  members: number;
  /** Archives within archives still allowed. */
  depth: number;
}

/** A file that holds files, or one file in compressed form. */
export interface ArchiveFormat {
  name: string;
  /** True for a wrapper around exactly one file (gzip, zstd, xz): it adds no step to the path. */
  wrapper: boolean;
  /** @param head the first 1,024 bytes, or fewer when the source is shorter */
  recognises(head: Buffer, source: ByteSource): boolean;
  /**
   * The members, in stored order, with paths relative to the archive and absolute (`/home/VERSION`; `..` and leading
   * slashes resolved away, the stored name kept in `notes`). A member must be read before the next is asked for: its
   * bytes may only exist while it is the current one. Damage, truncation, encryption and an exhausted budget are
   * yielded as Unread.
   * @param layers the cuts from the evidence to the archive itself
   */
  open(source: ByteSource, layers: string[], budget: Budget): Promise<Generator<Walked>>;
}
