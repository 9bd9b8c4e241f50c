import { byInstant, byText, type CaseList, type CaseListQuery } from '../model/index.ts';
import { conclusion } from './answers/words.ts';
import { campaignOf } from './campaign.ts';
import type { CaseOutline } from './outline.ts';
import type { Shelf } from './shelf.ts';

/** A page of the list of cases. By name and unfiltered, only the cases on the page are looked into. */
export async function caseList(shelf: Shelf, query: CaseListQuery): Promise<CaseList> {
  const { sort = 'name', offset = 0, limit = 100 } = query;
  const keys = await shelf.keys();
  const plain = sort === 'name' && query.text === undefined && query.conclusion === undefined;
  const fitting = plain ? keys : await fittingKeys(shelf, keys, { ...query, sort });
  return {
    cases: await shelf.summaries(fitting.slice(offset, offset + limit)),
    total: fitting.length,
    known: keys.length,
    campaign: (await campaignOf(shelf.folder)) !== undefined,
  };
}

async function fittingKeys(shelf: Shelf, keys: readonly string[], query: CaseListQuery): Promise<string[]> {
  const text = query.text?.toLowerCase();
  return (await shelf.outlines(keys))
    .filter((one) => query.conclusion === undefined || one.conclusion === query.conclusion)
    .filter((one) => text === undefined || one.words.includes(text))
    .sort(order(query.sort ?? 'name'))
    .map(({ key }) => key);
}

/** What has no value comes last, equals by name. */
function order(sort: NonNullable<CaseListQuery['sort']>): (a: CaseOutline, b: CaseOutline) => number {
  const by =
    <V>(value: (one: CaseOutline) => V | undefined, compare: (a: V, b: V) => number) =>
    (a: CaseOutline, b: CaseOutline) => {
      const [left, right] = [value(a), value(b)];
      const missing = Number(left === undefined) - Number(right === undefined);
      return missing || (left !== undefined && right !== undefined ? compare(left, right) : 0) || byText(a.key, b.key);
    };
  switch (sort) {
    case 'conclusion':
      return by(
        (one) => one.conclusion,
        (a, b) => conclusion.options.indexOf(a) - conclusion.options.indexOf(b),
      );
    case 'examined':
      // The latest first.
      return by(
        (one) => one.examinedAt,
        (a, b) => byInstant(b, a),
      );
    case 'since':
      return by((one) => one.since, byInstant);
    case 'name':
      return by((one) => one.key, byText);
  }
}
