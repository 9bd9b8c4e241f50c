/**
 * Linux software RAID. A mirror (RAID1) is read from its freshest member; every other level is named and left unread.
 * A member that dropped out keeps what the disk held at that time, so it is worth examining on its own.
 */
import { Slice } from '../../bytes/index.ts';
import { byText } from '../../model/index.ts';
import { readSuperblock, type Superblock } from './md-superblock.ts';
import { sizeText, unreadAt } from './unread.ts';
import type { Assembler, Split, Volume } from './volume.ts';

export const mdraid: Assembler = {
  name: 'md',
  recognises: (source) => readSuperblock(source) !== undefined,
  declaredSize: (source) => readSuperblock(source)?.declared ?? 0,
  assemble,
};

interface Member {
  volume: Volume;
  superblock: Superblock;
}

function assemble(volumes: Volume[]): Split {
  const arrays = new Map<string, Member[]>();
  for (const volume of volumes) {
    const superblock = readSuperblock(volume.source);
    if (!superblock) continue;
    const members = arrays.get(superblock.uuid) ?? [];
    members.push({ volume, superblock });
    arrays.set(superblock.uuid, members);
  }
  const split: Required<Split> = { volumes: [], unread: [], unallocated: [], remarks: [] };
  const labels = new Set<string>();
  for (const [uuid, members] of arrays) {
    let label = shortName(members[0]!.superblock);
    if (labels.has(label)) label = `${label}-${uuid.slice(0, 8)}`;
    labels.add(label);
    if (members[0]!.superblock.level === 1) openMirror(label, members, split);
    else refuse(label, members, split);
  }
  return split;
}

/** `gateway:home` is the array `home` of the host `gateway`; version 0.90 has only a minor number. */
function shortName({ name, uuid }: Superblock): string {
  return name.slice(name.indexOf(':') + 1) || uuid.slice(0, 8);
}

function openMirror(label: string, members: Member[], split: Required<Split>): void {
  const ranked = [...members].sort(
    (a, b) =>
      usable(b) - usable(a) ||
      b.superblock.events - a.superblock.events ||
      (a.superblock.role ?? 0) - (b.superblock.role ?? 0) ||
      byText(a.volume.layers.join(), b.volume.layers.join()),
  );
  const [best, ...others] = ranked as [Member, ...Member[]];
  const { superblock: sb, volume } = best;
  if (!usable(best))
    return void split.unread.push(
      unreadAt(
        volume,
        sb.at,
        4096,
        `md: array ${label}: no member with complete data was handed over (only spares, faulty or recovering ones); ${sizeText(sb.dataSize)} not read`,
        sb.dataSize,
      ),
    );
  split.volumes.push({
    layers: [...volume.layers, `md:${label}`],
    source: new Slice(volume.source, sb.dataAt, sb.dataSize),
    name: sb.name,
  });
  const missing = Math.min(sb.dataSize, sb.dataAt + sb.dataSize - volume.source.size);
  if (missing > 0)
    split.unread.push(
      unreadAt(
        volume,
        sb.dataAt,
        sb.dataSize,
        `md: array ${label}: member ${sb.role} should hold ${sizeText(sb.dataSize)}; ${sizeText(missing)} missing`,
        missing,
      ),
    );
  const rest = sb.devices - members.length;
  split.remarks.push({
    member: volume,
    text: `md:${label}: RAID1, read from member ${sb.role} (${sb.events} events)${rest > 0 ? `; ${rest} of ${sb.devices} members not handed over` : ''}`,
  });
  for (const other of others) leave(label, best, other, split);
}

/** A current copy is only remarked; an outdated one is content that was not looked at. */
function leave(label: string, best: Member, { volume, superblock: sb }: Member, split: Required<Split>): void {
  const which = sb.role === undefined ? 'a spare or faulty member' : `member ${sb.role}`;
  if (usable({ volume, superblock: sb }) && sb.events === best.superblock.events) {
    split.remarks.push({
      member: volume,
      text: `md:${label}: RAID1, ${which} is a current copy (${sb.events} events), not read`,
    });
    return;
  }
  const age = sb.recovering ? 'was still being filled' : `stopped at ${sb.events} events`;
  split.remarks.push({ member: volume, text: `md:${label}: RAID1, ${which} ${age}, not read` });
  split.unread.push(
    unreadAt(
      volume,
      sb.dataAt,
      sb.dataSize,
      `md: array ${label}: ${which} ${age}, the one read is at ${best.superblock.events}; it may hold an earlier state, hand it over alone to examine it; ${sizeText(sb.dataSize)} not read`,
      sb.dataSize,
    ),
  );
}

/** The members of a level we do not read are handed out as unallocated: their bytes are searched, chunk by chunk. */
function refuse(label: string, members: Member[], split: Required<Split>): void {
  for (const { volume, superblock: sb } of members) {
    const size = sb.dataSize || Math.max(0, volume.source.size - sb.dataAt);
    const level = `${levelName(sb.level)} over ${sb.devices} devices`;
    const reason = `md: array ${label}: ${level}, only RAID1 can be read; ${sizeText(size)} of this member not read`;
    split.unread.push(unreadAt(volume, sb.dataAt, size, reason, size));
    split.remarks.push({ member: volume, text: `md:${label}: ${level}, not read` });
    const layers = [...volume.layers, `md:${label}/member`];
    split.unallocated.push({ layers, source: new Slice(volume.source, sb.dataAt, size), name: sb.name });
  }
}

const levelName = (level: number): string => (level === -1 ? 'linear' : level >= 0 ? `RAID${level}` : `level ${level}`);

const usable = ({ superblock: sb }: Member): number => (sb.role !== undefined && !sb.recovering ? 1 : 0);
