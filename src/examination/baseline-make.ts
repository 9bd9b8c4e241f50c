import { writeFile } from 'node:fs/promises';
import {
  type BaselineFile,
  type BaselineHeader,
  baselineLines,
  devicePath,
  recogniseHost,
} from '../artifacts/index.ts';
import { type Device, expand, type FileEntry, isUnread, openDevice, sha256Source } from '../evidence/index.ts';
import { AfterimageError, byText, type SystemRole } from '../model/index.ts';

export interface MakeBaselineOptions {
  /** Golden image, folder or package; several are one device. */
  sources: string[];
  output: string;
  /** Which of the systems side by side; the current one when absent. */
  system?: SystemRole;
  /** What the version is, where the source does not say it. */
  version?: string;
}

export interface MadeBaseline {
  output: string;
  header: BaselineHeader;
  /** Files that could not be read whole and are not in the list. */
  left: number;
}

/** What a device writes while it runs is no part of a baseline. */
const WRITTEN = ['/data/', '/tmp/', '/proc/', '/sys/', '/dev/', '/run/', '/var/log/', '/var/run/', '/var/tmp/', '/['];
const PACKED = /\.(?:tar|tgz|tar\.gz|tar\.xz|tar\.zst|zip|cpio\.gz)$/;
const BUDGET = { bytes: 2 ** 36, members: 2_000_000, depth: 2 };

/**
 * Writes the list of what the files of a version are, from a source that is known to be good. The same source gives the
 * same bytes.
 * @throws AfterimageError `no-input` when nothing is in it, `cannot-create` when the output exists
 */
export async function makeBaseline(options: MakeBaselineOptions): Promise<MadeBaseline> {
  const device = await openDevice(options.sources);
  const { host, mounts } = recogniseHost(device.trees);
  const role = options.system ?? 'current';
  const files = new Map<string, BaselineFile>();
  let left = 0;
  for (const [index, tree] of device.trees.entries()) {
    const mount = mounts.find((m) => m.tree === index)!;
    if (host.systems.length > 0 && mount.system !== role) continue;
    for (const walked of tree.walk()) {
      if (isUnread(walked)) {
        left++;
        continue;
      }
      if (walked.allocation !== 'allocated' || walked.kind !== 'file' || walked.path === undefined) continue;
      const path = devicePath(mount, walked.path);
      // A package holds the tree of the device in an archive of its own.
      if (!tree.facts.hasUnallocated && PACKED.test(path) && host.systems.length === 0)
        for (const member of await expand(walked.open(), walked.locator.layers, { ...BUDGET }))
          if (!isUnread(member) && member.kind === 'file' && member.path !== undefined) add(member, member.path);
      add(walked, path);
    }
  }
  function add(entry: FileEntry, path: string): void {
    if (WRITTEN.some((place) => path.startsWith(place))) return;
    const { sha256, size, complete } = sha256Source(entry.open());
    if (!complete || size !== entry.size || entry.content !== 'intact') left++;
    else files.set(path, { path, sha256, size, ...(entry.mode !== undefined && { mode: entry.mode.toString(8) }) });
  }
  if (files.size === 0)
    throw new AfterimageError(
      'no-input',
      `baseline: no files of the ${role} system were found in ${options.sources.join(' + ')}${host.systems.length > 0 ? `; it has ${host.systems.map((s) => s.role).join(', ')}` : ''}.`,
    );
  const system = host.systems.find((s) => s.role === role);
  const version = options.version ?? system?.version ?? host.version;
  const header: BaselineHeader = {
    format: 'afterimage-baseline',
    formatVersion: 1,
    product: host.product,
    ...(version !== undefined && { version }),
    ...(role === 'current' && host.build !== undefined && { build: host.build }),
    madeFrom: madeFrom(device),
    files: files.size,
  };
  const sorted = [...files.values()].sort((a, b) => byText(a.path, b.path));
  try {
    await writeFile(options.output, [...baselineLines(header, sorted)].join(''), { flag: 'wx' });
  } catch (cause) {
    throw new AfterimageError(
      'cannot-create',
      `baseline: cannot write ${options.output}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  return { output: options.output, header, left };
}

const madeFrom = (device: Device): BaselineHeader['madeFrom'] =>
  device.evidence.map(({ name, source }) => ({ name, ...(source && { sha256: sha256Source(source).sha256 }) }));
