import type { SurveyedFile } from './file.ts';
import { folderOf, isAppendOnlyLog, Lists, pathKey } from './places.ts';

/** Every version of the logs that are only appended to, and what lies beside them, for what rotation left. */
export class LogFiles {
  /** By volume and path. */
  readonly logs = new Lists<SurveyedFile>();
  readonly #beside = new Lists<SurveyedFile>();

  add(file: SurveyedFile): void {
    const { path, allocation } = file;
    if (allocation === 'allocated' && /^\/(data|var)\//.test(path))
      this.#beside.add(`${file.volume} ${folderOf(path)}`, file);
    if (isAppendOnlyLog(path)) this.logs.add(pathKey(file), file);
  }

  /** The live files in the folder of a log. */
  besideOf(log: SurveyedFile): SurveyedFile[] {
    return this.#beside.get(`${log.volume} ${folderOf(log.path)}`) ?? [];
  }
}
