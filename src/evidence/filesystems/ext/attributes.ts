import { nameText, valueText } from '../../../bytes/index.ts';
import type { Inode } from './inode.ts';
import type { ExtVolume } from './volume.ts';

const MAGIC = 0xea020000;
const PREFIX: Record<number, string> = {
  1: 'user.',
  2: 'system.posix_acl_access',
  3: 'system.posix_acl_default',
  4: 'trusted.',
  6: 'security.',
  7: 'system.',
  8: 'system.richacl',
};

interface RawAttribute {
  name: string;
  /** Offset of the value in the area, and its length; `valueInode` when it is kept in an inode of its own. */
  offset: number;
  length: number;
  valueInode: number;
}

/**
 * Entries of an attribute area. Source: Documentation/filesystems/ext4/attributes.rst.
 * @param first where the entries start; values count from `base`
 */
function entries(area: Buffer, first: number, base: number): RawAttribute[] {
  const found: RawAttribute[] = [];
  for (let at = first; at + 16 <= area.length && area.readUInt32LE(at) !== 0; ) {
    const nameLength = area[at]!;
    const raw: RawAttribute = {
      name: (PREFIX[area[at + 1]!] ?? `${area[at + 1]}.`) + nameText(area.subarray(at + 16, at + 16 + nameLength)),
      offset: base + area.readUInt16LE(at + 2),
      valueInode: area.readUInt32LE(at + 4),
      length: area.readUInt32LE(at + 8),
    };
    if (at + 16 + nameLength > area.length) break;
    if (raw.valueInode !== 0 || raw.offset + raw.length <= area.length) found.push(raw);
    at += (16 + nameLength + 3) & ~3;
  }
  return found;
}

/** @param extra the inode behind its fixed fields */
const inInode = (extra: Buffer): RawAttribute[] =>
  extra.length >= 4 && extra.readUInt32LE(0) === MAGIC ? entries(extra, 4, 4) : [];

/** Where in the in-inode area the second part of inline data stands. */
export function inlineTail(extra: Buffer): { offset: number; length: number } | undefined {
  return inInode(extra).find((a) => a.name === 'system.data' && a.valueInode === 0);
}

/** Values longer than this are not shown; the kernel takes no longer ones. */
const LONGEST_VALUE = 65536;

/**
 * Extended attributes of an inode, from the inode and from its attribute block: ACLs as `getfacl` writes them, other
 * values as text or hex.
 * @param readValue reads a value that is kept in an inode of its own
 */
export function attributesOf(
  volume: ExtVolume,
  inode: Inode,
  readValue: (inode: number, length: number) => Buffer,
): Record<string, string> | undefined {
  const found = inInode(inode.extra).map((a) => ({ ...a, area: inode.extra }));
  if (inode.i_file_acl !== 0) {
    const area = Buffer.from(volume.block(inode.i_file_acl));
    if (area.length >= 32 && area.readUInt32LE(0) === MAGIC)
      found.push(...entries(area, 32, 0).map((a) => ({ ...a, area })));
  }
  const visible = found.filter((a) => a.name !== 'system.data');
  if (visible.length === 0) return undefined;
  return Object.fromEntries(
    visible.map((a) => {
      const length = Math.min(a.length, LONGEST_VALUE);
      const value = a.valueInode !== 0 ? readValue(a.valueInode, length) : a.area.subarray(a.offset, a.offset + length);
      return [a.name, aclText(a.name, value) ?? valueText(value)];
    }),
  );
}

const ACL_TAG: Record<number, string> = { 1: 'user:', 2: 'user', 4: 'group:', 8: 'group', 16: 'mask:', 32: 'other:' };

/** An ACL as stored by ext (version 1, identifiers only where they matter), in the words of `getfacl`. */
function aclText(name: string, value: Buffer): string | undefined {
  if (!name.startsWith('system.posix_acl_') || value.length < 4 || value.readUInt32LE(0) !== 1) return undefined;
  const parts: string[] = [];
  for (let at = 4; at + 4 <= value.length; ) {
    const tag = value.readUInt16LE(at);
    const permissions = value.readUInt16LE(at + 2);
    const named = tag === 2 || tag === 8;
    if (ACL_TAG[tag] === undefined || (named && at + 8 > value.length)) return undefined;
    const rwx = ['r', 'w', 'x'].map((c, i) => (permissions & (4 >> i) ? c : '-')).join('');
    parts.push(`${ACL_TAG[tag]}${named ? `:${value.readUInt32LE(at + 4)}` : ''}:${rwx}`);
    at += named ? 8 : 4;
  }
  return parts.join(',');
}
