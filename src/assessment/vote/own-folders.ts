/**
 * Where devices keep files of their own - logs, sessions, spools - learned from the fleet itself: a folder that most
 * have, and below which several have files that nobody else has.
 */
export class OwnFolders {
  readonly #shared: ReadonlySet<string>;
  readonly #devices = new Map<string, Set<number>>();
  readonly #voters: number;

  /** @param shared folders that hold files on most devices, `/` for the root itself */
  constructor(shared: ReadonlySet<string>, voters: number) {
    this.#shared = shared;
    this.#voters = voters;
  }

  /** Takes note of a file that few devices have. */
  add(path: string, device: number): void {
    const folder = this.#folderOf(path);
    const devices = this.#devices.get(folder);
    if (devices) devices.add(device);
    else this.#devices.set(folder, new Set([device]));
  }

  /** True when files below the folder of this path come and go on several devices, so that one more says nothing. */
  covers(path: string): boolean {
    return this.#isOwn(this.#devices.get(this.#folderOf(path))?.size ?? 0);
  }

  /** The folders that it covers, most devices first. */
  list(): { folder: string; devices: number }[] {
    return [...this.#devices]
      .map(([folder, { size }]) => ({ folder, devices: size }))
      .filter(({ devices }) => this.#isOwn(devices))
      .sort((a, b) => b.devices - a.devices || (a.folder < b.folder ? -1 : 1));
  }

  /** Two devices at least, and one in five. */
  #isOwn(devices: number): boolean {
    return devices >= 2 && devices * 5 >= this.#voters;
  }

  /** The nearest folder above that most devices have. */
  #folderOf(path: string): string {
    let folder = parent(path);
    while (folder !== '/' && !this.#shared.has(folder)) folder = parent(folder);
    return folder;
  }
}

export const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '/';
