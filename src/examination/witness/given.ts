import { resolve } from 'node:path';
import type { LogFormat } from '../../artifacts/index.ts';
import { logHeadBytes, logName, recogniseLog } from '../../artifacts/index.ts';
import type { ByteSource } from '../../bytes/index.ts';
import {
  type Budget,
  type Device,
  expand,
  type FileEntry,
  hashDirectoryListing,
  isUnread,
  type OpenedEvidence,
  openDevice,
  recogniseArchive,
  sha256Source,
} from '../../evidence/index.ts';
import { AfterimageError, type Evidence, type Unread } from '../../model/index.ts';

/** Another machine's record of the device, opened: never mixed with the device's own files. */
export interface Witness {
  /** Its place in the list of evidence, behind the device's. */
  place: number;
  opened: OpenedEvidence;
  device: Device;
}

/** A log in a witness. */
export interface WitnessLog {
  /** Path within the witness. */
  path: string;
  format: LogFormat;
  content: ByteSource;
  entry: FileEntry;
}

/** Files of one witness that are asked, and what its archives may unfold to. */
const MOST_FILES = 100_000;
const budget = (): Budget => ({ bytes: 2 ** 40, members: 1_000_000, depth: 5 });

/**
 * @param own evidence of the device: witnesses are numbered behind it
 * @throws AfterimageError `no-input` or `usage`
 */
export async function openWitnesses(paths: readonly string[], own: readonly OpenedEvidence[]): Promise<Witness[]> {
  const found: Witness[] = [];
  for (const path of paths) {
    // One by one: rotated files of a log are no segments of an image.
    const device = await openDevice([path]);
    const [opened] = device.evidence;
    const others = [...own, ...found.map((other) => other.opened)];
    if (others.some((other) => resolve(other.path) === resolve(path)))
      throw new AfterimageError('usage', `Opening witnesses: ${path} was handed over twice.`);
    found.push({ place: own.length + found.length, opened: opened!, device });
  }
  return found;
}

/**
 * Names a witness by its hash.
 * @throws AfterimageError `stated-hash` when a file beside it states another one
 */
export function witnessEvidence({ opened, device }: Witness): Evidence {
  const { name, kind, size, source, stated } = opened;
  const sha256 = source ? sha256Source(source).sha256 : hashDirectoryListing(listing(device));
  if (stated && stated.sha256 !== sha256)
    throw new AfterimageError('stated-hash', `${name}: SHA-256 is ${sha256}, ${stated.by} states ${stated.sha256}.`);
  const hashes = { ...(stated && { stated: stated.sha256 }), computed: { sha256 } };
  return { id: sha256, name, kind, size, hashes, role: 'witness' };
}

function listing(device: Device): { path: string; sha256: string }[] {
  const files: { path: string; sha256: string }[] = [];
  for (const tree of device.trees)
    for (const entry of tree.walk())
      if (!isUnread(entry) && entry.kind === 'file')
        files.push({ path: entry.path ?? '', sha256: sha256Source(entry.open()).sha256 });
  return files;
}

/** Every log in a witness, in an order that depends on its bytes alone; stretches that cannot be read are handed on. */
export async function* logsOf({ device }: Witness): AsyncGenerator<WitnessLog | Unread> {
  let asked = 0;
  for (const tree of device.trees)
    for (const walked of tree.walk()) {
      if (isUnread(walked)) yield walked;
      else if (walked.kind === 'file' && walked.allocation === 'allocated' && asked++ < MOST_FILES)
        yield* within(walked, walked.path ?? '', budget());
    }
}

async function* within(entry: FileEntry, path: string, share: Budget): AsyncGenerator<WitnessLog | Unread> {
  const content = entry.open();
  const head = content.read(0, logHeadBytes);
  if (recogniseArchive(head.subarray(0, 1024), content) && share.depth > 0) {
    share.depth--;
    for (const walked of await expand(content, entry.locator.layers, share)) {
      if (isUnread(walked)) yield walked;
      else if (walked.kind === 'file') yield* within(walked, `${path}!${walked.path ?? '/content'}`, share);
    }
    share.depth++;
    return;
  }
  const format = recogniseLog(head, logName(path));
  if (format) yield { path, format, content, entry };
  else if (content.size > 0)
    yield {
      locator: entry.locator,
      reason: `witness: ${path} (${content.size} bytes) is in no log format that is read`,
      bytes: 0,
    };
}
