import { type ByteSource, lengthOf, type Origin } from '../bytes/index.ts';
import { type Device, isUnread, type Walked } from '../evidence/index.ts';
import type { EntryFacts, Unread } from '../model/index.ts';
import { fromOrigins } from './content.ts';

/** An entry on its way from the thread that walks to one that reads: its facts, and where its content lies. */
type Packed = Unread | { facts: EntryFacts; content?: Packing[] };

/** An origin as an array, for there are many: evidence (or one of those below), offset, length, member. */
type Packing = [evidence: number, offset: number, length: number, member?: string];

/** Zeros by definition; bytes that the medium does not have. */
const [HOLE, MISSING] = [-1, -2];

/** Entries as text, which passes between threads faster than objects do. Only for trees whose content is stored as it is. */
export function pack(entries: Iterable<Walked>): string {
  const packed: Packed[] = [];
  for (const walked of entries) {
    if (isUnread(walked)) {
      packed.push(walked);
      continue;
    }
    const origins = walked.size > 0 && hasBytes(walked) ? originsOf(walked.open(), walked.size) : undefined;
    // `open` is a function, which JSON leaves out.
    packed.push(origins ? { facts: walked, content: origins.map(packing) } : { facts: walked });
  }
  return JSON.stringify(packed);
}

/** The entries again, their content read from the device as this thread has it open. */
export function* unpack(text: string, device: Device): Generator<Walked> {
  for (const packed of JSON.parse(text) as Packed[]) {
    if (!('facts' in packed)) yield packed;
    else {
      const { facts, content = [] } = packed;
      yield Object.assign(facts, { open: () => fromOrigins(device, content.map(unpacking)) });
    }
  }
}

const hasBytes = ({ kind }: EntryFacts): boolean => kind === 'file' || kind === 'run' || kind === 'metadata';

/**
 * Where the content lies, as far as it can be read in one go: a medium that ends early ends it there. Holes up to the end
 * are told all the same: a claim of terabytes of them is no loss of terabytes.
 */
function originsOf(source: ByteSource, size: number): Origin[] {
  const all = source.origin(0, size);
  if (lengthOf(all) === Math.min(size, source.size)) return all;
  const isThere = (from: number, to: number): boolean => lengthOf(source.origin(from, to - from)) === to - from;
  const whole = last(0, size, (end) => isThere(0, end));
  const after = size - last(0, size - whole, (length) => isThere(size - length, size));
  const before = source.origin(0, whole);
  const rest = source.origin(after, size - after);
  if (rest.length === 0 || rest.some(({ evidence }) => evidence !== undefined)) return before;
  return [...before, { evidence: MISSING, offset: 0, length: after - whole }, ...rest];
}

/** The largest number from `from`, for which something is so, to `to`; it is so for all below it. */
function last(from: number, to: number, isSo: (n: number) => boolean): number {
  let [yes, no] = [from, to + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (isSo(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

const packing = ({ evidence = HOLE, offset, length, member }: Origin): Packing =>
  member === undefined ? [evidence, offset, length] : [evidence, offset, length, member];

const unpacking = ([evidence, offset, length, member]: Packing): Origin =>
  evidence === HOLE
    ? { offset, length }
    : member === undefined
      ? { evidence, offset, length }
      : { evidence, member, offset, length };
