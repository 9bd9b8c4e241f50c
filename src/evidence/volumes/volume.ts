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
  /**
   * Stretches that belong to no volume we can read: gaps in a partition table, free extents of a volume group, members
   * of an array of unknown level; in order.
   */
  unallocated?: Volume[];
  /** What the examiner should know of a member besides its volumes, such as which half of a mirror was read. */
  remarks?: { member: Volume; text: string }[];
}

/** Cuts one source into partitions. */
export interface PartitionScheme {
  name: string;
  recognises(source: ByteSource): boolean;
  /** Bytes from the beginning of the source that the table speaks of; more than `source.size` when it was cut short. */
  declaredSize(source: ByteSource): number;
  split(volume: Volume): Split;
}

/** Joins members that may lie on several disks: a volume group, an array. */
export interface Assembler {
  name: string;
  recognises(source: ByteSource): boolean;
  /** Bytes the member had when it was made; more than `source.size` when it was cut short. */
  declaredSize(source: ByteSource): number;
  /** Given every member that was recognised; a missing one becomes an Unread, what is complete is returned. */
  assemble(members: Volume[]): Split;
}
