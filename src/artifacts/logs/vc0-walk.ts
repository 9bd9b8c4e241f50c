import { type Framing, findId, framedLength, idAt, idLength, longest, seekId, u16 } from './vc0-frame.ts';
import type { Window } from './window.ts';

/** The text of one record, or a stretch that is none; offsets in the source. */
export interface Framed {
  offset: number;
  length: number;
  /** Where the text stands, TAB at its end included; absent for a gap. */
  text?: { offset: number; length: number };
  /** The words disagree with the text, or a side of it is damaged: it may be a part of a record. */
  ragged?: boolean;
  /** The length words, where both are right. */
  word?: number;
  reason?: string;
  cause?: 'zeros' | 'words';
}

/** Goes from record to record by the length words, and finds the next one by its id where they lead astray. */
export function* walkRecords(window: Window, from: number, framing: Framing): Generator<Framed, void> {
  let offset = from;
  while (offset < window.size) {
    const at = window.seek(offset, longest);
    if (framing.words > 0 && idAt(window.bytes, at + 2)) {
      const length = framedLength(window.bytes, at + 2, framing);
      if (length > 0 && !window.hasZero(at + 2, at + 2 + length)) {
        const whole = length + 2 * framing.words;
        yield { offset, length: whole, text: { offset: offset + 2, length }, word: length + framing.extra };
        offset += whole;
        continue;
      }
    }
    offset = yield* resume(window, offset, framing);
  }
}

/** From a place where no framed record stands to behind the next record; returns where to go on. */
function* resume(window: Window, from: number, framing: Framing): Generator<Framed, number> {
  const id = seekId(window, from);
  if (id < 0) {
    yield gap(window, from, window.size - from);
    return window.size;
  }
  const lead = framing.words > 0 ? 2 : 0;
  if (id - lead > from) yield gap(window, from, id - lead - from);
  // A framed record begins here after all: the walk takes it.
  const at = window.seek(Math.max(0, id - lead), longest) + Math.min(lead, id);
  const { bytes } = window;
  const framed = framing.words > 0 && id - lead >= from ? framedLength(bytes, at, framing) : 0;
  if (framed > 0 && !window.hasZero(at, at + framed) && id - lead > from) return id - lead;
  const begin = Math.max(from, id - lead);
  const salvaged = salvage(bytes, at, framing);
  if (!salvaged) {
    const next = seekId(window, id + idLength);
    const end = next < 0 ? window.size : Math.max(begin + 1, next - lead);
    yield gap(window, begin, end - begin);
    return end;
  }
  const end = id + salvaged.text + salvaged.tail;
  yield {
    offset: begin,
    length: end - begin,
    text: { offset: id, length: salvaged.text },
    ...(salvaged.ragged && { ragged: true }),
  };
  if (salvaged.reason) yield { offset: begin, length: 0, reason: salvaged.reason, cause: 'words' };
  return end;
}

interface Salvaged {
  text: number;
  /** Bytes behind the text that belong to the record. */
  tail: number;
  ragged: boolean;
  reason?: string;
}

/** The text of a record whose words do not both fit: by the one that does, else up to the next record. */
function salvage(bytes: Buffer, at: number, framing: Framing): Salvaged | undefined {
  const next = findId(bytes.subarray(0, Math.min(bytes.length, at + longest)), at + idLength);
  const limit = next < 0 ? Math.min(bytes.length, at + longest) : next;
  const zero = bytes.subarray(at, limit).indexOf(0);
  // Length words hold zeros: only a run of them is damage.
  const end = zero >= 0 && isHole(bytes, at + zero) ? at + zero : limit;
  if (framing.words === 2) {
    const byLead = framedLength(bytes, at, { words: 1, extra: framing.extra });
    const fits = byLead > 0 && at + byLead <= limit && bytes.subarray(at, at + byLead).indexOf(0) < 0;
    const trailing = fits ? u16(bytes, at + byLead) : -1;
    // The word behind the text is lost in damage or behind the end of the file: the one before it speaks for both.
    if (fits && (trailing <= 0 || isHole(bytes, at + byLead)))
      return { text: byLead, tail: Math.min(2, bytes.length - at - byLead), ragged: false };
    const byTrail = lengthByTrail(bytes, at, end, framing.extra);
    if (byTrail > 0) {
      const lost = u16(bytes, at - 2) <= 0;
      const disagree = 'vc0: the length word before this record is not that of its text';
      return { text: byTrail, tail: 2, ragged: !lost, ...(!lost && { reason: disagree }) };
    }
  }
  const tab = bytes.subarray(at, end).lastIndexOf(9);
  const text = tab + 1;
  if (text < idLength + 8 || bytes.subarray(at, at + text).indexOf(0) >= 0) return undefined;
  const tail = end - at - text;
  // A text that damage breaks off is no record.
  if (end < limit || (next < 0 && tail > 4)) return undefined;
  if (tail > 4) return undefined;
  if (framing.words === 0) return { text, tail, ragged: next < 0 };
  const own = Math.min(tail, framing.words === 2 ? 2 : 0);
  return { text, tail: own, ragged: true, reason: 'vc0: the length words of this record are not those of its text' };
}

const hole = Buffer.alloc(16);

/** A length word of a short record has one zero byte; four in a row stand in no record. */
const isHole = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;

/** Length of the text at `at` for which the word behind it is right, or 0. */
function lengthByTrail(bytes: Buffer, at: number, end: number, extra: number): number {
  for (let tab = bytes.indexOf(9, at + idLength); tab >= 0 && tab < end; tab = bytes.indexOf(9, tab + 1)) {
    const length = tab + 1 - at;
    if (length >= idLength + 8 && u16(bytes, tab + 1) === length + extra) return length;
  }
  return 0;
}

function gap(window: Window, offset: number, length: number): Framed {
  const at = window.seek(offset, longest);
  if (window.bytes.subarray(at, at + Math.min(length, longest)).includes(hole))
    return { offset, length, reason: 'vc0: zero bytes, and the parts of records they break', cause: 'zeros' };
  const found = [...window.bytes.subarray(at, at + Math.min(8, length))].map((b) => b.toString(16).padStart(2, '0'));
  return { offset, length, reason: `vc0: expected a record, found ${found.join(' ')}` };
}
