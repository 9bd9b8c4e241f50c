/** Takes volumes apart until only filesystems and unknown stretches are left: partition -> array -> group -> volume. */
import { type ByteSource, Slice } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import { assemblers, partitionSchemes } from './index.ts';
import { knownUnreadable } from './known.ts';
import { isProtective } from './mbr.ts';
import { sizeText, unreadAt } from './unread.ts';
import type { Assembler, PartitionScheme, Split, Volume } from './volume.ts';

/** Partition tables, arrays and groups inside each other; real gateways have four at most. */
export const DEEPEST = 8;
/** Bytes in which a filesystem shows itself by its first superblock. */
const HEAD = 1024 * 1024;
/** Volumes of one device; hostile tables may describe millions. */
const MOST_VOLUMES = 4096;

export interface Resolved {
  /** What holds no further volumes, in the order it was found. */
  leaves: Volume[];
  unread: Unread[];
  /** Gaps of one table or group together. */
  unallocated: Volume[][];
  remarks: { member: Volume; text: string }[];
}

type Reading = { kind: 'table'; scheme: PartitionScheme } | { kind: 'member'; assembler: Assembler } | { kind: 'leaf' };

/** @param isFileSystem whether a filesystem recognises a source, to notice when a table does as well */
export function resolve(roots: Volume[], isFileSystem: (source: ByteSource) => boolean): Resolved {
  const result: Resolved = { leaves: [], unread: [], unallocated: [], remarks: [] };
  const waiting: { volume: Volume; depth: number }[] = roots.map((volume) => ({ volume, depth: 0 }));
  const members = new Map<Assembler, { volume: Volume; depth: number }[]>();
  let count = roots.length;

  const take = (split: Split, depth: number): void => {
    result.unread.push(...split.unread);
    result.remarks.push(...(split.remarks ?? []));
    if (split.unallocated?.length) result.unallocated.push(split.unallocated);
    for (const volume of split.volumes) {
      const size = volume.source.size;
      if (++count > MOST_VOLUMES)
        result.unread.push(
          unreadAt(
            volume,
            0,
            size,
            `volumes: more than ${MOST_VOLUMES} on one device; ${sizeText(size)} not read`,
            size,
          ),
        );
      else waiting.push({ volume, depth });
    }
  };

  for (;;) {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { volume, depth } = next;
      const reading = readingOf(volume, isFileSystem, result.unread);
      if (reading.kind === 'leaf') result.leaves.push(volume);
      else if (depth >= DEEPEST)
        result.unread.push(
          unreadAt(
            volume,
            0,
            volume.source.size,
            `volumes: nested deeper than ${DEEPEST}; ${sizeText(volume.source.size)} not read`,
            volume.source.size,
          ),
        );
      else if (reading.kind === 'table') take(reading.scheme.split(volume), depth + 1);
      else members.set(reading.assembler, [...(members.get(reading.assembler) ?? []), next]);
    }
    const assembler = assemblers.find((a) => members.has(a));
    if (!assembler) return result;
    const parts = members.get(assembler)!;
    members.delete(assembler);
    take(assembler.assemble(parts.map((p) => p.volume)), Math.max(...parts.map((p) => p.depth)) + 1);
  }
}

/** What a volume is. When several formats claim it, the Unread names all of them and the one that was followed. */
function readingOf(volume: Volume, isFileSystem: (source: ByteSource) => boolean, unread: Unread[]): Reading {
  const { source } = volume;
  const tables = partitionSchemes
    .filter((s) => s.recognises(source))
    .filter((s, _, all) => all.length === 1 || s.name !== 'mbr' || !isProtective(source));
  const joined = assemblers.filter((a) => a.recognises(source));
  // Behind a table, a backup superblock found far inside is a partition's own; only one at the head competes with it.
  const fileSystem = isFileSystem(tables.length > 0 ? new Slice(source, 0, Math.min(source.size, HEAD)) : source);
  const names = [...joined.map((a) => a.name), ...tables.map((s) => s.name), ...(fileSystem ? ['a filesystem'] : [])];
  const [assembler] = joined;
  const [table] = tables;
  let reading: Reading = { kind: 'leaf' };
  if (assembler && !(table && belongsToPartition(assembler, table, volume))) reading = { kind: 'member', assembler };
  else if (table && (!fileSystem || leadsSomewhere(table, volume, isFileSystem)))
    reading = { kind: 'table', scheme: table };
  // A mirror's member looks like what it mirrors when the superblock stands at its end: that is no ambiguity.
  const mirror = reading.kind === 'member' && reading.assembler.name === 'md';
  if (names.length > 1 && !mirror) {
    const followed =
      reading.kind === 'table'
        ? reading.scheme.name
        : reading.kind === 'member'
          ? reading.assembler.name
          : 'a filesystem';
    unread.push(
      unreadAt(
        volume,
        0,
        Math.min(source.size, 4096),
        `volumes: ${names.join(' and ')} all recognise ${volume.layers.at(-1) ?? 'the image'}; it was read as ${followed}`,
      ),
    );
  }
  return reading;
}

/** A superblock at the very end of a disk is also the one of its last partition; then the table comes first. */
const belongsToPartition = (assembler: Assembler, table: PartitionScheme, volume: Volume): boolean =>
  table.split(volume).volumes.some((v) => assembler.recognises(v.source));

/** Whether any partition of a table holds something known: a table of chance values leads nowhere. */
const leadsSomewhere = (
  table: PartitionScheme,
  volume: Volume,
  isFileSystem: (source: ByteSource) => boolean,
): boolean =>
  table
    .split(volume)
    .volumes.some(
      ({ source }) =>
        isFileSystem(source) ||
        knownUnreadable(source) !== undefined ||
        [...partitionSchemes, ...assemblers].some((f) => f.recognises(source)),
    );
