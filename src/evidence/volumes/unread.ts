import type { Unread } from '../../model/index.ts';
import { locate } from '../locate.ts';
import type { Volume } from './volume.ts';

/** An Unread about a stretch of a volume. `bytes` counts content that was not looked at, 0 when only structure is. */
export function unreadAt(volume: Volume, offset: number, length: number, reason: string, bytes = 0): Unread {
  return { locator: locate(volume.source, offset, length, volume.layers), reason, bytes };
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
