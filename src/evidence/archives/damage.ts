import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import { placeOf } from './place.ts';

/** Trouble met inside a compressed stream: an Unread that does not know its place in the evidence yet. */
export interface Damage {
  reason: string;
  /** The stretch of the compressed stream concerned. */
  offset: number;
  length: number;
  /** Bytes that are there and were not looked at. */
  bytes: number;
  /** True when the content is incomplete or wrong because of it; false for bytes that are merely unexplained. */
  spoils: boolean;
}

/** Damage of a compressed stream as the Unread an examiner sees. */
export function unreadOf(damage: Damage, stream: ByteSource, layers: string[], path?: string): Unread {
  return {
    locator: placeOf(stream, damage.offset, damage.length, layers),
    reason: damage.reason,
    bytes: damage.bytes,
    ...(path !== undefined && { path }),
  };
}
