/** Two versions of a log laid side by side: pure arithmetic over their record lists. */
import { increasing } from './increasing.ts';
import { BEHIND_GAP, RAGGED, type RecordList } from './record-list.ts';

/** What became of a record of the earlier version. */
export const fates = [
  /** It stands in the later version. */
  'kept',
  /** The later version has what came before and after it, but not the record. */
  'cut',
  /** In its place, with the same time, stands a record with other bytes. */
  'changed',
  /** It came before the first record of the later version, as after a rotation. */
  'rotated-away',
  /** It comes after the last record of the later version. */
  'beyond-the-end',
  /** It may be a part of a record only, so that nothing follows from its absence. */
  'ragged',
  /** Where it should stand, the later version cannot be read. */
  'in-a-gap',
  /** The versions share no record that is unique in both, so that nothing says where it should stand. */
  'unplaced',
] as const;
export type Fate = (typeof fates)[number];

const fate = (name: Fate): number => fates.indexOf(name);
const KEPT = fate('kept');
const CUT = fate('cut');
const CHANGED = fate('changed');

export interface Alignment {
  /** Of each earlier record, its place in `fates`. */
  fate: Uint8Array;
  /** Of each earlier record, the later record it is anchored to or changed into, or -1. */
  partner: Int32Array;
  /** Later records between records that both versions have, which the earlier version lacks without a gap. */
  inserted: number;
}

/**
 * Records that are unique in both versions and in the same order anchor the versions to each other; what lies between
 * two anchors is compared as a multiset, so that repeated lines and small changes of order accuse nobody.
 */
export function align(earlier: RecordList, later: RecordList): Alignment {
  const { rep, laterRep, countE, countL } = nameRecords(earlier, later);
  const result: Alignment = {
    fate: new Uint8Array(earlier.length),
    partner: new Int32Array(earlier.length).fill(-1),
    inserted: 0,
  };
  const unique: number[] = [];
  for (let i = 0; i < earlier.length; i++) {
    const r = rep[i]!;
    if (r >= 0 && countE[r] === 1 && countL[r] === 1) unique.push(i);
  }
  const anchors = increasing(unique.map((i) => rep[i]!)).map((at) => unique[at]!);
  for (const i of anchors) result.partner[i] = rep[i]!;
  const segments = new Segments(earlier, later, rep, laterRep, countE, countL, result);
  if (anchors.length === 0) segments.unplaced();
  else {
    segments.head(anchors[0]!, rep[anchors[0]!]!);
    for (let k = 0; k + 1 < anchors.length; k++)
      segments.between(anchors[k]!, anchors[k + 1]!, rep[anchors[k]!]!, rep[anchors[k + 1]!]!);
    const last = anchors[anchors.length - 1]!;
    segments.tail(last, rep[last]!);
    segments.settle();
  }
  return result;
}

/** The first later record of the same name stands for all of them; -1 where the later version has none. */
function nameRecords(earlier: RecordList, later: RecordList) {
  let size = 1024;
  while (size < later.length * 2) size *= 2;
  const table = new Int32Array(size);
  const find = ({ names }: RecordList, i: number): number => {
    const low = names[2 * i]!;
    const high = names[2 * i + 1]!;
    let slot = low & (size - 1);
    for (let r = table[slot]!; r !== 0; r = table[(slot = (slot + 1) & (size - 1))]!)
      if (later.names[2 * r - 2] === low && later.names[2 * r - 1] === high) break;
    return slot;
  };
  const laterRep = new Int32Array(later.length);
  const countL = new Int32Array(later.length);
  for (let i = 0; i < later.length; i++) {
    const slot = find(later, i);
    if (table[slot] === 0) table[slot] = i + 1;
    laterRep[i] = table[slot]! - 1;
    countL[laterRep[i]!]!++;
  }
  const rep = new Int32Array(earlier.length);
  const countE = new Int32Array(later.length);
  for (let i = 0; i < earlier.length; i++) {
    const r = table[find(earlier, i)]! - 1;
    rep[i] = r;
    if (r >= 0) countE[r]!++;
  }
  return { rep, laterRep, countE, countL };
}

/** Judges the records before, between and behind the anchors. */
class Segments {
  readonly #earlier: RecordList;
  readonly #later: RecordList;
  readonly #rep: Int32Array;
  readonly #laterRep: Int32Array;
  readonly #countE: Int32Array;
  readonly #countL: Int32Array;
  readonly #result: Alignment;
  /** Of each name, later records of the present segment that are not yet matched. */
  readonly #open: Int32Array;
  /** Of each repeated name, later records left over in segments that are done. */
  readonly #spare: Int32Array;

  constructor(
    earlier: RecordList,
    later: RecordList,
    rep: Int32Array,
    laterRep: Int32Array,
    countE: Int32Array,
    countL: Int32Array,
    result: Alignment,
  ) {
    this.#earlier = earlier;
    this.#later = later;
    this.#rep = rep;
    this.#laterRep = laterRep;
    this.#countE = countE;
    this.#countL = countL;
    this.#result = result;
    this.#open = new Int32Array(later.length);
    this.#spare = new Int32Array(later.length);
  }

