import type { ByteSource } from '../bytes/index.ts';
import type { EntryFacts, Unread } from '../model/index.ts';

/** An entry together with the handle that reads its content. */
export interface FileEntry extends EntryFacts {
  /** The content. Empty for what has none; reads of lost parts come back short or as zeros, as `notes` say. */
  open(): ByteSource;
}

/** What a walk yields: an entry, or a stretch it could not understand. */
export type Walked = FileEntry | Unread;

export const isUnread = (walked: Walked): walked is Unread => 'reason' in walked;
