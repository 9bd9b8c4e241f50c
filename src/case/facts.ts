import type { Allocation, ContentState, EntryFacts, EntryKind, Hashes, Locator, SystemRole } from '../model/index.ts';
import { type FileRow, originsOf } from './rows.ts';

/** The facts of an entry as its row tells them: the way back from `fileRow`, without extended attributes and devices. */
export function factsOf(row: FileRow): EntryFacts {
  const { path, modified, accessed, changed, born, deleted, mode, uid, gid, inode, links } = row;
  const { link_target: linkTarget, version_transaction: transaction, version_committed: committed, system } = row;
  const recorded = recordedOf(row);
  return {
    locator: locatorOf(row),
    ...(recorded && { recorded }),
    ...(path !== undefined && { path }),
    kind: row.kind as EntryKind,
    size: row.size,
    allocation: row.allocation as Allocation,
    content: row.content as ContentState,
    times: {
      ...(modified !== undefined && { modified }),
      ...(accessed !== undefined && { accessed }),
      ...(changed !== undefined && { changed }),
      ...(born !== undefined && { born }),
      ...(deleted !== undefined && { deleted }),
    },
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(inode !== undefined && { metaAddress: inode }),
    ...(links !== undefined && { links }),
    ...(linkTarget !== undefined && { linkTarget }),
    ...(transaction !== undefined && { version: { transaction, ...(committed !== undefined && { committed }) } }),
    ...(system !== undefined && { system: system as SystemRole }),
    ...(row.notes !== undefined && { notes: JSON.parse(row.notes) as string[] }),
  };
}

/** An entry as detectors see it: the facts, and the hashes when its content was read. */
export function entryOf(row: FileRow): { facts: EntryFacts; hashes?: Hashes } {
  const { sha256, md5, sha1 } = row;
  if (sha256 === undefined) return { facts: factsOf(row) };
  return {
    facts: factsOf(row),
    hashes: { sha256, ...(md5 !== undefined && { md5 }), ...(sha1 !== undefined && { sha1 }) },
  };
}

function locatorOf(row: FileRow): Locator {
  const layers = row.layers === '' ? [] : row.layers.split(' > ');
  const locator: Locator = { evidence: row.evidence, layers, bytes: [] };
  for (const { evidence, member, offset, length } of originsOf(row)) {
    if (evidence === undefined || String(evidence) !== row.evidence) continue;
    if (member !== undefined) locator.member = member;
    locator.bytes.push({ offset, length });
  }
  return locator;
}

function recordedOf({ name_at: name, inode_at: metadata }: FileRow): EntryFacts['recorded'] | undefined {
  if (name === undefined && metadata === undefined) return undefined;
  return {
    ...(name !== undefined && { name: JSON.parse(name) as Locator }),
    ...(metadata !== undefined && { metadata: JSON.parse(metadata) as Locator }),
  };
}
