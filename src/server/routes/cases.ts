import { readFile } from 'node:fs/promises';
import type { CoverageAnswer } from '../../model/index.ts';
import * as answers from '../answers/cases.ts';
import { conclusion } from '../answers/words.ts';
import { caseList } from '../case-list.ts';
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
    answer: answers.caseList,
    handle: ({ query }) => caseList(shelf, query),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}',
    summary: 'One case: verdict, host, evidence, assessment, what to do next',
    params: caseParam,
    answer: answers.caseDetail,
    handle: async ({ params }) => detailOf(await shelf.case(params.case)),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/integrity',
    summary: 'Result files and ledger compared with case.json',
    params: caseParam,
    answer: answers.integrityAnswer,
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
    answer: answers.coverageAnswer,
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
