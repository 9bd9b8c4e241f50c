/** A volume group as its metadata describes it, checked and in bytes: names in lvm2's `lib/format_text/import_vsn1.c`. */
import type { LvmSection, LvmValue } from './lvm-text.ts';

const SECTOR = 512;
/** Bounds on what metadata may claim, far above any gateway's. */
const MOST_SEGMENTS = 65_536;
const MOST_STRIPES = 128;

export interface Segment {
  /** Bytes within the logical volume. */
  start: number;
  length: number;
  type: string;
  /** Bytes; equal to the length when there is one area. */
  stripe: number;
  /** Physical volume key and byte offset in it, one for each stripe; empty when the type is not one we read. */
  areas: { pv: string; offset: number }[];
  /** Logical volumes this one is made of: a thin pool, the store of a snapshot. */
  parts: string[];
}

export interface LogicalVolume {
  name: string;
  visible: boolean;
  size: number;
  segments: Segment[];
  /** Why the description cannot be followed. */
  problem?: string;
}

export interface VolumeGroup {
  id: string;
  name: string;
  sequence: number;
  /** Bytes. */
  extent: number;
  pvs: Map<string, { uuid: string; start: number; extents: number }>;
  lvs: LogicalVolume[];
}

/** Reads a group's section; undefined when it lacks what everything else is computed from. */
export function volumeGroup(name: string, section: LvmSection): VolumeGroup | undefined {
  const extent = number(section, 'extent_size') * SECTOR;
  const id = text(section, 'id');
  if (!id || !(extent > 0)) return undefined;
  const pvs: VolumeGroup['pvs'] = new Map();
  for (const [key, pv] of section.sections.get('physical_volumes')?.sections ?? [])
    pvs.set(key, {
      uuid: text(pv, 'id') ?? '',
      start: number(pv, 'pe_start') * SECTOR,
      extents: number(pv, 'pe_count'),
    });
  const group: VolumeGroup = { id, name, sequence: number(section, 'seqno'), extent, pvs, lvs: [] };
  for (const [key, lv] of section.sections.get('logical_volumes')?.sections ?? [])
    group.lvs.push(logicalVolume(group, key, lv));
  return group;
}

function logicalVolume(group: VolumeGroup, name: string, section: LvmSection): LogicalVolume {
  const status = section.values.get('status');
  const lv: LogicalVolume = {
    name,
    visible: Array.isArray(status) && status.includes('VISIBLE'),
    size: 0,
    segments: [],
  };
  for (const [key, raw] of section.sections) {
    if (!key.startsWith('segment')) continue;
    if (lv.segments.length >= MOST_SEGMENTS) {
      lv.problem = `more than ${MOST_SEGMENTS} segments`;
      break;
    }
    lv.segments.push(segment(group, raw));
  }
  lv.segments.sort((a, b) => a.start - b.start);
  for (const s of lv.segments) {
    if (s.start !== lv.size || !(s.length > 0)) lv.problem ??= `segments do not join at byte ${lv.size}`;
    else if (readable(s.type) && s.type !== 'zero' && s.type !== 'error' && s.areas.length === 0)
      lv.problem ??= `a ${s.type} segment names no usable stripes`;
    lv.size = Math.max(lv.size, s.start + s.length);
  }
  if (!Number.isSafeInteger(lv.size)) lv.problem ??= 'its size is beyond any disk';
  return lv;
}

function segment(group: VolumeGroup, raw: LvmSection): Segment {
  const length = number(raw, 'extent_count') * group.extent;
  const stripes = list(raw, 'stripes');
  const areas: Segment['areas'] = [];
  for (let i = 0; i + 1 < stripes.length && areas.length < MOST_STRIPES; i += 2) {
    const [pv, extent] = [stripes[i], stripes[i + 1]];
    const home = typeof pv === 'string' ? group.pvs.get(pv) : undefined;
    const each = length / group.extent / (stripes.length / 2);
    if (home && typeof pv === 'string' && typeof extent === 'number' && extent >= 0 && extent + each <= home.extents)
      areas.push({ pv, offset: home.start + extent * group.extent });
  }
  const whole =
    areas.length > 0 && areas.length * 2 === stripes.length && areas.length === (number(raw, 'stripe_count') || 1);
  const stripe = areas.length > 1 ? number(raw, 'stripe_size') * SECTOR : length;
  const parts = ['thin_pool', 'cow_store', 'origin', 'metadata', 'pool', 'cache_pool']
    .map((key) => text(raw, key))
    .filter((part) => part !== undefined);
  for (const key of ['raids', 'mirrors', 'raid_devices'])
    parts.push(...list(raw, key).filter((part): part is string => typeof part === 'string'));
  return {
    start: number(raw, 'start_extent') * group.extent,
    length,
    type: text(raw, 'type') ?? 'unnamed',
    stripe,
    areas: whole && stripe > 0 && length % areas.length === 0 ? areas : [],
    parts,
  };
}

/** Segment types we can read. LVM writes a linear segment as one stripe. */
export const readable = (type: string): boolean => ['striped', 'linear', 'zero', 'error'].includes(type);

const number = (section: LvmSection, key: string): number => {
  const value = section.values.get(key);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
};

const text = (section: LvmSection, key: string): string | undefined => {
  const value = section.values.get(key);
  return typeof value === 'string' ? value : undefined;
};

const list = (section: LvmSection, key: string): LvmValue[] => {
  const value = section.values.get(key);
  return Array.isArray(value) ? value : [];
};
