import { type ByteSource, lengthOf, type Origin } from '../bytes/index.ts';
import { type Device, isUnread, type Walked } from '../evidence/index.ts';
import type { EntryFacts, Unread } from '../model/index.ts';
import { fromOrigins } from './content.ts';

/** An entry on its way from the thread that walks to one that reads: its facts, and where its content lies. */
type Packed = Unread | { facts: EntryFacts; content?: Packing[] };

/** An origin as an array, for there are many: evidence (-1 for a hole), offset, length, member. */
type Packing = [evidence: number, offset: number, length: number, member?: string];

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

/** Where the content lies, as far as it can be read in one go: a medium that ends early ends it there. */
function originsOf(source: ByteSource, size: number): Origin[] {
  const all = source.origin(0, size);
  if (lengthOf(all) === Math.min(size, source.size)) return all;
  let [whole, broken] = [0, size];
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2);
    if (lengthOf(source.origin(0, middle)) === middle) whole = middle;
    else broken = middle;
  }
  return source.origin(0, whole);
}

const packing = ({ evidence = -1, offset, length, member }: Origin): Packing =>
  member === undefined ? [evidence, offset, length] : [evidence, offset, length, member];

const unpacking = ([evidence, offset, length, member]: Packing): Origin =>
  evidence < 0
    ? { offset, length }
    : member === undefined
      ? { evidence, offset, length }
      : { evidence, member, offset, length };
