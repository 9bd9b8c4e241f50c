import type { BlockRun } from '../extents.ts';
import { EXTENT_MAGIC } from '../layout.ts';

const LONGEST = 32_768;
const ROOT = 4;

/** A map without a stretch of logical blocks, and what the stretch held. */
export function without(map: readonly BlockRun[], logical: number, length: number): [BlockRun[], BlockRun[]] {
  const end = logical + length;
  const left: BlockRun[] = [];
  const gone: BlockRun[] = [];
  const part = (run: BlockRun, from: number, to: number): BlockRun => ({
    logical: from,
    at: run.at === undefined ? undefined : run.at + (from - run.logical),
    length: to - from,
  });
  for (const run of map) {
    const stop = run.logical + run.length;
    if (stop <= logical || run.logical >= end) {
      left.push(run);
      continue;
    }
    if (run.logical < logical) left.push(part(run, run.logical, logical));
    gone.push(part(run, Math.max(run.logical, logical), Math.min(stop, end)));
    if (stop > end) left.push(part(run, end, stop));
  }
  return [left, gone];
}

/** A map with a run put in, in place of what was there. */
export function withRun(map: readonly BlockRun[], run: BlockRun): [BlockRun[], BlockRun[]] {
  const [left, gone] = without(map, run.logical, run.length);
  const next = left.findIndex((r) => r.logical > run.logical);
  left.splice(next < 0 ? left.length : next, 0, run);
  const joined: BlockRun[] = [];
  for (const r of left) {
    const last = joined[joined.length - 1];
    if (last?.at !== undefined && last.at + last.length === r.at && last.logical + last.length === r.logical)
      joined[joined.length - 1] = { ...last, length: last.length + r.length };
    else joined.push(r);
  }
  return [joined, gone];
}

/**
 * Writes a map as an extent tree of one or two levels. Unwritten stretches have no place here and are left out, as they
 * read as zeros either way.
 * @param leaves blocks that may hold the second level, in their order
 * @returns false when it does not fit
 */
export function writeExtents(
  root: Buffer,
  map: readonly BlockRun[],
  leaves: { block: number; bytes: Buffer }[],
): boolean {
  const extents: { logical: number; at: number; length: number }[] = [];
  for (const { logical, at, length } of map)
    for (let done = 0; at !== undefined && done < length; done += LONGEST)
      extents.push({ logical: logical + done, at: at + done, length: Math.min(LONGEST, length - done) });
  if (extents.length <= ROOT) {
    writeNode(root, 0, extents.length);
    extents.forEach((e, i) => {
      writeExtent(root, i, e);
    });
    return true;
  }
  const room = leaves.length === 0 ? 0 : Math.floor((leaves[0]!.bytes.length - 16) / 12);
  const used = leaves.slice(0, ROOT).slice(0, Math.ceil(extents.length / Math.max(1, room)));
  if (extents.length > used.length * room) return false;
  writeNode(root, 1, used.length);
  for (const [i, { block, bytes }] of used.entries()) {
    const own = extents.slice(i * room, (i + 1) * room);
    const at = 12 + i * 12;
    root.writeUInt32LE(own[0]!.logical, at);
    root.writeUInt32LE(block % 2 ** 32, at + 4);
    root.writeUInt32LE(Math.floor(block / 2 ** 32), at + 8);
    writeNode(bytes, 0, own.length);
    own.forEach((e, n) => {
      writeExtent(bytes, n, e);
    });
  }
  return true;
}

function writeNode(node: Buffer, depth: number, entries: number): void {
  node.fill(0);
  node.writeUInt16LE(EXTENT_MAGIC, 0);
  node.writeUInt16LE(entries, 2);
  node.writeUInt16LE(Math.floor((node.length - 12) / 12), 4);
  node.writeUInt16LE(depth, 6);
}

function writeExtent(node: Buffer, i: number, e: { logical: number; at: number; length: number }): void {
  const at = 12 + i * 12;
  node.writeUInt32LE(e.logical, at);
  node.writeUInt16LE(e.length, at + 4);
  node.writeUInt16LE(Math.floor(e.at / 2 ** 32), at + 6);
  node.writeUInt32LE(e.at % 2 ** 32, at + 8);
}
