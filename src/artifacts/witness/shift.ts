/**
 * How far the clock of one log stands from that of another: zone, skew, steps and changes of daylight saving, as a
 * shift in seconds that may change from place to place. Events of a kind that both have vote for the distance between
 * them; within a block of the remote log the true distance gets nearly all votes and every other one a few.
 */
import type { Occurrences } from './occurrences.ts';

/** Seconds: any two zones, and a clock some minutes wrong. */
export const REACH = 27 * 3600;
/** An event that has more namesakes within reach says too little. */
const MOST_NAMESAKES = 400;
/** Remote events in a block, at most. */
const BLOCK = 256;
/** Distances remembered of each block, and of all blocks together. */
const PEAKS = 4;
const COMMON = 6;
/** Share of a block's events that must vote for a distance. */
const LEAST = 0.12;
/** Votes that a change of the shift must win. */
const CHANGE = 6;
/** Seconds within which two shifts are one: what rounding and drift make of it. */
const SAME = 2;
/** Seconds that a hit may be off. */
const NEAR = 2;

/** Events that can vote: their times, and the local events of the same name. */
export interface Votes {
  /** Times of the remote events, in the order of their log. */
  times: Float64Array;
  /** Their names, -1 where no local event has it. */
  names: Int32Array;
  /** 1 for those that vote: heartbeats would speak for every whole hour. */
  voting: Uint8Array;
  /** The file each stands in: a block ends with it. */
  files: Uint16Array;
  local: Float64Array;
  occurrences: Occurrences;
  /** True when nothing speaks against a remote and a local event being one. */
  agree: (remote: number, local: number) => boolean;
}

interface Block {
  from: number;
  to: number;
  voters: number;
  /** Distance in seconds to votes, the strongest only. */
  peaks: Map<number, number>;
}

/** A stretch of the remote log with one shift. */
export interface Piece {
  /** Places among the remote events that were handed over. */
  from: number;
  to: number;
  /** From here to `from` the shift before may hold as well as this one: nothing there tells them apart. */
  unsure: number;
  /** Remote time minus local time, seconds. */
  shift: number;
  votes: number;
  voters: number;
}

/** The shift of every stretch; empty when no stretch says anything. */
export function estimateShift(votes: Votes): Piece[] {
  const n = votes.times.length;
  const size = Math.max(32, Math.min(BLOCK, Math.ceil(n / 8)));
  const histogram = new Int32Array(2 * REACH + 1);
  const blocks: Block[] = [];
  for (let from = 0, to: number; from < n; from = to) {
    to = from + 1;
    while (to < n && to - from < size && votes.files[to] === votes.files[from]) to++;
    blocks.push(poll(votes, from, to, histogram));
  }
  const shifts = likeliest(blocks);
  if (!shifts) return [];
  const pieces: Piece[] = [];
  for (const [b, block] of blocks.entries()) {
    const shift = shifts[b]!;
    const last = pieces.at(-1);
    const support = block.peaks.get(shift) ?? 0;
    if (last && last.shift === shift) {
      last.to = block.to;
      last.votes += support;
      last.voters += block.voters;
      continue;
    }
    const piece = { from: block.from, to: block.to, unsure: block.from, shift, votes: support, voters: block.voters };
    if (last && Math.abs(last.shift - shift) > SAME) {
      [piece.unsure, piece.from] = border(votes, blocks[b - 1]!.from, block.to, last.shift, shift);
      last.to = piece.from;
    }
    pieces.push(piece);
  }
  return pieces;
}

/** Counts the votes of one block; the histogram is clean before and behind. */
function poll(
  { times, names, voting, local, occurrences }: Votes,
  from: number,
  to: number,
  histogram: Int32Array,
): Block {
  const touched: number[] = [];
  let voters = 0;
  for (let i = from; i < to; i++) {
    const name = names[i]!;
    if (name < 0 || !voting[i]) continue;
    const time = times[i]!;
    const begin = occurrences.from(name, local, time - REACH);
    const end = occurrences.end(name);
    const limit = Math.min(end, begin + MOST_NAMESAKES);
    let at = begin;
    while (at < limit && local[occurrences.items[at]!]! <= time + REACH) at++;
    if (at === begin || (at === limit && limit < end)) continue;
    voters++;
    for (let k = begin; k < at; k++) {
      const bin = Math.round(time - local[occurrences.items[k]!]!) + REACH;
      if (bin < 0 || bin >= histogram.length) continue;
      if (histogram[bin] === 0) touched.push(bin);
      histogram[bin]!++;
    }
  }
  // Where the local log has nothing, a few events find namesakes elsewhere: that is no vote of the block.
  const peaks = peaksOf(histogram, touched, Math.max(2, (to - from) * LEAST));
  for (const bin of touched) histogram[bin] = 0;
  return { from, to, voters, peaks };
}

