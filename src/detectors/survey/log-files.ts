import type { Surveyed } from '../survey.ts';
import { folderOf, isAppendOnlyLog, isOnVolume, Lists, pathKey, volumeKey } from './places.ts';

/** Every version of the logs that are only appended to, and what lies beside them, for what rotation left. */
export class LogFiles {
  /** By volume and path. */
  readonly logs = new Lists<Surveyed>();
  readonly #beside = new Lists<Surveyed>();

  add(surveyed: Surveyed): void {
    const { path, allocation } = surveyed.facts;
    if (path === undefined || !isOnVolume(surveyed.facts)) return;
    if (allocation === 'allocated' && /^\/(data|var)\//.test(path))
      this.#beside.add(`${volumeKey(surveyed)} ${folderOf(path)}`, surveyed);
    if (isAppendOnlyLog(path)) this.logs.add(pathKey(surveyed), surveyed);
  }

  /** The live files in the folder of a log. */
  besideOf(log: Surveyed): Surveyed[] {
    return this.#beside.get(`${volumeKey(log)} ${folderOf(log.facts.path!)}`) ?? [];
  }
}
