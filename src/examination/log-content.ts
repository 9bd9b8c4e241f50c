import { devicePath, type Mount, recogniseHost } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { originsOf } from '../case/index.ts';
import { type Budget, type Device, expand, isUnread } from '../evidence/index.ts';
import { fromOrigins } from './content.ts';
import type { LogFile, LogSource } from './log-protocol.ts';

/** What an archive may unfold to; the same as when its members were first looked at. */
const budget = (): Budget => ({ bytes: 4 * 2 ** 30, members: 1_000_000, depth: 5 });

/** The contents of the files of one source, in the order in which they can be read; what is not found is left out. */
export async function* contentsOf(
  device: Device,
  files: LogFile[],
  source: LogSource,
): AsyncGenerator<{ file: number; content: ByteSource }> {
  if (source.archive) {
    const row = source.archive;
    yield* members(fromOrigins(device, originsOf(row)), row.layers.split(' > '), row.path!, new Wanted(files, source));
  } else if (source.walked) yield* walked(device, files, source);
  else for (const file of source.files) yield { file, content: fromOrigins(device, originsOf(files[file]!.row)) };
}

/** Places of files by path: an archive may hold a path several times. */
class Wanted {
  readonly #places = new Map<string, number[]>();
  left: number;

  constructor(files: LogFile[], source: LogSource) {
    for (const place of source.files) {
      const path = files[place]!.row.path!;
      const list = this.#places.get(path);
      if (list) list.push(place);
      else this.#places.set(path, [place]);
    }
    this.left = source.files.length;
  }

  take(path: string): number | undefined {
    const place = this.#places.get(path)?.shift();
    if (place !== undefined) this.left--;
    return place;
  }

  /** True when something wanted lies within the archive at a path. */
  within(path: string): boolean {
    for (const [wanted, places] of this.#places) if (places.length > 0 && wanted.startsWith(`${path}!`)) return true;
    return false;
  }
}

async function* members(
  archive: ByteSource,
  layers: string[],
  path: string,
  wanted: Wanted,
  share: Budget = budget(),
): AsyncGenerator<{ file: number; content: ByteSource }> {
  if (share.depth <= 0) return;
  share.depth--;
  for (const walked of await expand(archive, layers, share)) {
    if (wanted.left === 0) break;
    if (isUnread(walked) || walked.kind !== 'file') continue;
    const here = `${path}!${walked.path ?? '/content'}`;
    const file = wanted.take(here);
    if (file !== undefined) yield { file, content: walked.open() };
    if (wanted.within(here)) yield* members(walked.open(), walked.locator.layers, here, wanted, share);
  }
  share.depth++;
}

/** Everything that can be read only while its tree is walked. */
async function* walked(
  device: Device,
  files: LogFile[],
  source: LogSource,
): AsyncGenerator<{ file: number; content: ByteSource }> {
  const wanted = new Wanted(files, source);
  const { mounts } = recogniseHost(device.trees);
  const { evidence, layers, allocation } = files[source.files[0]!]!.row;
  for (const [index, tree] of device.trees.entries()) {
    const own = tree.layers.join(' > ');
    if (layers !== own && !layers.startsWith(`${own} > `)) continue;
    const mount: Mount = mounts.find((m) => m.tree === index)!;
    for (const entry of tree.walk()) {
      if (wanted.left === 0) return;
      if (isUnread(entry) || entry.kind !== 'file' || entry.path === undefined) continue;
      if (entry.locator.evidence !== evidence || entry.allocation !== allocation) continue;
      const path = devicePath(mount, entry.path);
      const file = wanted.take(path);
      if (file !== undefined) yield { file, content: entry.open() };
      if (wanted.within(path)) yield* members(entry.open(), entry.locator.layers, path, wanted);
    }
  }
}
