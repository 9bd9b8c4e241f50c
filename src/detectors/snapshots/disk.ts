import { folderOf, isProgram } from '../survey/places.ts';

/** The programs that the disk of the same device has now: what its latest snapshot lists and the disk lacks is gone. */
export class DiskNow {
  /** Of the system that runs. */
  readonly version: string | undefined;
  readonly #paths = new Set<string>();
  readonly #folders = new Set<string>();

  constructor(version: string | undefined) {
    this.version = version;
  }

  /** @param path of anything live on the current system */
  add(path: string): void {
    if (!isProgram(path)) return;
    this.#paths.add(path);
    this.#folders.add(folderOf(path));
  }

  /** True when other programs of its folder are there, so that the folder was read. */
  lacks(path: string): boolean {
    return !this.#paths.has(path) && this.#folders.has(folderOf(path));
  }
}
