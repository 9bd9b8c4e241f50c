import type { ByteSource } from '../../bytes/index.ts';
import type { Times, Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import { unreadOf } from './damage.ts';
import type { ArchiveFormat } from './format.ts';
import { ForwardSource } from './forward.ts';
import { placeOf } from './place.ts';
import type { Unfolding } from './unfolding.ts';

/** A format that compresses exactly one content. */
export interface Wrapper<Mark = unknown> {
  /** `gzip` */
  name: string;
  /** Ends of file names that say so, with the dot. */
  extensions: string[];
  recognises(head: Buffer): boolean;
  unfolding(stream: ByteSource): Unfolding<Mark>;
  /** What the wrapper says about the file it holds. */
  about?(stream: ByteSource): { storedName?: string; times?: Times };
}

/** The content of a wrapper as an entry without a path, and what is wrong with it. */
export function wrapped<Mark>(
  wrapper: Wrapper<Mark>,
  stream: ByteSource,
  content: ForwardSource<Mark>,
  layers: string[],
): { entry: FileEntry; unread: Unread[] } {
  const inside = [...layers, wrapper.name];
  const about = wrapper.about?.(stream) ?? {};
  const unread = content.damage.map((damage) => unreadOf(damage, stream, inside));
  const notes = unread.map((u) => u.reason);
  if (about.storedName !== undefined) notes.unshift(`Name stored by ${wrapper.name}: ${about.storedName}.`);
  const entry: FileEntry = {
    locator: placeOf(content, 0, content.size, inside),
    kind: 'file',
    size: content.size,
    allocation: 'allocated',
    content: content.damage.every((d) => !d.spoils) ? 'intact' : content.size > 0 ? 'partial' : 'lost',
    times: about.times ?? {},
    ...(notes.length > 0 && { notes }),
    open: () => content,
  };
  return { entry, unread };
}

/** A wrapper as an archive of one member. */
export function asArchive<Mark>(wrapper: Wrapper<Mark>): ArchiveFormat {
  return {
    name: wrapper.name,
    wrapper: true,
    recognises: wrapper.recognises,
    async open(stream, layers, budget) {
      return (function* (): Generator<Walked> {
        budget.members--;
        const content = new ForwardSource(stream, wrapper.unfolding(stream), budget);
        const { entry, unread } = wrapped(wrapper, stream, content, layers);
        yield entry;
        yield* unread;
      })();
    },
  };
}
