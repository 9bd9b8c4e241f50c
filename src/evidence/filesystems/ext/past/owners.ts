import { blockMapOf } from '../content.ts';
import type { BlockRun } from '../extents.ts';
import { type Inode, kindOf } from '../inode.ts';
import type { BlockVersion } from '../journal/history.ts';
import { INODE_FLAG } from '../layout.ts';
import type { InodeState } from './inode-states.ts';
import type { Past } from './past.ts';

/** Blocks of one directory that are looked at; one of a million names needs fewer. */
const MOST = 65_536;

interface Claim {
  directory: number;
  order: number;
}

/** Which directory each logged block belonged to, and when. */
export class DirectoryBlocks {
  readonly #past: Past;
  readonly #claims = new Map<number, Claim[]>();
  /** By block: orders in which a file had it. With data=journal a file may hold what looks like a directory. */
  readonly #files = new Map<number, number[]>();

  constructor(past: Past) {
    this.#past = past;
    const { fs, history } = past;
    for (const [number, states] of past.states) {
      for (const state of states)
        if (kindOf(state.inode) === 'directory' && state.inode.i_links_count > 0)
          this.#claim(state.inode, past.mapOf(state), state.since.order, state.version.order);
      for (const state of states) if (kindOf(state.inode) === 'file') this.#ofFile(past.mapOf(state), state);
      const live = fs.inode(number)?.inode;
      if (live && kindOf(live) === 'directory' && live.i_links_count > 0)
        this.#claim(live, blockMapOf(fs.volume, live)?.runs ?? [], Number.MAX_SAFE_INTEGER);
    }
    const root = fs.inode(2)?.inode;
    if (root) this.#claim(root, blockMapOf(fs.volume, root)?.runs ?? [], Number.MAX_SAFE_INTEGER);
    for (const [block, list] of this.#claims) {
      if (!history.has(block)) this.#claims.delete(block);
      list.sort((a, b) => a.order - b.order || a.directory - b.directory);
    }
  }

  #claim(inode: Inode, runs: { at: number | undefined; length: number }[], ...orders: number[]): void {
    if (inode.i_flags & INODE_FLAG.inline_data) return;
    for (const run of runs) {
      for (let i = 0; run.at !== undefined && i < Math.min(run.length, MOST); i++) {
        if (!this.#past.history.has(run.at + i)) continue;
        const list = this.#claims.get(run.at + i);
        const claims = orders.map((order) => ({ directory: inode.number, order }));
        if (list) list.push(...claims);
        else this.#claims.set(run.at + i, claims);
      }
    }
  }

  #ofFile(runs: readonly BlockRun[], { version }: InodeState): void {
    const { history } = this.#past;
    for (const run of runs) {
      for (let i = 0; run.at !== undefined && i < Math.min(run.length, MOST); i++) {
        if (!history.has(run.at + i)) continue;
        const list = this.#files.get(run.at + i);
        if (list) list.push(version.order);
        else this.#files.set(run.at + i, [version.order]);
      }
    }
  }

  /** Whether a block was part of a file's content after a transaction, or before it without having been given up since. */
  #isContent(block: number, order: number): boolean {
    const { history } = this.#past;
    const known = this.#files.get(block) ?? [];
    return known.some((o) => !history.revokedBetween(block, Math.min(o, order) + 1, Math.max(o, order)));
  }

  /**
   * The directory a copy was part of; undefined when no inode that is known had it then. The first block of a directory
   * says itself whose it is.
   */
  ownerOf(version: BlockVersion, bytes: Buffer): number | undefined {
    const block = version.t_blocknr;
    const list = this.#claims.get(block) ?? [];
    const self = selfNumber(bytes);
    if (self !== undefined) {
      const known =
        list.some((c) => c.directory === self) ||
        (this.#isDirectory(self, version.order) && !this.#isContent(block, version.order));
      return known ? self : undefined;
    }
    const { history } = this.#past;
    const before = list.findLast((c) => c.order <= version.order);
    if (before && !history.revokedBetween(block, before.order + 1, version.order)) return before.directory;
    const after = list.find((c) => c.order >= version.order);
    const until = Math.min(after?.order ?? 0, Number.MAX_SAFE_INTEGER);
    return after && !history.revokedBetween(block, version.order, until) ? after.directory : undefined;
  }

  #isDirectory(number: number, order: number): boolean {
    const state = this.#past.lifeAt(number, order)?.[0]?.inode ?? this.#past.fs.inode(number)?.inode;
    return state !== undefined && kindOf(state) === 'directory';
  }
}

/** The first block of a directory begins with its own number. */
const selfNumber = (bytes: Buffer): number | undefined =>
  bytes[6] === 1 && bytes[8] === 0x2e && bytes.readUInt32LE(0) !== 0 && bytes.readUInt16LE(4) === 12
    ? bytes.readUInt32LE(0)
    : undefined;
