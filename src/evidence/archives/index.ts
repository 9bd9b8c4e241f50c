import type { ByteSource } from '../../bytes/index.ts';
import { AfterimageError } from '../../model/index.ts';
import type { Walked } from '../entry.ts';
import type { EntryTree } from '../tree.ts';
import type { ArchiveFormat, Budget } from './format.ts';
import { ForwardSource } from './forward.ts';
import { gzip } from './gzip.ts';
import { placeOf } from './place.ts';
import { tar } from './tar.ts';
import { TarTree, WrapperTree, ZipTree } from './tree.ts';
import { asArchive, type Wrapper, wrapped } from './wrapper.ts';
import { xz } from './xz.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

export type { ArchiveFormat, Budget } from './format.ts';

/** Formats that compress exactly one content. */
const wrappers: Wrapper[] = [gzip, xz, zstd];

/** Every archive format Afterimage opens. */
export const archives: ArchiveFormat[] = [tar, zip, ...wrappers.map(asArchive)];

/** Bytes of a source that recognising looks at. */
const HEAD = 1024;

/** What one archive handed over as evidence may unfold to. */
const evidenceBudget: Readonly<Budget> = { bytes: 2 ** 40, members: 5_000_000, depth: 8 };

/** The format of an archive, or undefined when a source is none. @param head its first 1,024 bytes, or all of it */
export function recogniseArchive(head: Buffer, source: ByteSource): ArchiveFormat | undefined {
  return archives.find((format) => format.recognises(head, source));
}

/**
 * The members of an archive found inside evidence, one level deep; none when the source is no archive. A member that is
 * an archive itself may be expanded while it is the current one, with a budget of one level less.
 * @param layers the cuts from the evidence to the archive
 * @param budget drawn on while members are read; pass the same object to all that is nested in one archive
 */
export async function expand(source: ByteSource, layers: string[], budget: Budget): Promise<Generator<Walked>> {
  const format = recogniseArchive(source.read(0, HEAD), source);
  if (format && budget.depth >= 0 && budget.members > 0) return format.open(source, layers, budget);
  return refused(format, source, layers, budget);
}

function* refused(
  format: ArchiveFormat | undefined,
  source: ByteSource,
  layers: string[],
  budget: Budget,
): Generator<Walked> {
  if (!format) return;
  const spent = budget.depth < 0 ? 'archives within archives' : 'members';
  const reason = `${format.name}: the number of ${spent} allowed is used up; ${source.size} bytes were not unfolded`;
  yield { locator: placeOf(source, 0, source.size, [...layers, format.name]), reason, bytes: source.size };
}

/**
 * An archive handed over as evidence. A wrapper around a tar is opened through (`tar.gz`); around anything else it is a
 * tree of one file. For a wrapper this makes one pass over the whole content, to know its size and whether it is sound.
 * @param name file name of the evidence, without its folder
 * @param layers the cuts from the evidence to the archive; usually none
 * @throws AfterimageError `software` when the source is no archive: ask `recogniseArchive` first
 */
export async function openArchiveTree(
  source: ByteSource,
  name: string,
  layers: string[],
  budget: Budget = evidenceBudget,
): Promise<EntryTree> {
  const head = source.read(0, HEAD);
  if (tar.recognises(head, source)) return new TarTree(source, name, 'tar', [...layers, 'tar'], budget);
  if (zip.recognises(head, source)) return new ZipTree(source, name, [...layers, 'zip'], budget);
  const wrapper = wrappers.find((w) => w.recognises(head));
  if (!wrapper)
    throw new AfterimageError(
      'software',
      `${name}: opening as an archive: found none of ${archives.map((a) => a.name).join(', ')}`,
    );
  const content = new ForwardSource(source, wrapper.unfolding(source), { ...budget });
  const opened = wrapped(wrapper, source, content, layers);
  const inside = [...layers, wrapper.name];
  if (!tar.recognises(content.read(0, HEAD), content)) return new WrapperTree(wrapper, name, inside, opened);
  const type = `tar${wrapper.extensions[0]}`;
  return new TarTree(content, name, type, [...inside, 'tar'], budget, opened.unread);
}
