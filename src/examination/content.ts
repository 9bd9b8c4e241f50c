import { createHash } from 'node:crypto';
import { devicePath, recogniseHost } from '../artifacts/index.ts';
import { type ByteSource, lengthOf, type Origin, type Run, RunList } from '../bytes/index.ts';
import { type CaseFile, type FileRow, originsOf } from '../case/index.ts';
import { type Device, expand, type FileEntry, isUnread, openDevice, openMember } from '../evidence/index.ts';
import { AfterimageError } from '../model/index.ts';

/**
 * The content behind a row of the case, cut out of the evidence again; undefined when it cannot be reached.
 * Content stored as it is says exactly where it lies; compressed content is unfolded on the way to it.
 */
export async function contentOf(device: Device, row: FileRow): Promise<ByteSource | undefined> {
  const origins = originsOf(row);
  const length = lengthOf(origins);
  if (length === row.size && !row.path?.includes('!/')) {
    const source = fromOrigins(device, origins);
    if (row.sha256 === undefined || hashOf(source).sha256 === row.sha256) return source;
  }
  return unfolded(device, row);
}

/** Content that is stored as it is, without asking whether it still is what the case says. */
export function fromOrigins(device: Device, origins: Origin[]): ByteSource {
  const nothing: ByteSource = { size: 0, read: () => Buffer.alloc(0), origin: () => [] };
  const runs = origins.map((o): Run => {
    if (o.evidence === undefined) return { at: undefined, length: o.length };
    const evidence = device.evidence[o.evidence];
    if (!evidence) return { at: 0, length: o.length, source: nothing };
    const source = o.member === undefined ? evidence.source : openMember(evidence.path, o.evidence!, o.member);
    // What cannot be opened any more is missing, which is not zeros.
    return source ? { at: o.offset, length: o.length, source } : { at: 0, length: o.length, source: nothing };
  });
  return new RunList(nothing, runs);
}

/** Walks to the entry again, and through archives down to the member. */
async function unfolded(device: Device, row: FileRow): Promise<ByteSource | undefined> {
  const { mounts } = recogniseHost(device.trees);
  for (const [index, tree] of device.trees.entries()) {
    const mount = mounts.find((m) => m.tree === index)!;
    // Systems that lie side by side have the same paths.
    if (mount.system !== row.system) continue;
    for (const walked of tree.walk()) {
      if (isUnread(walked) || walked.path === undefined || walked.kind !== 'file') continue;
      const path = devicePath(mount, walked.path);
      if (walked.allocation !== row.allocation || walked.version?.transaction !== row.version_transaction) continue;
      if (path === row.path && walked.metaAddress === row.inode) return walked.open();
      if (!row.path?.startsWith(`${path}!/`)) continue;
      const member = await memberOf(walked, path, row.path);
      if (member) return member;
    }
  }
  return undefined;
}

/** Archives within archives that are opened on the way to a member. */
const DEEP = 5;

/** What an archive holds at a path such as `/data/x.tgz!/etc/passwd`. @param path the archive's own */
export async function memberOf(
  entry: FileEntry,
  path: string,
  wanted: string,
  depth = DEEP,
): Promise<ByteSource | undefined> {
  const source = entry.open();
  for (const walked of await expand(source, entry.locator.layers, { bytes: 2 ** 33, members: 1_000_000, depth })) {
    if (isUnread(walked)) continue;
    const here = `${path}!${walked.path ?? '/content'}`;
    if (here === wanted) return walked.open();
    if (depth > 0 && wanted.startsWith(`${here}!/`)) return memberOf(walked, here, wanted, depth - 1);
  }
  return undefined;
}

/** SHA-256 of everything that can be read of a source, and how much that is. */
export function hashOf(source: ByteSource): { sha256: string; size: number } {
  const hash = createHash('sha256');
  let at = 0;
  for (let piece = source.read(0, 1 << 20); piece.length > 0; piece = source.read(at, 1 << 20)) {
    hash.update(piece);
    at += piece.length;
  }
  return { sha256: hash.digest('hex'), size: at };
}

/**
 * Opens the evidence of a finished case again.
 * @param moved where it lies now, when not where it was
 * @throws AfterimageError `no-input` when it is gone, or has another size than it had
 */
export async function reopen(file: CaseFile, moved: string[] | undefined): Promise<Device> {
  const device = await openDevice(moved ?? file.given.map((g) => g.path));
  for (const [i, known] of file.evidence.entries()) {
    const found = device.evidence[i];
    if (known.role === 'witness' || known.kind === 'directory' || found?.size === known.size) continue;
    throw new AfterimageError(
      'no-input',
      `${found?.path ?? known.name}: found ${found?.size ?? 'no'} bytes, expected ${known.size}. Say where the evidence lies now with --evidence.`,
    );
  }
  return device;
}
