import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readCaseFile, whyNotOpen } from '../index.ts';
import { AfterimageError, byText, type CaseSummary } from '../model/index.ts';
import { type CaseOutline, outlineOf } from './outline.ts';
import { ServedCase, type ServedCaseOptions } from './served-case.ts';
import { summaryOf } from './summaries.ts';
import { notFound } from './trouble.ts';

/** Cases whose tables are held open at once. */
const OPEN = 4;
/** How long a case stays open after it left the shelf: longer than any question that still holds it, milliseconds. */
const GRACE = 90_000;
/** Cases that are looked into at once. */
const AT_ONCE = 8;

/** What is known of a case as long as its case.json stays as it is. */
interface Known {
  mark: string;
  outline?: Promise<CaseOutline>;
  summary?: Promise<CaseSummary>;
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

  /** Every folder that holds a case.json, by name; damaged and unfinished cases too. @throws AfterimageError `io` */
  async keys(): Promise<string[]> {
    const names = await this.#names();
    const marks = await Promise.all(names.map((name) => marked(this.#pathOf(name))));
    for (const [i, name] of names.entries()) this.#note(name, marks[i]);
    return names.filter((_, i) => marks[i] !== undefined);
  }

  /** What is enough to find and sort each of these cases, of those that `keys` named last. */
  outlines(keys: readonly string[]): Promise<CaseOutline[]> {
    return each(keys, (key) => (this.#known.get(key)!.outline ??= outlineOf(key, this.#pathOf(key))));
  }

  /** All that the list says of each of these cases, likewise. */
  summaries(keys: readonly string[]): Promise<CaseSummary[]> {
    return each(keys, (key) => (this.#known.get(key)!.summary ??= this.#look(key)));
  }

  /** One case, open. @throws Refusal 404, and as `openCase` */
  async case(key: string): Promise<ServedCase> {
    const mark = (await this.#names()).includes(key) ? await marked(this.#pathOf(key)) : undefined;
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

  async #names(): Promise<string[]> {
    if (this.#single) return [basename(this.#root)];
    try {
      return (await readdir(this.#root)).sort(byText);
    } catch (cause) {
      throw new AfterimageError('io', `Cannot read ${this.#root}: ${(cause as Error).message}`, { cause });
    }
  }

  #note(key: string, mark: string | undefined): void {
    if (mark === undefined) this.#known.delete(key);
    else if (this.#known.get(key)?.mark !== mark) this.#known.set(key, { mark });
  }

  #pathOf(key: string): string {
    return this.#single ? this.#root : join(this.#root, key);
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

/** Answers in the order of the keys, some at a time. */
async function each<T>(keys: readonly string[], answer: (key: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE)
    answers.push(...(await Promise.all(keys.slice(i, i + AT_ONCE).map(answer))));
  return answers;
}

/** When case.json was written, and how long it is; undefined for a folder without one. */
async function marked(folder: string): Promise<string | undefined> {
  const found = await lstat(join(folder, 'case.json')).catch(() => undefined);
  return found?.isFile() ? `${found.mtimeMs} ${found.size} ${found.ino}` : undefined;
}
