import { fastRecords, runningTransaction } from '../journal/fast-commits.ts';
import type { Journal } from '../journal/transactions.ts';
import { ExtVolume } from '../volume.ts';
import { type Replayed, replayFast } from './replay.ts';

/** A filesystem before and after its fast commits. */
export interface FastState extends Replayed {
  before: ExtVolume;
  volume: ExtVolume;
  /** The number of the transaction they belong to, which was never committed in full. */
  transaction: number;
  records: number;
}

/** @param superAt byte offset of the superblock in use */
export function fastState(before: ExtVolume, journal: Journal, superAt: number): FastState | undefined {
  const records = fastRecords(journal);
  if (records.length === 0) return undefined;
  const replayed = replayFast(before, journal, records);
  const volume = new ExtVolume(replayed.patches, before.super, superAt, before.layers);
  return { ...replayed, before, volume, transaction: runningTransaction(journal), records: records.length };
}
