import type { Allocation, ContentState, EntryFacts, EntryKind, Locator, SystemRole } from '../model/index.ts';
import { type FileRow, originsOf } from './rows.ts';

/** The facts of an entry as its row tells them: the way back from `fileRow`, without extended attributes and devices. */
export function factsOf(row: FileRow): EntryFacts {
  const layers = row.layers === '' ? [] : row.layers.split(' > ');
  const locator: Locator = { evidence: row.evidence, layers, bytes: [] };
  for (const { evidence, member, offset, length } of originsOf(row)) {
    if (evidence === undefined || String(evidence) !== row.evidence) continue;
    if (member !== undefined) locator.member = member;
    locator.bytes.push({ offset, length });
  }
  const name = row.name_at === undefined ? undefined : (JSON.parse(row.name_at) as Locator);
  const metadata = row.inode_at === undefined ? undefined : (JSON.parse(row.inode_at) as Locator);
  const facts: Record<string, unknown> = {
    locator,
    ...((name || metadata) && { recorded: { ...(name && { name }), ...(metadata && { metadata }) } }),
    path: row.path,
    kind: row.kind as EntryKind,
    size: row.size,
    allocation: row.allocation as Allocation,
    content: row.content as ContentState,
    times: present({
      modified: row.modified,
      accessed: row.accessed,
      changed: row.changed,
      born: row.born,
      deleted: row.deleted,
    }),
    mode: row.mode,
    uid: row.uid,
    gid: row.gid,
    metaAddress: row.inode,
    links: row.links,
    linkTarget: row.link_target,
    version:
      row.version_transaction === undefined
        ? undefined
        : present({ transaction: row.version_transaction, committed: row.version_committed }),
    system: row.system as SystemRole | undefined,
    notes: row.notes === undefined ? undefined : (JSON.parse(row.notes) as string[]),
  };
  return present(facts) as unknown as EntryFacts;
}

const present = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
