/**
 * LVM2: physical volumes become logical volumes, linear and striped. Thin, snapshot, cache and RAID volumes are named
 * and left unread; the hidden volumes they are made of, and the free extents that keep a removed volume's content, are
 * handed out as unallocated, so that their bytes are searched.
 */
import { type ByteSource, RunList, Slice } from '../../bytes/index.ts';
import type { ByteRange, Unread } from '../../model/index.ts';
import { type LogicalVolume, readable, type Segment, type VolumeGroup, volumeGroup } from './lvm-group.ts';
import { type PhysicalVolume, readArea, readLabel } from './lvm-label.ts';
import { uncovered } from './partitions.ts';
import { Missing, Striped } from './striped.ts';
import { sizeText, unreadAt } from './unread.ts';
import type { Assembler, Split, Volume } from './volume.ts';

export const lvm2: Assembler = {
  name: 'lvm',
  recognises: (source) => readLabel(source) !== undefined,
  declaredSize: (source) => readLabel(source)?.deviceSize ?? 0,
  assemble,
};

interface Member {
  volume: Volume;
  label: PhysicalVolume;
}

/** A group with the members that are there, by the key its metadata uses. */
interface Present {
  group: VolumeGroup;
  members: Map<string, Member>;
}

function assemble(volumes: Volume[]): Split {
  const split: Required<Split> = { volumes: [], unread: [], unallocated: [], remarks: [] };
  const members: Member[] = [];
  for (const volume of volumes) {
    const label = readLabel(volume.source);
    if (label) members.push({ volume, label });
  }
  const groups = newestGroups(members, split.unread);
  const claimed = new Set<Member>();
  for (const group of groups) {
    const present = { group, members: membersOf(group, members, split.unread) };
    for (const member of present.members.values()) claimed.add(member);
    if (present.members.size === 0) continue;
    split.unread.push(...truncated(present), ...absent(present));
    for (const lv of group.lvs) openLogical(present, lv, split);
    split.unallocated.push(...freeExtents(present));
  }
  for (const { volume, label } of members.filter((m) => !claimed.has(m)))
    split.unread.push(
      unreadAt(
        volume,
        label.labelAt,
        512,
        `lvm: physical volume ${label.uuid} has no readable metadata, and no other volume handed over names it; ${sizeText(volume.source.size)} not read`,
        volume.source.size,
      ),
    );
  return split;
}

/** One description for each group: the one with the highest sequence number among all readable copies. */
function newestGroups(members: Member[], unread: Unread[]): VolumeGroup[] {
  const groups = new Map<string, VolumeGroup>();
  for (const { volume, label } of members)
    for (const area of label.areas) {
      const metadata = readArea(volume.source, area);
      if (!metadata) continue;
      const at = (problem: string) =>
        unread.push(
          unreadAt(volume, area.offset, 512, `lvm: metadata area of physical volume ${label.uuid}: ${problem}`),
        );
      if ('problem' in metadata) {
        at(metadata.problem);
        continue;
      }
      const group = volumeGroup(metadata.group, metadata.section);
      if (!group) {
        at(`group ${metadata.group} has no id or no extent size`);
        continue;
      }
      const known = groups.get(group.id);
      if (!known || group.sequence > known.sequence) groups.set(group.id, group);
    }
  return [...groups.values()];
}

function membersOf(group: VolumeGroup, members: Member[], unread: Unread[]): Map<string, Member> {
  const present = new Map<string, Member>();
  for (const [key, { uuid }] of group.pvs) {
    const [first, ...others] = members.filter((m) => m.label.uuid === uuid);
    if (first) present.set(key, first);
    for (const { volume } of others)
      unread.push(
        unreadAt(
          volume,
          0,
          volume.source.size,
          `lvm: physical volume ${uuid} of group ${group.name} was handed over more than once; the first was used, this one not read`,
          volume.source.size,
        ),
      );
  }
  return present;
}

function truncated({ group, members }: Present): Unread[] {
  return [...members].flatMap(([key, { volume, label }]) => {
    const missing = label.deviceSize - volume.source.size;
    if (missing <= 0) return [];
    const reason = `lvm: physical volume ${key} of group ${group.name} was ${sizeText(label.deviceSize)}, ${sizeText(volume.source.size)} are there; ${sizeText(missing)} missing`;
    return [unreadAt(volume, 0, volume.source.size, reason, missing)];
  });
}

