import type { ByteSource } from '../bytes/index.ts';
import type { Unread } from '../model/index.ts';
import type { EntryTree } from './tree.ts';

/** One thing handed to us, opened. */
export interface OpenedEvidence {
  /** As given on the command line. */
  path: string;
  /** Without its folder. */
  name: string;
  kind: 'image' | 'file' | 'archive' | 'directory';
  /** Bytes; for a directory, of all regular files in it. */
  size: number;
  /** The bytes; absent for a directory. */
  source?: ByteSource;
  /** SHA-256 stated by a sidecar file (lower-case hex) and which file said so. */
  stated?: { sha256: string; by: string };
  /** What was recognised in it, outermost first: `gpt:2 ext4`. */
  recognised: string[];
}

/** Everything handed over together: the disks and collections of one device. */
export interface Device {
  evidence: OpenedEvidence[];
  trees: EntryTree[];
  /** Volumes we could not open, partitions that reach past the end, missing disks. */
  unread: Unread[];
}
