import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readCaseFile, whyNotOpen } from '../index.ts';
import { AfterimageError, byText, type CaseSummary } from '../model/index.ts';
import { ServedCase, type ServedCaseOptions } from './served-case.ts';
import { summaryOf } from './summaries.ts';
import { notFound } from './trouble.ts';

/** Cases whose tables are held open at once. */
const OPEN = 4;
/** How long a case stays open after it left the shelf: longer than any question that still holds it, milliseconds. */
const GRACE = 90_000;
/** Cases that are looked into at once. */
const AT_ONCE = 8;

interface Known {
  /** Of case.json: when it changes, what is known is looked at again. */
  mark: string;
  summary: Promise<CaseSummary>;
}

/** The cases that are served: one, or those in the folders of a folder. An address never becomes a path: it is looked up. */
export class Shelf {
  readonly #root: string;
  readonly #single: boolean;
  readonly #options: ServedCaseOptions;
  readonly #known = new Map<string, Known>();
  readonly #open = new Map<string, { mark: string; opened: Promise<ServedCase> }>();
  readonly #retired = new Map<Promise<ServedCase>, NodeJS.Timeout>();

  private constructor(root: string, single: boolean, options: ServedCaseOptions) {
    this.#root = root;
    this.#single = single;
    this.#options = options;
  }

  /** @throws AfterimageError `no-input` when there is no such folder */
  static async open(path: string, options: ServedCaseOptions): Promise<Shelf> {
    const root = resolve(path);
    const found = await stat(root).catch(() => undefined);
    if (!found?.isDirectory())
      throw new AfterimageError(
        'no-input',
        `Cannot serve ${root}: ${found ? 'it is not a folder' : 'it does not exist'}. Expected a case or a folder of cases.`,
      );
    const single = (await marked(root)) !== undefined;
    return new Shelf(root, single, options);
  }

  /** The folder in which a campaign may lie beside the cases; a single case has nothing beside it. */
  get folder(): string | undefined {
    return this.#single ? undefined : this.#root;
  }

  /** Reads what the first view of a single case needs before it is asked for. Whatever is wrong is said when it is. */
  async warm(): Promise<void> {
    if (!this.#single) return;
    const served = await this.case(basename(this.#root)).catch(() => undefined);
    await (await served?.tables().catch(() => undefined))?.events.extent().catch(() => undefined);
  }

  /** All cases by name, with what is known of each; damaged and unfinished ones too. */
  async list(): Promise<CaseSummary[]> {
    const cases = await this.#keys();
    const summaries: CaseSummary[] = [];
    for (let i = 0; i < cases.length; i += AT_ONCE)
      summaries.push(
        ...(await Promise.all(cases.slice(i, i + AT_ONCE).map(([key, mark]) => this.#summary(key, mark)))),
      );
    return summaries;
  }

  /** One case, open. @throws Refusal 404, and as `openCase` */
  async case(key: string): Promise<ServedCase> {
    const mark = (await this.#keys()).find(([known]) => known === key)?.[1];
    if (mark === undefined) throw notFound(`There is no case named ${JSON.stringify(key.slice(0, 200))} here.`);
    let known = this.#open.get(key);
    this.#open.delete(key);
    if (known && known.mark !== mark) {
      const fresh = await (await known.opened.catch(() => undefined))?.refreshed().catch(() => false);
      if (fresh) known.mark = mark;
      else {
        this.#retire(known.opened);
        known = undefined;
      }
    }
    known ??= { mark, opened: ServedCase.open(key, this.#pathOf(key), this.#options) };
    this.#open.set(key, known);
    const { opened } = known;
    opened.catch(() => this.#open.get(key)?.opened === opened && this.#open.delete(key));
    for (const [oldest, { opened: old }] of this.#open) {
      if (this.#open.size <= OPEN) break;
      this.#open.delete(oldest);
      this.#retire(old);
    }
    return opened;
  }

  /** Closes everything, for good. */
  async close(): Promise<void> {
    for (const timer of this.#retired.values()) clearTimeout(timer);
    const all = [...this.#open.values()].map(({ opened }) => opened);
    await Promise.all([...all, ...this.#retired.keys()].map((opened) => this.#close(opened)));
    this.#open.clear();
    this.#retired.clear();
  }

  #retire(opened: Promise<ServedCase>): void {
    const close = () => {
      this.#retired.delete(opened);
      void this.#close(opened);
    };
    this.#retired.set(opened, setTimeout(close, GRACE).unref());
  }

  async #close(opened: Promise<ServedCase>): Promise<void> {
    await (await opened.catch(() => undefined))?.close();
  }

  async #keys(): Promise<[key: string, mark: string][]> {
    if (this.#single) {
      const mark = await marked(this.#root);
      return mark === undefined ? [] : [[basename(this.#root), mark]];
    }
    const names = (await readdir(this.#root)).sort(byText);
    const marks = await Promise.all(names.map((name) => marked(join(this.#root, name))));
    return names.flatMap((name, i): [string, string][] => (marks[i] === undefined ? [] : [[name, marks[i]!]]));
  }

  #pathOf(key: string): string {
    return this.#single ? this.#root : join(this.#root, key);
  }

  async #summary(key: string, mark: string): Promise<CaseSummary> {
    let known = this.#known.get(key);
    if (known?.mark !== mark) {
      known = { mark, summary: this.#look(key) };
      this.#known.set(key, known);
    }
    return known.summary;
  }

  /** Never fails: a damaged case is a line that says so. */
  async #look(key: string): Promise<CaseSummary> {
    const path = this.#pathOf(key);
    try {
      const file = await readCaseFile(path);
      const problem = file && (await whyNotOpen(path, file));
      if (file && problem !== undefined) return { key, name: file.name, condition: file.state, problem };
      return await summaryOf(key, path);
    } catch (error) {
      const problem = error instanceof AfterimageError ? error.message : 'It cannot be read.';
      return { key, name: key, condition: 'damaged', problem };
    }
  }
}

/** When case.json was written, and how long it is; undefined for a folder without one. */
async function marked(folder: string): Promise<string | undefined> {
  const found = await lstat(join(folder, 'case.json')).catch(() => undefined);
  return found?.isFile() ? `${found.mtimeMs} ${found.size} ${found.ino}` : undefined;
}