function absent({ group, members }: Present): Unread[] {
  const anchor = [...members.values()][0]!.volume;
  return [...group.pvs]
    .filter(([key]) => !members.has(key))
    .map(([key, { uuid }]) => {
      const hit = group.lvs
        .filter((lv) => lv.segments.some((s) => s.areas.some((a) => a.pv === key)))
        .map((lv) => lv.name);
      const touched = hit.length ? `needed by ${hit.join(', ')}` : 'no logical volume needs it';
      return unreadAt(
        anchor,
        0,
        512,
        `lvm: physical volume ${key} (${uuid}) of group ${group.name} was not handed over; ${touched}`,
      );
    });
}

function openLogical(present: Present, lv: LogicalVolume, split: Required<Split>): void {
  const { group, members } = present;
  const first = lv.segments[0]?.areas[0];
  const home = (first && members.get(first.pv)) ?? [...members.values()][0]!;
  const volume: Volume = {
    layers: [...home.volume.layers, `lvm:${group.name}/${lv.name}`],
    source: new Missing(lv.size),
    name: `${group.name}/${lv.name}`,
  };
  const refuse = (reason: string) => {
    const { locator } = unreadAt(home.volume, 0, 512, '');
    const told = `lvm: ${volume.name}: ${reason}; ${sizeText(lv.size)} not read`;
    split.unread.push({ locator: { ...locator, layers: volume.layers }, reason: told, bytes: lv.size });
  };
  const unknown = lv.segments.find((s) => !readable(s.type));
  const missing = lv.segments.reduce((sum, s) => sum + missingBytes(present, s), 0);
  if (!lv.problem && !unknown && missing < lv.size) {
    const runs = lv.segments.map((s) => ({
      at: s.type === 'zero' ? undefined : 0,
      length: s.length,
      source: areaOf(present, s),
    }));
    volume.source = new RunList(home.volume.source, runs, lv.size);
    (lv.visible ? split.volumes : split.unallocated).push(volume);
  }
  // A hidden volume is part of another one, which speaks for it; a thin pool is spoken for by its thin volumes.
  const hidden =
    !lv.visible ||
    group.lvs.some((other) => other.segments.some((s) => s.type === 'thin' && s.parts.includes(lv.name)));
  if (hidden) return;
  if (lv.problem) refuse(lv.problem);
  else if (unknown) {
    const parts = unknown.parts.length ? ` made of ${unknown.parts.join(', ')}` : '';
    refuse(`a ${unknown.type} volume${parts}, which we cannot read as one`);
  } else if (missing === lv.size) refuse('all of it lies on physical volumes that were not handed over');
  else if (missing > 0) {
    const reason = `lvm: ${volume.name}: ${sizeText(missing)} of ${sizeText(lv.size)} lie on physical volumes that were not handed over, or on error segments`;
    split.unread.push(unreadAt(volume, 0, volume.source.size, reason, missing));
  }
}

const missingBytes = ({ members }: Present, s: Segment): number =>
  s.type === 'error'
    ? s.length
    : (s.length / Math.max(1, s.areas.length)) * s.areas.filter((a) => !members.has(a.pv)).length;

function areaOf({ members }: Present, s: Segment): ByteSource {
  const each = s.length / Math.max(1, s.areas.length);
  const areas = s.areas.map((area) => {
    const member = members.get(area.pv);
    return member ? new Slice(member.volume.source, area.offset, each) : new Missing(each);
  });
  if (s.type === 'error' || areas.length === 0) return new Missing(s.length);
  return areas.length === 1 ? areas[0]! : new Striped(areas, s.stripe, s.length);
}

/** Extents no logical volume uses, hidden ones included. */
function freeExtents({ group, members }: Present): Volume[] {
  const free: Volume[] = [];
  for (const [key, { volume }] of members) {
    const { start, extents } = group.pvs.get(key)!;
    const used: ByteRange[] = group.lvs.flatMap((lv) =>
      lv.segments.flatMap((s) =>
        s.areas.filter((a) => a.pv === key).map((a) => ({ offset: a.offset, length: s.length / s.areas.length })),
      ),
    );
    const end = Math.min(start + extents * group.extent, volume.source.size);
    for (const { offset, length } of uncovered(end, [{ offset: 0, length: start }, ...used]))
      free.push({
        layers: [...volume.layers, `lvm:${group.name}/unallocated`],
        source: new Slice(volume.source, offset, length),
        name: `${group.name}/unallocated`,
      });
  }
  return free;
}
