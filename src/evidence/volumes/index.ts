import { gpt } from './gpt.ts';
import { lvm2 } from './lvm2.ts';
import { mbr } from './mbr.ts';
import { mdraid } from './mdraid.ts';
import type { Assembler, PartitionScheme } from './volume.ts';

/** Every partition table we read. A new one is one file and one line here. */
export const partitionSchemes: readonly PartitionScheme[] = [mbr, gpt];

/** Every kind of volume that may lie on several disks, in the order they stack: a volume group on an array. */
export const assemblers: readonly Assembler[] = [mdraid, lvm2];

export { knownUnreadable } from './known.ts';
export type { Assembler, PartitionScheme, Split, Volume } from './volume.ts';