  /** Everything that is not in the later version at all. */
  unplaced(): void {
    for (let i = 0; i < this.#earlier.length; i++)
      if (this.#rep[i]! < 0) this.#result.fate[i] = this.#ragged(i) ? fate('ragged') : fate('unplaced');
  }

  /** Before the first anchor: rotated away, unless the later version has older records than this one. */
  head(to: number, laterTo: number): void {
    let first = Number.NaN;
    for (let l = 0; l < laterTo && Number.isNaN(first); l++) first = this.#later.moments[l]!;
    const unsure = this.#gapIn(-1, laterTo);
    const missing = (i: number) => {
      if (!(this.#earlier.moments[i]! > first)) return fate('rotated-away');
      return unsure ? fate('in-a-gap') : CUT;
    };
    // Backwards, so that of repeated lines the ones at the beginning are those rotated away.
    this.#match(to - 1, -1, -1, 0, laterTo, missing);
  }

  between(from: number, to: number, laterFrom: number, laterTo: number): void {
    if (to === from + 1 && laterTo === laterFrom + 1) return;
    const unsure = this.#gapIn(laterFrom, laterTo);
    this.#match(from + 1, to, 1, laterFrom + 1, laterTo, () => (unsure ? fate('in-a-gap') : CUT));
    this.#pairChanged(from, to, laterFrom, laterTo);
  }

  /** Behind the last anchor: cut only when the later version goes on past this moment. */
  tail(from: number, laterFrom: number): void {
    const { length, moments, cutOff, gapAtEnd } = this.#later;
    let last = Number.NaN;
    for (let l = length - 1; l > laterFrom && Number.isNaN(last); l--) last = moments[l]!;
    const goesOn = laterFrom + 1 < length;
    const unsure = gapAtEnd || this.#gapIn(laterFrom, length - 1);
    this.#match(from + 1, this.#earlier.length, 1, laterFrom + 1, length, (i) => {
      if (cutOff) return fate('unplaced');
      if (!goesOn || this.#earlier.moments[i]! > last) return unsure ? fate('in-a-gap') : fate('beyond-the-end');
      return unsure ? fate('in-a-gap') : CUT;
    });
  }

  /** A repeated line that only changed its place is kept. */
  settle(): void {
    const { fate: fates } = this.#result;
    for (let i = 0; i < fates.length; i++) {
      const r = this.#rep[i]!;
      if (fates[i] === CUT && r >= 0 && this.#spare[r]! > 0) {
        this.#spare[r]!--;
        fates[i] = KEPT;
      }
    }
  }

  #match(from: number, to: number, step: 1 | -1, laterFrom: number, laterTo: number, missing: (i: number) => number) {
    const [open, rep, laterRep] = [this.#open, this.#rep, this.#laterRep];
    for (let l = laterFrom; l < laterTo; l++) open[laterRep[l]!]!++;
    for (let i = from; i !== to; i += step) {
      const r = rep[i]!;
      // A unique record that is no anchor stands elsewhere in the later version: its place changed, no more.
      if (r >= 0 && this.#countE[r] === 1 && this.#countL[r] === 1) continue;
      if (r >= 0 && open[r]! > 0) open[r]!--;
      else this.#result.fate[i] = this.#ragged(i) ? fate('ragged') : missing(i);
    }
    const isTail = laterTo === this.#later.length;
    for (let l = laterFrom; l < laterTo; l++) {
      const r = laterRep[l]!;
      // What was appended since cannot stand for what is missing before it.
      if (!isTail && this.#countE[r]! > 0) this.#spare[r]! += open[r]!;
      open[r] = 0;
    }
  }

  /** Missing and new records of one moment between the same two anchors are one record that was changed. */
  #pairChanged(from: number, to: number, laterFrom: number, laterTo: number): void {
    const { fate: fates, partner } = this.#result;
    let i = from + 1;
    let fresh = 0;
    let paired = 0;
    for (let l = laterFrom + 1; l < laterTo; l++) {
      if (this.#countE[this.#laterRep[l]!] !== 0) continue;
      fresh++;
      const moment = this.#later.moments[l]!;
      let k = i;
      while (k < to && !(fates[k] === CUT && this.#rep[k]! < 0 && Object.is(this.#earlier.moments[k], moment))) k++;
      if (k >= to) continue;
      fates[k] = CHANGED;
      partner[k] = l;
      paired++;
      i = k + 1;
    }
    for (let k = from + 1; k <= to; k++) if (this.#earlier.flags[k]! & BEHIND_GAP) return;
    this.#result.inserted += fresh - paired;
  }

  #ragged(i: number): boolean {
    return (this.#earlier.flags[i]! & RAGGED) !== 0;
  }

  /** True when a stretch we cannot read lies between two later records. */
  #gapIn(from: number, to: number): boolean {
    for (let l = from + 1; l <= to && l < this.#later.length; l++) if (this.#later.flags[l]! & BEHIND_GAP) return true;
    return false;
  }
}
