import { devicePath, type Mount, recogniseHost } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { originsOf } from '../case/index.ts';
import { type Budget, type Device, expand, isUnread } from '../evidence/index.ts';
import type { Allocation } from '../model/index.ts';
import { fromOrigins } from './content.ts';
import type { LogFile, LogSource } from './log-protocol.ts';

/** Files whose logs are live (`log-files.ts`). */
const liveAllocations: readonly Allocation[] = ['allocated', 'orphan'];

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
    yield* members(
      fromOrigins(device, originsOf(row)),
      row.layers.split(' > '),
      row.path!,
      new Wanted(files, source.files),
    );
  } else if (source.walked) yield* walked(device, files, source);
  else for (const file of source.files) yield { file, content: fromOrigins(device, originsOf(files[file]!.row)) };
}

/** Places of files by path: an archive may hold a path several times. */
class Wanted {
  readonly #places = new Map<string, number[]>();
  left = 0;
  /** Place of the evidence that they are in: one source has files of one. */
  readonly evidence: string | undefined;

  /** @param allocation only those; an archive's members have that of the archive */
  constructor(files: LogFile[], places: readonly number[], allocation?: Allocation) {
    this.evidence = files[places[0]!]?.row.evidence;
    for (const place of places) {
      const { row } = files[place]!;
      if (allocation !== undefined && row.allocation !== allocation) continue;
      const path = row.path!;
      this.left++;
      const list = this.#places.get(path);
      if (list) list.push(place);
      else this.#places.set(path, [place]);
    }
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

/** Everything that can be read only while its tree is walked: the files of one source may lie in several trees. */
async function* walked(
  device: Device,
  files: LogFile[],
  source: LogSource,
): AsyncGenerator<{ file: number; content: ByteSource }> {
  const { mounts } = recogniseHost(device.trees);
  for (const [index, tree] of device.trees.entries()) {
    const own = tree.layers.join(' > ');
    const within = source.files.filter((place) => {
      const { layers } = files[place]!.row;
      return layers === own || layers.startsWith(`${own} > `);
    });
    if (within.length === 0) continue;
    const wanted = new Map(liveAllocations.map((kind) => [kind, new Wanted(files, within, kind)]));
    const mount: Mount = mounts.find((m) => m.tree === index)!;
    for (const entry of tree.walk()) {
      if ([...wanted.values()].every((w) => w.left === 0)) break;
      if (isUnread(entry) || entry.kind !== 'file' || entry.path === undefined) continue;
      const here = wanted.get(entry.allocation);
      if (!here || here.left === 0 || entry.locator.evidence !== here.evidence) continue;
      const path = devicePath(mount, entry.path);
      const file = here.take(path);
      if (file !== undefined) yield { file, content: entry.open() };
      if (here.within(path)) yield* members(entry.open(), entry.locator.layers, path, here);
    }
  }
}
