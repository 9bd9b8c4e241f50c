import { type ByteSource, type Run, RunList } from '../../bytes/index.ts';
import { BLOCK, readNumber } from './tar-header.ts';
import { type PaxRecords, paxNumber } from './tar-pax.ts';

/**
 * Files with holes, in the four ways GNU tar stores them (GNU tar manual, "Storing Sparse Files"): the old GNU header
 * with continuation blocks, and formats 0.0, 0.1 and 1.0 in extended headers, 1.0 keeping its map in front of the data.
 */
export interface SparseMap {
  /** Offset and length of each stretch of data, ascending. */
  stretches: [offset: number, length: number][];
  /** Bytes of the file with its holes. */
  size: number;
  /** Offset of the first data byte, relative to the member's data. */
  dataAt: number;
}

const MOST_STRETCHES = 1_000_000;

/** True when extended headers say the member is sparse. */
export const isPaxSparse = ({ values, sparse }: PaxRecords): boolean =>
  sparse.length > 0 || values.has('GNU.sparse.map') || values.has('GNU.sparse.major');

/** The map of a member of formats 0.0, 0.1 or 1.0, or why it cannot be read. */
export function paxSparse(records: PaxRecords, data: ByteSource): SparseMap | string {
  const { values } = records;
  const size = paxNumber(values, 'GNU.sparse.realsize') ?? paxNumber(values, 'GNU.sparse.size');
  if (size === undefined) return 'the real size is missing';
  if (values.has('GNU.sparse.major')) {
    const version = `${values.get('GNU.sparse.major')}.${values.get('GNU.sparse.minor') ?? '?'}`;
    return version === '1.0' ? mapInData(data, size) : `version ${version} is unknown`;
  }
  const numbers =
    records.sparse.length > 0
      ? records.sparse
      : values
          .get('GNU.sparse.map')!
          .toString('latin1')
          .split(',', 2 * MOST_STRETCHES + 1)
          .map(Number);
  return checked(numbers, size, 0);
}

/** Format 1.0: decimal lines, the first their count, padded to a whole block. */
function mapInData(data: ByteSource, size: number): SparseMap | string {
  const numbers: number[] = [];
  let text = '';
  let at = 0;
  for (let wanted = 1; numbers.length < wanted; ) {
    const line = text.indexOf('\n');
    if (line < 0) {
      const block = data.read(at, BLOCK);
      if (block.length < BLOCK || text.length > 32) return 'the map in front of the data is cut off or malformed';
      text += block.toString('latin1');
      at += BLOCK;
      continue;
    }
    const digits = text.slice(0, line);
    if (!/^[0-9]{1,16}$/.test(digits)) return 'the map in front of the data is malformed';
    numbers.push(Number(digits));
    text = text.slice(line + 1);
    if (numbers.length === 1) wanted = 1 + 2 * numbers[0]!;
    if (wanted > 2 * MOST_STRETCHES) return `it has more than ${MOST_STRETCHES} stretches`;
  }
  return checked(numbers.slice(1), size, at);
}

/** The old GNU format: four stretches in the header at 386, 21 in each continuation block. */
export function gnuSparse(
  header: Buffer,
  source: ByteSource,
  dataAt: number,
): (SparseMap & { blocks: number }) | string {
  const numbers: number[] = [];
  const collect = (block: Buffer, from: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      const at = from + i * 24;
      if (block[at] === 0) return;
      numbers.push(readNumber(block.subarray(at, at + 12)) ?? -1, readNumber(block.subarray(at + 12, at + 24)) ?? -1);
    }
  };
  collect(header, 386, 4);
  const size = readNumber(header.subarray(483, 495));
  if (size === undefined) return 'the real size is malformed';
  let blocks = 0;
  for (let more = header[482]; more; blocks++) {
    const block = source.read(dataAt + blocks * BLOCK, BLOCK);
    if (block.length < BLOCK) return 'the map behind the header is cut off';
    if (numbers.length > 2 * MOST_STRETCHES) return `it has more than ${MOST_STRETCHES} stretches`;
    collect(block, 0, 21);
    more = block[504];
  }
  const map = checked(numbers, size, 0);
  return typeof map === 'string' ? map : { ...map, blocks };
}

function checked(numbers: number[], size: number, dataAt: number): SparseMap | string {
  if (numbers.length % 2 !== 0 || numbers.length > 2 * MOST_STRETCHES) return 'the map has an odd or excessive length';
  const stretches: [number, number][] = [];
  let end = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i]!;
    const length = numbers[i + 1]!;
    const sound = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && length >= 0;
    if (!sound || offset < end || offset + length > size) return 'the map is out of order or out of bounds';
    stretches.push([offset, length]);
    end = offset + length;
  }
  return { stretches, size, dataAt };
}

/** The file with its holes, whose data stands at `dataAt` of `source`. */
export function expandSparse(map: SparseMap, source: ByteSource, dataAt: number): { content: RunList; stored: number } {
  const runs: Run[] = [];
  let end = 0;
  let stored = 0;
  for (const [offset, length] of map.stretches) {
    if (offset > end) runs.push({ at: undefined, length: offset - end });
    runs.push({ at: dataAt + map.dataAt + stored, length });
    stored += length;
    end = offset + length;
  }
  return { content: new RunList(source, runs, map.size), stored: map.dataAt + stored };
}
