/**
 * Master boot record: four primary partitions, and logical ones in a chain of extended boot records.
 * Layout after the UEFI specification 2.10, section 5.2, and the chain as Linux walks it (`block/partitions/msdos.c`).
 * Sectors are taken as 512 bytes: the table does not say, and disks of 4096-byte sectors carry a GPT.
 */
import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import { cutPartitions, type Partition } from './partitions.ts';
import { hex, sizeText, unreadAt } from './unread.ts';
import type { PartitionScheme, Split, Volume } from './volume.ts';

const SECTOR = 512;
/** Logical partitions we follow; Linux stops at 256 partitions in all. */
const MOST_LOGICAL = 252;

interface Row {
  status: number;
  type: number;
  /** Sectors, counted from where the kind of row says. */
  start: number;
  sectors: number;
}

export const mbr: PartitionScheme = {
  name: 'mbr',
  recognises(source) {
    const rows = rowsAt(source, 0);
    return rows?.every((r) => r.status === 0 || r.status === 0x80) === true && rows.some((r) => used(r) && r.start > 0);
  },
  declaredSize: (source) =>
    Math.max(0, ...(rowsAt(source, 0) ?? []).filter(used).map((r) => (r.start + r.sectors) * SECTOR)),
  split,
};

/** True when the table only guards a GPT: kernels then read the GPT. */
export const isProtective = (source: ByteSource): boolean => rowsAt(source, 0)?.some((r) => r.type === 0xee) === true;

const used = (row: Row): boolean => row.type !== 0 && row.sectors > 0;
const extended = (row: Row): boolean => row.type === 0x05 || row.type === 0x0f || row.type === 0x85;

function split(volume: Volume): Split {
  const partitions: Partition[] = [];
  const containers: Row[] = [];
  const unread: Unread[] = [];
  for (const [i, row] of (rowsAt(volume.source, 0) ?? []).entries()) {
    if (!used(row)) continue;
    if (extended(row)) containers.push(row);
    else if (row.type === 0xee)
      unread.push(
        unreadAt(
          volume,
          0,
          SECTOR,
          `mbr: partition ${i + 1} only protects a GPT, and no GPT header was found at sector 1 or at the end; ${sizeText(row.sectors * SECTOR)} not read`,
          Math.min(row.sectors * SECTOR, Math.max(0, volume.source.size - row.start * SECTOR)),
        ),
      );
    else partitions.push({ number: i + 1, offset: row.start * SECTOR, length: row.sectors * SECTOR });
  }
  for (const container of containers) followChain(volume, container, partitions, unread);
  const cut = cutPartitions('mbr', volume, partitions);
  return { ...cut, unread: [...unread, ...cut.unread] };
}

/** Appends the logical partitions of one extended partition. A link may point anywhere, also back. */
function followChain(volume: Volume, container: Row, partitions: Partition[], unread: Unread[]): void {
  const { source } = volume;
  const base = container.start;
  const end = base + container.sectors;
  const visited = new Set<number>();
  let number = Math.max(4, ...partitions.map((p) => p.number));
  let trouble: string | undefined;
  let at = base;
  for (let next: number | undefined = base; next !== undefined; ) {
    at = next;
    next = undefined;
    const rows = rowsAt(source, at);
    if (at >= end) trouble = 'the chain leaves the extended partition';
    else if (visited.has(at)) trouble = 'the chain comes back to a record already read';
    else if (visited.size >= MOST_LOGICAL) trouble = `more than ${MOST_LOGICAL} records in the chain`;
    else if (at * SECTOR >= source.size) trouble = `lies past the end of the image (${hex(source.size)})`;
    else if (!rows) trouble = 'no 0x55aa signature';
    if (trouble || !rows) break;
    visited.add(at);
    for (const [i, row] of rows.entries()) {
      if (!used(row) || extended(row)) continue;
      // Rows three and four are rubbish on some disks; Linux believes them only inside the extended partition.
      if (i >= 2 && at + row.start + row.sectors > end) continue;
      partitions.push({ number: ++number, offset: (at + row.start) * SECTOR, length: row.sectors * SECTOR });
    }
    const link = rows.find((row) => used(row) && extended(row));
    if (link) next = base + link.start;
  }
  if (!trouble) return;
  const lost = visited.has(at) ? 0 : Math.max(0, Math.min(end * SECTOR, source.size) - at * SECTOR);
  const where = `mbr: extended boot record at ${hex(at * SECTOR)}`;
  const reason = `${where}: ${trouble}; logical partitions after number ${number} are not known`;
  unread.push(unreadAt(volume, at * SECTOR, SECTOR, reason, lost));
}

/** The four rows of the boot record at a sector; none without its signature. */
function rowsAt(source: ByteSource, sector: number): Row[] | undefined {
  const record = source.read(sector * SECTOR, SECTOR);
  if (record.length < SECTOR || record.readUInt16LE(510) !== 0xaa55) return undefined;
  return [446, 462, 478, 494].map((at) => ({
    status: record[at]!,
    type: record[at + 4]!,
    start: record.readUInt32LE(at + 8),
    sectors: record.readUInt32LE(at + 12),
  }));
}