/** The strongest distances, each with the votes of the seconds beside it. */
function peaksOf(histogram: Int32Array, touched: number[], least: number): Map<number, number> {
  const sums: [bin: number, votes: number][] = [];
  for (const bin of touched) {
    const [before, here, behind] = [histogram[bin - 1] ?? 0, histogram[bin]!, histogram[bin + 1] ?? 0];
    const sum = before + here + behind;
    if (sum >= least && here >= before && here >= behind) sums.push([bin, sum]);
  }
  sums.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Map(sums.slice(0, 4 * PEAKS).map(([bin, sum]) => [bin - REACH, sum]));
}

/** The course of shifts that has the most votes, where every change must win some; undefined when nobody voted. */
function likeliest(blocks: Block[]): number[] | undefined {
  const common = commonShifts(blocks);
  if (common.length === 0) return undefined;
  const options = blocks.map(({ peaks }) => [...new Set([...[...peaks.keys()].slice(0, PEAKS), ...common])]);
  const before: Int32Array[] = [];
  let scores: number[] = [];
  for (const [b, block] of blocks.entries()) {
    const from = new Int32Array(options[b]!.length).fill(-1);
    const next = options[b]!.map((shift, k) => {
      const own = supportOf(block, shift);
      if (b === 0) return own;
      let best = Number.NEGATIVE_INFINITY;
      for (const [j, earlier] of options[b - 1]!.entries()) {
        const jump = Math.abs(earlier - shift);
        const cost = jump === 0 ? 0 : jump <= SAME ? 0.5 : CHANGE;
        if (scores[j]! - cost > best) [best, from[k]] = [scores[j]! - cost, j];
      }
      return best + own;
    });
    scores = next;
    before.push(from);
  }
  const shifts = new Array<number>(blocks.length);
  let k = scores.indexOf(Math.max(...scores));
  for (let b = blocks.length - 1; b >= 0; b--) {
    shifts[b] = options[b]![k]!;
    k = before[b]![k]!;
  }
  return shifts;
}

const supportOf = ({ peaks }: Block, shift: number): number =>
  Math.max(peaks.get(shift) ?? 0, (peaks.get(shift - 1) ?? 0) - 1, (peaks.get(shift + 1) ?? 0) - 1);

/** The distances that most blocks voted for. */
function commonShifts(blocks: Block[]): number[] {
  const sums = new Map<number, number>();
  for (const { peaks } of blocks) for (const [shift, votes] of peaks) sums.set(shift, (sums.get(shift) ?? 0) + votes);
  const sorted = [...sums].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]) || a[0] - b[0]);
  const chosen: number[] = [];
  for (const [shift] of sorted) {
    if (chosen.length >= COMMON) break;
    if (chosen.every((other) => Math.abs(other - shift) > SAME)) chosen.push(shift);
  }
  return chosen;
}

/** Where between two places one shift gives way to another: the first and the last split that have the most hits. */
function border(votes: Votes, from: number, to: number, earlier: number, later: number): [number, number] {
  let [balance, best] = [0, 0];
  let [first, last] = [from, from];
  for (let i = from; i < to; i++) {
    balance += Number(isHit(votes, i, earlier)) - Number(isHit(votes, i, later));
    if (balance > best) [best, first] = [balance, i + 1];
    if (balance === best) last = i + 1;
  }
  return [first, last];
}

function isHit({ times, names, local, occurrences, agree }: Votes, i: number, shift: number): boolean {
  const name = names[i]!;
  if (name < 0) return false;
  const time = times[i]! - shift;
  const end = Math.min(occurrences.end(name), occurrences.from(name, local, time - NEAR) + MOST_NAMESAKES);
  for (let at = occurrences.from(name, local, time - NEAR); at < end; at++) {
    const l = occurrences.items[at]!;
    if (local[l]! > time + NEAR) return false;
    if (agree(i, l)) return true;
  }
  return false;
}
