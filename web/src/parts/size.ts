import { grouped } from '../../../src/model/visible.ts';

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** 1536 as `1.5 KiB`; bytes below 1 KiB as they are. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 100 ? grouped(Math.round(value)) : value.toFixed(1)} ${units[unit]}`;
}

export { grouped };
