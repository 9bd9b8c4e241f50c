import { readFile } from 'node:fs/promises';
import { byText, type CaseList, type CaseListQuery, type CaseSummary, type CoverageAnswer } from '../../model/index.ts';
import { caseDetail, caseList, coverageAnswer, integrityAnswer } from '../answers/cases.ts';
import { conclusion } from '../answers/words.ts';
import { campaignOf } from '../campaign.ts';
import { plainFile } from '../documents.ts';
import { type Bytes, type Route, route, z } from '../http.ts';
import { reportPolicy } from '../security.ts';
import type { Shelf } from '../shelf.ts';
import { detailOf } from '../summaries.ts';
import { caseParam, text, whole } from './parameters.ts';

/** Stretches that were not read, told for each piece of evidence. */
const UNREAD = 200;

const listQuery = z.strictObject({
  text: text(200).optional(),
  conclusion: conclusion.optional(),
  sort: z.enum(['name', 'conclusion', 'examined', 'since']).optional(),
  offset: whole(0, 1e9).optional(),
  limit: whole(1, 1000).optional(),
});

export const caseRoutes = (shelf: Shelf): Route[] => [
  route({
    method: 'get',
    path: '/api/cases',
    summary: 'The cases that are served',
    query: listQuery,
    answer: caseList,
    handle: async ({ query }): Promise<CaseList> => {
      const all = await shelf.list();
      const { offset = 0, limit = 100 } = query;
      const fitting = all.filter((one) => fits(one, query)).sort(order(query.sort ?? 'name'));
      return {
        cases: fitting.slice(offset, offset + limit),
        total: fitting.length,
        known: all.length,
        campaign: (await campaignOf(shelf.folder)) !== undefined,
      };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}',
    summary: 'One case: verdict, host, evidence, assessment, what to do next',
    params: caseParam,
    answer: caseDetail,
    handle: async ({ params }) => detailOf(await shelf.case(params.case)),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/integrity',
    summary: 'Result files and ledger compared with case.json',
    params: caseParam,
    answer: integrityAnswer,
    handle: async ({ params }) => (await shelf.case(params.case)).integrity(),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/report',
    summary: 'report.html as it lies in the case',
    params: caseParam,
    answer: 'text/html; charset=utf-8',
    handle: async ({ params }): Promise<Bytes> => {
      const { path } = await shelf.case(params.case);
      const bytes = await readFile(await plainFile(path, 'report.html'));
      return { bytes, headers: { 'content-security-policy': reportPolicy } };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/coverage',
    summary: 'What was read, by what, and what was not',
    params: caseParam,
    answer: coverageAnswer,
    handle: async ({ params }): Promise<CoverageAnswer> => {
      const { verdict, coverage, assessment } = (await shelf.case(params.case)).documents;
      return {
        ...(assessment && { visibility: assessment.visibility }),
        limitedBy: verdict.limitedBy,
        evidence: coverage.map((one) => ({
          ...one,
          unread: one.unread.slice(0, UNREAD),
          unreadTotal: one.unread.length,
        })),
      };
    },
  }),
];

function fits(one: CaseSummary, query: CaseListQuery): boolean {
  const { text } = query;
  if (query.conclusion !== undefined && one.conclusion !== query.conclusion) return false;
  if (text === undefined) return true;
  const { key, name, subject, host, owner, statement, problem } = one;
  const words = [key, name, subject, host?.title, host?.name, host?.version, problem];
  const looked = [...words, owner?.name, owner?.country, owner?.sector, statement?.en, statement?.ja];
  return looked.some((word) => word?.toLowerCase().includes(text.toLowerCase()));
}

function order(sort: NonNullable<CaseListQuery['sort']>): (a: CaseSummary, b: CaseSummary) => number {
  const key = (one: CaseSummary): string => {
    if (sort === 'conclusion') return one.conclusion ? String(conclusion.options.indexOf(one.conclusion)) : '';
    if (sort === 'examined') return one.examinedAt ?? '';
    return sort === 'since' ? (one.since?.notBefore ?? one.since?.notAfter ?? '') : one.key;
  };
  // Of runs the latest first; what has no value comes last.
  const turn = sort === 'examined' ? -1 : 1;
  return (a, b) =>
    Number(key(a) === '') - Number(key(b) === '') || turn * byText(key(a), key(b)) || byText(a.key, b.key);
}
