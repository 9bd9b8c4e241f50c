import { type FileHandle, open } from 'node:fs/promises';
import { type Field, type List, readThrift, writeThrift } from './thrift-tree.ts';

/**
 * Puts Parquet files of one schema behind each other, row group by row group as they stand: to read rows and write them
 * again costs a hundred times as much. Numbers of fields are those of parquet.thrift of apache/parquet-format 2.10.
 */

const MAGIC = Buffer.from('PAR1');
const TAIL = 8;
const PIECE = 1 << 20;

/** Of FileMetaData. */
const [ROWS, GROUPS] = [3, 4];
/** Of RowGroup: its columns, where it begins, and its place among all of them. */
const [COLUMNS, BEGINS, ORDINAL] = [1, 5, 7];
/** Of ColumnChunk: its metadata, and offsets in the file: of the chunk, of its indexes. */
const [METADATA, CHUNK_OFFSETS] = [3, [2, 4, 6]];
/** Of ColumnMetaData: offsets in the file: of pages, of the dictionary, of a Bloom filter. */
const METADATA_OFFSETS = [9, 10, 11, 14];

/**
 * @param paths of the files, in order; at least one
 * @param target of the file to be written; what is there is replaced
 * @throws what the operating system says; RangeError when a file is no Parquet
 */
export async function joinParquet(paths: readonly string[], target: string): Promise<void> {
  const out = await open(target, 'w');
  try {
    await out.write(MAGIC);
    let at = MAGIC.length;
    let rows = 0;
    let all: Field[] | undefined;
    const groups: Field[][] = [];
    for (const path of paths) {
      const file = await open(path, 'r');
      try {
        const { footer, end } = await footerOf(file, path);
        const moved = at - MAGIC.length;
        for (const group of (fieldOf(footer, GROUPS)!.value as List).items as Field[][])
          groups.push(movedGroup(group, moved, groups.length));
        rows += fieldOf(footer, ROWS)!.value as number;
        all ??= footer;
        await copy(file, out, MAGIC.length, end);
        at += end - MAGIC.length;
      } finally {
        await file.close();
      }
    }
    fieldOf(all!, ROWS)!.value = rows;
    (fieldOf(all!, GROUPS)!.value as List).items = groups;
    const footer = writeThrift(all!);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await out.write(Buffer.concat([footer, length, MAGIC]));
  } finally {
    await out.close();
  }
}

const fieldOf = (fields: readonly Field[], id: number): Field | undefined => fields.find((field) => field.id === id);

async function footerOf(file: FileHandle, path: string): Promise<{ footer: Field[]; end: number }> {
  const { size } = await file.stat();
  const tail = await readAt(file, size - TAIL, TAIL);
  const end = size - TAIL - (tail.length === TAIL ? tail.readUInt32LE(0) : size);
  if (end < MAGIC.length || !tail.subarray(4).equals(MAGIC))
    throw new RangeError(`${path}: found ${tail.toString('hex')} at the end, expected the footer of a Parquet file`);
  return { footer: readThrift(await readAt(file, end, size - TAIL - end)), end };
}

/** The row group as it is in a file in which it lies some bytes further. */
function movedGroup(group: Field[], moved: number, ordinal: number): Field[] {
  const move = (fields: Field[], ids: readonly number[]): void => {
    // Nought is no place in a file, but what is written where there is none.
    for (const field of fields)
      if (ids.includes(field.id) && field.value !== 0) field.value = (field.value as number) + moved;
  };
  move(group, [BEGINS]);
  const place = fieldOf(group, ORDINAL);
  if (place) place.value = ordinal;
  for (const chunk of (fieldOf(group, COLUMNS)!.value as List).items as Field[][]) {
    move(chunk, CHUNK_OFFSETS);
    const metadata = fieldOf(chunk, METADATA);
    if (metadata) move(metadata.value as Field[], METADATA_OFFSETS);
  }
  return group;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, Math.max(0, position));
  return bytes.subarray(0, bytesRead);
}

async function copy(from: FileHandle, to: FileHandle, begin: number, end: number): Promise<void> {
  for (let at = begin; at < end; ) {
    const piece = await readAt(from, at, Math.min(PIECE, end - at));
    if (piece.length === 0) throw new RangeError(`found the end of a file at byte ${at}, expected it at ${end}`);
    await to.writeFile(piece);
    at += piece.length;
  }
}
