/**
 * GUID partition table, with 512- or 4096-byte sectors: UEFI specification 2.10, section 5.3. Both copies are read;
 * when the first is damaged the backup at the last sector speaks, and an Unread says so.
 */
import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import { bytesOf, type Header, readHeader } from './gpt-header.ts';
import { cutPartitions, type Partition } from './partitions.ts';
import { hex, unreadAt } from './unread.ts';
import type { PartitionScheme, Split, Volume } from './volume.ts';

const SECTORS = [512, 4096];

export const gpt: PartitionScheme = {
  name: 'gpt',
  recognises: (source) => headers(source).length > 0,
  declaredSize(source) {
    const header = best(headers(source));
    return header && !header.damage ? Math.max(header.at, header.alternate) + header.sector : 0;
  },
  split,
};

function split(volume: Volume): Split {
  const found = headers(volume.source);
  const header = best(found);
  if (!header) return { volumes: [], unread: [] };
  const partitions: Partition[] = [];
  const wrong: Unread[] = [];
  for (let i = 0; (i + 1) * header.entrySize <= header.entries.length && header.entrySize >= 128; i++) {
    const entry = header.entries.subarray(i * header.entrySize, (i + 1) * header.entrySize);
    if (entry.subarray(0, 16).every((b) => b === 0)) continue;
    const offset = bytesOf(entry, 32, header.sector);
    const length = bytesOf(entry, 40, header.sector) + header.sector - offset;
    const name = nameOf(entry);
    if (length > 0) partitions.push({ number: i + 1, offset, length, ...(name && { name }) });
    else
      wrong.push(
        unreadAt(
          volume,
          header.entriesAt + i * header.entrySize,
          header.entrySize,
          `gpt: partition ${i + 1} ends before it begins`,
        ),
      );
  }
  const cut = cutPartitions('gpt', volume, partitions);
  return { ...cut, unread: [...copies(volume, found, header), ...wrong, ...cut.unread] };
}

/** What the two copies of the table have to say about each other. */
function copies(volume: Volume, found: Header[], used: Header): Unread[] {
  const unread: Unread[] = [];
  const first = found.find((h) => !h.backup);
  const backup = found.find((h) => h.backup);
  const say = (at: number, reason: string): number => unread.push(unreadAt(volume, at, used.sector, `gpt: ${reason}`));
  if (!first) say(used.sector, `no header at ${hex(used.sector)}; the backup at ${hex(used.at)} was used`);
  else if (first.damage)
    say(
      first.at,
      `${first.damage}; ${used.backup ? `the backup at ${hex(used.at)} was used` : 'it was used as it is, for want of a good backup'}`,
    );
  if (backup?.damage) say(backup.at, `backup at ${hex(backup.at)}: ${backup.damage}`);
  else if (!backup && first)
    say(
      Math.min(first.alternate, volume.source.size - 1),
      `no backup header at ${hex(first.alternate)}; the image ends at ${hex(volume.source.size)}`,
    );
  if (first && backup && !first.damage && !backup.damage && !first.entries.equals(backup.entries))
    say(
      backup.at,
      `the backup at ${hex(backup.at)} describes other partitions than the first table; the first was used`,
    );
  return unread;
}

const best = (found: Header[]): Header | undefined =>
  found.find((h) => !h.damage) ?? found.find((h) => h.entries.length > 0) ?? found[0];

/** Both copies, the first one first; a backup is looked for where the first says, and at the last sector. */
function headers(source: ByteSource): Header[] {
  const found: Header[] = [];
  for (const sector of SECTORS) {
    const first = readHeader(source, sector, sector, false);
    // A 4096-byte disk may keep anything in bytes 512 to 4095, so a good header outweighs a damaged one.
    if (first) found.push(first);
  }
  const first = found.find((h) => !h.damage) ?? found[0];
  const kept = first ? [first] : [];
  for (const sector of first ? [first.sector] : SECTORS) {
    const last = Math.floor(source.size / sector - 1) * sector;
    const places = first && !first.damage ? [first.alternate, last] : [last];
    for (const at of places) {
      if (at <= sector || at >= source.size || at === first?.at) continue;
      const backup = readHeader(source, sector, at, true);
      if (backup) return [...kept, backup];
    }
  }
  return kept;
}

/** UTF-16 up to the first NUL; a lone surrogate becomes U+FFFD. */
function nameOf(entry: Buffer): string {
  const text = new TextDecoder('utf-16le').decode(entry.subarray(56, 128));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
