/** From paths to trees: containers, then volumes, then filesystems, archives and plain files. */
import { type ByteSource, CachedSource } from '../bytes/index.ts';
import { openArchiveTree, recogniseArchive } from './archives/index.ts';
import { containers, joined, type Part } from './containers/index.ts';
import { isDevice } from './containers/structure.ts';
import type { Device, OpenedEvidence } from './device.ts';
import { isUnread } from './entry.ts';
import { fileSystems } from './filesystems/index.ts';
import { type Given, given, openFile } from './given.ts';
import { openLeaf, unallocatedTrees } from './leaf.ts';
import { closedArchive, looksLikeFile } from './pieces.ts';
import { statedHash } from './sidecar.ts';
import type { EntryTree } from './tree.ts';
import { openDirectory } from './trees/index.ts';
import { emptyFile, singleFile, unknownFile } from './trees/single.ts';
import { knownUnreadable, type Volume } from './volumes/index.ts';
import { resolve } from './volumes/resolve.ts';

/**
 * Opens everything handed over together as one device: disks of one volume group or array, segments of one image,
 * directories and archives of files already collected. Nothing is written, and nothing follows from names.
 * @param paths files, directories or block devices; `a+b` joins files into one image
 * @throws AfterimageError `no-input` or `usage`; trouble inside the evidence is in `unread` instead
 */
export async function openDevice(paths: readonly string[]): Promise<Device> {
  const device: Device = { evidence: [], trees: [], unread: [] };
  const list = given(paths);
  for (const [index, item] of list.entries()) device.evidence.push(opened(item, index, device));
  const images: Volume[] = [];
  for (let at = 0; at < list.length; ) {
    const { source } = device.evidence[at]!;
    if (source) at += await openImage(device, list, at, images);
    else at = openTree(device, list, at);
  }
  await openVolumes(device, images);
  return device;
}

function opened(item: Given, index: number, device: Device): OpenedEvidence {
  const { path, name } = item;
  const recognised = item.adopted ? [item.adopted] : [];
  if (item.kind === 'directory') return { path, name, kind: 'directory', size: 0, recognised };
  const source = openFile(item, index);
  const evidence: OpenedEvidence = { path, name, kind: 'file', size: source.size, source, recognised };
  const stated = item.kind === 'file' ? statedHash(path) : undefined;
  if (stated && 'sha256' in stated) evidence.stated = stated;
  else if (stated)
    device.unread.push({
      locator: { evidence: String(index), layers: [], bytes: [] },
      reason: `sidecar: ${stated.problem}`,
      bytes: 0,
    });
  return evidence;
}

function openTree(device: Device, list: Given[], at: number): number {
  const evidence = device.evidence[at]!;
  const tree = openDirectory(list[at]!.path, at);
  Object.defineProperty(evidence, 'size', { get: () => tree.facts.size, enumerable: true });
  evidence.recognised.push('directory');
  device.trees.push(tree);
  return at + 1;
}

/** Opens the image, archive or file that begins at one place of the list, and answers how many files it took. */
async function openImage(device: Device, list: Given[], at: number, images: Volume[]): Promise<number> {
  const { set } = list[at]!;
  const parts: Part[] = [];
  for (let i = at; i < list.length && list[i]!.set === set && device.evidence[i]!.source; i++)
    parts.push({ name: list[i]!.name, source: device.evidence[i]!.source! });
  const container = containers.find((c) => c.claims(parts) > 0)!;
  const taken = parts.slice(0, set === undefined ? container.claims(parts) : parts.length);
  const image = set === undefined ? container.open(taken) : joined(taken);
  const mine = device.evidence.slice(at, at + taken.length);
  if (image.recognised) for (const evidence of mine) evidence.recognised.unshift(image.recognised);
  const { name } = list[at]!;
  const { source } = image;
  const archive = recogniseArchive(source.read(0, 1024), source);
  if (isDevice(source) || (!archive && knownUnreadable(source))) {
    for (const evidence of mine) evidence.kind = 'image';
    images.push({ layers: [], source: new CachedSource(source) });
  } else if (archive) {
    const tree = await openArchiveTree(source, name, []);
    const content = archive.wrapper ? wrappedContent(tree) : undefined;
    const disk = content !== undefined && isDevice(content);
    for (const evidence of mine) {
      evidence.kind = disk ? 'image' : 'archive';
      evidence.recognised.push(tree.type);
    }
    // A compressed image is read in place: slower than an unpacked one, and every locator is the whole compressed file.
    if (disk) images.push({ layers: [tree.type], source: new CachedSource(content, 1024 * 1024, 64) });
    else device.trees.push(tree);
  } else {
    if (source.size === 0) device.unread.push(emptyFile(at, name));
    else {
      const closed = closedArchive(source.read(0, 16));
      if (closed !== undefined || !looksLikeFile(source.read(0, 1024)))
        device.unread.push(unknownFile(name, source, closed));
    }
    device.trees.push(singleFile(source, name));
  }
  return taken.length;
}

/** What a wrapper holds, when it holds one thing. */
function wrappedContent(tree: EntryTree): ByteSource | undefined {
  for (const walked of tree.walk()) if (!isUnread(walked)) return walked.open();
  return undefined;
}

async function openVolumes(device: Device, images: Volume[]): Promise<void> {
  const most = images.reduce((sum, { source }) => sum + source.size, 0);
  const resolved = resolve(images, (source) => fileSystems.some((f) => f.recognises(source)));
  device.unread.push(...resolved.unread);
  const unfolded = images.some(({ layers }) => layers.length > 0);
  const note = (source: ByteSource, text: string): void => {
    for (const index of touched(source)) device.evidence[index]?.recognised.push(text);
  };
  for (const { member, text } of resolved.remarks) note(member.source, text);
  for (const volume of resolved.leaves) {
    const { tree, unread, recognised } = await openLeaf(volume, most, resolved.leaves);
    // What is unfolded on the way has no place of its own in the evidence.
    if (tree && unfolded) tree.transferable = false;
    if (tree) device.trees.push(tree);
    device.unread.push(...unread);
    note(volume.source, recognised);
  }
  for (const gaps of resolved.unallocated)
    for (const tree of unallocatedTrees(gaps, most))
      device.trees.push(unfolded ? { ...tree, transferable: false } : tree);
}

/** Pieces of evidence a source shows bytes of, found at places spread over it: a stripe has too many to list. */
function touched(source: ByteSource): Set<number> {
  const places = 256;
  const found = new Set<number>();
  for (let i = 0; i <= places; i++) {
    const at = Math.min(source.size - 1, Math.floor((source.size / places) * i));
    for (const { evidence } of source.origin(at, 1)) if (evidence !== undefined) found.add(evidence);
  }
  return found;
}
