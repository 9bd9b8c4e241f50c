import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';

/** A stretch that may hold a filesystem, or further volumes. */
export interface Volume {
  /** The cuts from the evidence to here: `["gpt:3", "lvm:groupA/home"]`. */
  layers: string[];
  source: ByteSource;
  /** GPT partition name, logical volume `group/name`, md array name. */
  name?: string;
}

export interface Split {
  volumes: Volume[];
  unread: Unread[];
}

/** Cuts one source into partitions. */
export interface PartitionScheme {
  name: string;
  recognises(source: ByteSource): boolean;
  split(volume: Volume): Split;
}

/** Joins members that may lie on several disks: a volume group, an array. */
export interface Assembler {
  name: string;
  recognises(source: ByteSource): boolean;
  /** Given every member that was recognised; a missing one becomes an Unread, what is complete is returned. */
  assemble(members: Volume[]): Split;
}
