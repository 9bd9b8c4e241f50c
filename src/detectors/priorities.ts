import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AfterimageError, type BaseRates, type PriorityList } from '../model/index.ts';
import { contentFolder } from './content.ts';

/** The list that comes with us: what somebody declared to want. */
export const shippedPriorities = (): PriorityList =>
  readPriorities(join(contentFolder, 'priorities', 'five-year-plan-14.json'));

type Loose = Record<string, unknown>;

const text = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length < 500;
const record = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Categories of one list, and sectors of one category. */
const MOST = 200;

/**
 * A list of priorities: `{"name", "source", "categories": [{"id", "title": {"en", "ja"}, "sectors": [...]}]}`. Sectors
 * are best those of STIX; one belongs to one category.
 * @throws AfterimageError `no-input` or `bad-content` with what is wrong where
 */
export function readPriorities(path: string): PriorityList {
  const list = read(path, 'priorities');
  const bad = refusal('priorities', path);
  if (!text(list.name)) throw bad('it has no "name"');
  if (!text(list.source)) throw bad('it has no "source": whoever reads the result must know whose list it is');
  if (!Array.isArray(list.categories) || list.categories.length === 0 || list.categories.length > MOST)
    throw bad(`expected 1 to ${MOST} "categories"`);
  const owner = new Map<string, string>();
  const categories = list.categories.map((given: unknown, i) => {
    const category = record(given) ? given : {};
    const where = `category ${i + 1}`;
    if (!text(category.id)) throw bad(`${where} has no "id"`);
    const { id } = category;
    const title = record(category.title) ? category.title : {};
    if (!text(title.en)) throw bad(`${where} has no "title" with "en"`);
    const sectors = category.sectors;
    if (!Array.isArray(sectors) || sectors.length === 0 || sectors.length > MOST || !sectors.every(text))
      throw bad(`${where} has no "sectors", expected words such as "energy"`);
    const names = sectors.map((s) =>
      s
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_]+/g, '-'),
    );
    for (const name of names) {
      const other = owner.get(name);
      if (other !== undefined && other !== id) throw bad(`the sector ${name} is in ${other} and in ${id}`);
      owner.set(name, id);
    }
    return { id, title: { en: title.en, ja: text(title.ja) ? title.ja : title.en }, sectors: names };
  });
  return { name: list.name, source: list.source, categories };
}

/**
 * Base rates: `{"source", "rates": {"energy": 0.05, ...}}`, the share of all owners in each category.
 * @throws AfterimageError `no-input` or `bad-content`
 */
export function readBaseRates(path: string, { categories, name }: PriorityList): BaseRates {
  const given = read(path, 'base rates');
  const bad = refusal('base rates', path);
  if (!text(given.source)) throw bad('it has no "source": a rate that nobody states is no rate');
  if (!record(given.rates)) throw bad('it has no "rates"');
  const rates: Record<string, number> = {};
  let sum = 0;
  for (const [id, rate] of Object.entries(given.rates)) {
    if (!categories.some((c) => c.id === id))
      throw bad(`"${id}" is no category of "${name}"; expected ${categories.map((c) => c.id).join(', ')}`);
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) throw bad(`the rate of ${id} is not from 0 to 1`);
    rates[id] = rate;
    sum += rate;
  }
  if (sum > 1.000001) throw bad(`the rates add up to ${sum.toFixed(3)}, expected at most 1`);
  return { source: given.source, rates };
}

const refusal = (what: string, path: string) => (why: string) =>
  new AfterimageError('bad-content', `Cannot use the ${what} in ${path}: ${why}.`);

function read(path: string, what: string): Loose {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AfterimageError('no-input', `Cannot read the ${what} in ${path}: it does not exist or cannot be read.`, {
      cause,
    });
  }
  try {
    const value: unknown = JSON.parse(content);
    if (record(value)) return value;
  } catch {
    // Said below.
  }
  throw new AfterimageError('bad-content', `Cannot use the ${what} in ${path}: it is no JSON object.`);
}
