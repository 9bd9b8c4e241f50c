import { nameText } from '../../../../bytes/index.ts';
import type { Locator } from '../../../../model/index.ts';
import { locatorsOf } from '../../../locate.ts';
import { isDots } from '../directory.ts';
import type { BlockVersion } from '../journal/history.ts';
import { INCOMPAT } from '../layout.ts';
import type { Life } from './lives.ts';
import { DirectoryBlocks } from './owners.ts';
import type { Past } from './past.ts';

/** A name that a directory held at some time for one life of an inode, by the journal. */
export interface PastName {
  directory: number;
  name: string;
  inode: number;
  /** First and last transaction whose copy of the directory block holds it. */
  first: BlockVersion;
  last: BlockVersion;
  /** Bytes from the beginning of the last copy. */
  offset: number;
  length: number;
}

/** Names kept; more than this come only from journals of many gigabytes. */
const MOST = 500_000;

/** Every name in every copy of a directory block, by the inode it named, ordered by the last copy that has it. */
export function pastNames(past: Past): Map<number, PastName[]> {
  const { history, fs } = past;
  const typed = (fs.volume.super.s_feature_incompat & INCOMPAT.filetype) !== 0;
  const owners = new DirectoryBlocks(past);
  const ids = new Map<Life, number>();
  const found = new Map<string, PastName>();
  const lifeId = (inode: number, order: number): number => {
    const life = past.lifeAt(inode, order);
    if (!life) return 0;
    let id = ids.get(life);
    if (id === undefined) ids.set(life, (id = ids.size + 1));
    return id;
  };
  for (const block of history.blocks()) {
    if (past.tables.firstInode(block) !== undefined) continue;
    for (const version of history.versions(block)) {
      const bytes = history.read(version);
      if (!bytes || !looksLikeDirectory(bytes)) continue;
      const owner = owners.ownerOf(version, bytes);
      if (owner === undefined) continue;
      const parent = lifeId(owner, version.order);
      for (let at = 0; at + 8 <= bytes.length; at += recordLength(bytes, at)) {
        const inode = bytes.readUInt32LE(at);
        const length = typed ? bytes[at + 6]! : bytes.readUInt16LE(at + 6);
        if (inode === 0 || length === 0 || inode > fs.volume.super.s_inodes_count) continue;
        const raw = bytes.subarray(at + 8, at + 8 + length);
        if (isDots(raw)) continue;
        const key = `${owner} ${parent} ${inode} ${lifeId(inode, version.order)} ${raw.toString('latin1')}`;
        const known = found.get(key);
        if (known) {
          if (version.order < known.first.order) known.first = version;
          if (version.order < known.last.order) continue;
          known.last = version;
          known.offset = at;
        } else if (found.size < MOST) {
          const name = nameText(raw);
          if (raw.includes(0) || raw.includes(0x2f)) continue;
          found.set(key, {
            directory: owner,
            name,
            inode,
            first: version,
            last: version,
            offset: at,
            length: 8 + length,
          });
        }
      }
    }
  }
  const byInode = new Map<number, PastName[]>();
  for (const name of found.values()) {
    const list = byInode.get(name.inode);
    if (list) list.push(name);
    else byInode.set(name.inode, [name]);
  }
  for (const list of byInode.values())
    list.sort((a, b) => a.last.order - b.last.order || a.first.order - b.first.order || (a.name < b.name ? -1 : 1));
  return byInode;
}

/** Where a past name is recorded. */
export const recordedAt = ({ history, fs }: Past, { last, offset, length }: PastName): Locator =>
  locatorsOf(
    history.origin(last, offset, length),
    last.elsewhere ? fs.layers : [...fs.layers, `journal:${last.sequence}`],
  )[0] ?? {
    evidence: '0',
    layers: fs.layers,
    bytes: [],
  };

function recordLength(bytes: Buffer, at: number): number {
  const raw = bytes.readUInt16LE(at + 4);
  return bytes.length === 65536 && (raw === 0 || raw === 65535) ? 65536 : raw;
}

/** A chain of records that fills the block exactly. */
function looksLikeDirectory(bytes: Buffer): boolean {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const length = recordLength(bytes, at);
    if (length < 8 || length % 4 !== 0 || at + length > bytes.length || bytes[at + 6]! + 8 > length) return false;
    at += length;
  }
  return at === bytes.length && at > 0;
}

/** The names that belong to one life, oldest first; `next` is the life that followed it under the same number. */
export function namesOf(
  candidates: readonly PastName[],
  life: Life,
  next: Life | undefined,
  first: boolean,
): PastName[] {
  const from = first ? Number.NEGATIVE_INFINITY : life[0]!.since.order;
  const until = next?.[0]?.since.order ?? Number.POSITIVE_INFINITY;
  return candidates.filter((n) => n.last.order >= from && n.first.order < until);
}
