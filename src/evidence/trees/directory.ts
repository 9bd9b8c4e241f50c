import { accessSync, type BigIntStats, constants, readdirSync, readlinkSync, statSync } from 'node:fs';
import { type ByteSource, MemorySource, nameText } from '../../bytes/index.ts';
import { AfterimageError, type EntryKind, type Locator, type Times, type Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import { instantOf } from '../instant.ts';
import type { EntryTree, TreeFacts } from '../tree.ts';
import { HostFile, OpenFiles } from './host-file.ts';
import { hostPath, inspect, joined } from './member.ts';

const layers = ['directory'];

/** A name on its way through the walk. */
interface Place {
  path: Buffer;
  member: string;
  stats: BigIntStats;
}

/**
 * A directory handed over as evidence: files somebody already collected. Names are walked in the order of their bytes;
 * links are told, not followed; nothing but regular files is opened.
 */
class DirectoryTree implements EntryTree {
  readonly type = 'directory';
  readonly layers = layers;
  readonly facts: TreeFacts;
  /** What was wrong with a file is told behind it, by whoever walks. */
  readonly transferable = false;
  readonly #root: string;
  readonly #evidence: number;
  readonly #device: bigint;
  readonly #files = new OpenFiles();

  constructor(root: string, evidence: number, device: bigint) {
    this.#root = root;
    this.#evidence = evidence;
    this.#device = device;
    let size: number | undefined;
    const total = (): number => (size ??= this.#total());
    this.facts = {
      /** Of all regular files; counted when first asked for. */
      get size() {
        return total();
      },
      hasUnallocated: false,
    };
  }

  find(path: string): FileEntry | undefined {
    const at = hostPath(this.#root, path);
    const stats = at && inspect(at);
    if (stats === undefined || typeof stats === 'string') return undefined;
    const member = path
      .split('/')
      .filter((part) => part !== '')
      .join('/');
    return this.#entry({ path: at!, member, stats }).entry;
  }

  *walk(): Generator<Walked> {
    const stats = inspect(Buffer.from(`${this.#root}/.`));
    if (typeof stats === 'string')
      return yield this.#unread('', `the directory itself cannot be inspected (${stats})`, 0);
    const waiting: Place[] = [{ path: Buffer.from(this.#root), member: '', stats }];
    try {
      for (let place = waiting.pop(); place; place = waiting.pop()) {
        const { entry, file, unread } = this.#entry(place);
        yield entry;
        if (unread) yield unread;
        // Who read the content came up short and has counted the bytes; this says why.
        else if (file?.trouble !== undefined)
          yield this.#unread(place.member, `${file.trouble}; its content was not read completely`, 0);
        file?.close();
        if (entry.kind === 'directory') yield* this.#list(place, waiting);
      }
    } finally {
      this.#files.closeAll();
    }
  }

  /** Puts the names of a directory on the pile, the first on top. */
  *#list(directory: Place, waiting: Place[]): Generator<Unread> {
    let names: Buffer[];
    try {
      names = readdirSync(directory.path, { encoding: 'buffer' }).sort(Buffer.compare);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      yield this.#unread(directory.member, `the directory cannot be listed (${code})`, 0);
      return;
    }
    const found: Place[] = [];
    for (const name of names) {
      const member = directory.member === '' ? nameText(name) : `${directory.member}/${nameText(name)}`;
      const path = joined(directory.path, name);
      const stats = inspect(path);
      if (typeof stats === 'string') yield this.#unread(member, `it was listed but cannot be inspected (${stats})`, 0);
      else found.push({ path, member, stats });
    }
    for (const place of found.reverse()) waiting.push(place);
  }

  #entry({ path, member, stats }: Place): { entry: FileEntry; file?: HostFile; unread?: Unread } {
    const kind = kindOf(stats);
    const notes: string[] = [];
    let unread: Unread | undefined;
    let file: HostFile | undefined;
    let target: string | undefined;
    if (stats.dev !== this.#device) notes.push('It lies on another device than the directory handed over.');
    if (kind === 'file') {
      file = new HostFile(path, this.#evidence, member, Number(stats.size), this.#files);
      const code = refusal(path);
      if (code !== undefined) unread = this.#unread(member, `it cannot be opened (${code})`, file.size);
    } else if (kind === 'symlink') {
      try {
        target = nameText(readlinkSync(path, { encoding: 'buffer' }));
      } catch (error) {
        unread = this.#unread(member, `the link cannot be read (${(error as NodeJS.ErrnoException).code})`, 0);
      }
    } else if (kind !== 'directory') notes.push('Only its name and metadata were collected; it is never opened.');
    if (unread) notes.push(unread.reason);
    const inode = Number(stats.ino);
    const content: ByteSource = file && !unread ? file : new MemorySource(Buffer.alloc(0));
    const entry: FileEntry = {
      locator: this.#locator(member, file?.size ?? 0),
      path: `/${member}`,
      kind,
      size: file?.size ?? 0,
      allocation: 'allocated',
      content: unread && file ? 'lost' : 'intact',
      times: timesOf(stats),
      mode: Number(stats.mode),
      uid: Number(stats.uid),
      gid: Number(stats.gid),
      ...(Number.isSafeInteger(inode) && { metaAddress: inode }),
      links: Number(stats.nlink),
      ...(target !== undefined && { linkTarget: target }),
      ...(notes.length > 0 && { notes }),
      open: () => content,
    };
    return { entry, ...(file && { file }), ...(unread && { unread }) };
  }

  #locator(member: string, length: number): Locator {
    return { evidence: String(this.#evidence), layers, member, bytes: length > 0 ? [{ offset: 0, length }] : [] };
  }

  #unread(member: string, reason: string, bytes: number): Unread {
    const path = `/${member}`;
    return { locator: this.#locator(member, bytes), reason: `directory: ${path}: ${reason}`, bytes, path };
  }

  #total(): number {
    let size = 0;
    for (const walked of this.walk()) if ('open' in walked) size += walked.size;
    return size;
  }
}

/** The error code with which the operating system refuses to let us read a file. */
function refusal(path: Buffer): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function kindOf(stats: BigIntStats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  if (stats.isCharacterDevice()) return 'character-device';
  return stats.isBlockDevice() ? 'block-device' : 'unknown';
}

const BILLION = 1_000_000_000n;

function instant(ns: bigint): string {
  const seconds = ns / BILLION - (ns % BILLION < 0n ? 1n : 0n);
  return instantOf(Number(seconds), Number(ns - seconds * BILLION));
}

/** A birth time of zero is how the system says that the filesystem keeps none. */
function timesOf(stats: BigIntStats): Times {
  return {
    modified: instant(stats.mtimeNs),
    accessed: instant(stats.atimeNs),
    changed: instant(stats.ctimeNs),
    ...(stats.birthtimeNs !== 0n && { born: instant(stats.birthtimeNs) }),
  };
}

/**
 * A directory of collected files.
 * @param path of the directory; a link to one is followed, links within it never are
 * @param evidence place of the directory in the list of evidence
 * @throws AfterimageError `no-input` when it is no directory or cannot be reached
 */
export function openDirectory(path: string, evidence: number): EntryTree {
  let stats: BigIntStats;
  try {
    stats = statSync(path, { bigint: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new AfterimageError('no-input', `${path}: opening as a directory failed (${code})`, { cause: error });
  }
  if (!stats.isDirectory())
    throw new AfterimageError('no-input', `${path}: expected a directory, found another kind of file`);
  return new DirectoryTree(path, evidence, stats.dev);
}

/**
 * The content of one member of a directory, from the `member` of its origin: for a reader in another thread. Undefined
 * when there is no such regular file any more.
 */
export function openMember(root: string, evidence: number, member: string): HostFile | undefined {
  const path = hostPath(root, member);
  const stats = path && inspect(path);
  if (stats === undefined || typeof stats === 'string' || !stats.isFile()) return undefined;
  return new HostFile(path!, evidence, member, Number(stats.size), new OpenFiles(1));
}
