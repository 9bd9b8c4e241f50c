import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import type { EntryTree } from '../tree.ts';
import type { Volume } from '../volumes/volume.ts';

/** A filesystem we can read. */
export interface FileSystemFormat {
  name: string;
  recognises(source: ByteSource): boolean;
  /**
   * No tree when the volume is damaged beyond its backups or uses a feature we do not know; `unread` says which.
   * @param siblings all volumes handed over together: one of them may hold this filesystem's journal
   */
  open(volume: Volume, siblings?: readonly Volume[]): { tree?: EntryTree; unread: Unread[] };
}
