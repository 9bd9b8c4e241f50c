import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import type { EntryTree, TreeFacts } from '../tree.ts';
import type { Budget } from './format.ts';
import { type TarPlace, TarReader, walked } from './tar.ts';
import type { Wrapper } from './wrapper.ts';
import { ZipReader } from './zip.ts';

const factsOf = (size: number, name: string): TreeFacts => ({ size, name, hasUnallocated: false });

/** A tar archive handed over as evidence, plain or as the content of a wrapper. */
export class TarTree implements EntryTree {
  readonly type: string;
  readonly layers: string[];
  readonly facts: TreeFacts;
  transferable: boolean;
  readonly #source: ByteSource;
  readonly #budget: Budget;
  readonly #wrapper: Unread[];
  #index: Map<string, TarPlace> | undefined;

  /**
   * @param type `tar`, or `tar.gz` and the like
   * @param wrapper what is wrong with the wrapper, told at the end of the walk
   */
  constructor(source: ByteSource, name: string, type: string, layers: string[], budget: Budget, wrapper?: Unread[]) {
    this.#source = source;
    this.type = type;
    this.layers = layers;
    this.#budget = budget;
    this.#wrapper = wrapper ?? [];
    this.transferable = wrapper === undefined;
    this.facts = factsOf(source.size, name);
  }

  /** The last member of that path: a later copy in the archive replaces an earlier one. */
  find(path: string): FileEntry | undefined {
    this.#index ??= this.#places();
    const place = this.#index.get(path);
    if (!place) return undefined;
    for (const { walked } of this.#reader().walk(place)) if ('path' in walked && 'open' in walked) return walked;
    return undefined;
  }

  *walk(): Generator<Walked> {
    yield* walked(this.#reader().walk());
    yield* this.#wrapper;
  }

  #reader(): TarReader {
    return new TarReader(this.#source, this.layers, { ...this.#budget });
  }

  #places(): Map<string, TarPlace> {
    const index = new Map<string, TarPlace>();
    for (const { at, globals, walked } of this.#reader().walk())
      if ('open' in walked && walked.path !== undefined) index.set(walked.path, { at, globals });
    return index;
  }
}

/** A zip archive handed over as evidence. */
export class ZipTree implements EntryTree {
  readonly type = 'zip';
  readonly layers: string[];
  readonly facts: TreeFacts;
  transferable = false;
  readonly #source: ByteSource;
  readonly #budget: Budget;
  #finder: ZipReader | undefined;

  constructor(source: ByteSource, name: string, layers: string[], budget: Budget) {
    this.#source = source;
    this.layers = layers;
    this.#budget = budget;
    this.facts = factsOf(source.size, name);
  }

  find(path: string): FileEntry | undefined {
    this.#finder ??= this.#reader();
    return this.#finder.find(path);
  }

  walk(): Generator<Walked> {
    return this.#reader().walk();
  }

  #reader(): ZipReader {
    return new ZipReader(this.#source, this.layers, { ...this.#budget });
  }
}

/** A single compressed file handed over as evidence: one entry, named as the file without the wrapper's extension. */
export class WrapperTree implements EntryTree {
  readonly type: string;
  readonly layers: string[];
  readonly facts: TreeFacts;
  transferable = false;
  readonly #entry: FileEntry;
  readonly #unread: Unread[];

  constructor(wrapper: Wrapper, name: string, layers: string[], content: { entry: FileEntry; unread: Unread[] }) {
    this.type = wrapper.name;
    this.layers = layers;
    this.facts = factsOf(content.entry.size, name);
    const extension = wrapper.extensions.find((e) => name.toLowerCase().endsWith(e) && name.length > e.length);
    const path = `/${extension ? name.slice(0, -extension.length) : name}`;
    this.#entry = { ...content.entry, path };
    this.#unread = content.unread.map((unread) => ({ ...unread, path }));
  }

  find(path: string): FileEntry | undefined {
    return path === this.#entry.path ? this.#entry : undefined;
  }

  *walk(): Generator<Walked> {
    yield this.#entry;
    yield* this.#unread;
  }
}
