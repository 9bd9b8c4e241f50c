import { type Origin, pushOrigin } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import { locatorsOf } from '../locate.ts';
import type { Volume } from './volume.ts';

/** A locator names at most this many stretches, found in at most so many windows: a stripe set has millions. */
const RANGES = 64;
const WINDOW = 16 * 1024 * 1024;
const WINDOWS = 1024;

/** An Unread about a stretch of a volume. `bytes` counts content that was not looked at, 0 when only structure is. */
export function unreadAt(
  { source, layers }: Volume,
  offset: number,
  length: number,
  reason: string,
  bytes = 0,
): Unread {
  const origins: Origin[] = [];
  for (let i = 0; i < WINDOWS && i * WINDOW < length && origins.length <= RANGES; i++)
    for (const o of source.origin(offset + i * WINDOW, Math.min(WINDOW, length - i * WINDOW))) pushOrigin(origins, o);
  const [locator = { evidence: '0', layers, bytes: [] }] = locatorsOf(origins.slice(0, RANGES), layers);
  return { locator, reason, bytes };
}

/** Bytes as an examiner reads them: exact below 1 KiB and whenever no unit divides them. */
export function sizeText(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  let unit = '';
  for (const next of units) {
    if (size < 1024 || size % 1024 !== 0) break;
    size /= 1024;
    unit = next;
  }
  return unit ? `${size} ${unit}` : `${bytes} bytes`;
}

/** An offset as tools print it. */
export const hex = (offset: number): string => `0x${offset.toString(16)}`;
