import { addNote } from '../../index.ts';
import type { Finding, NoteAnswer, NotesAnswer } from '../../model/index.ts';
import * as answers from '../answers/findings.ts';
import { about, severity, state, triageState } from '../answers/words.ts';
import { findingDetail, findingsPage } from '../finding-views.ts';
import { type Route, route, z } from '../http.ts';
import type { ServedCase } from '../served-case.ts';
import type { Shelf } from '../shelf.ts';
import { notFound } from '../trouble.ts';
import { caseParam, findingParam, several, text, whole } from './parameters.ts';

const listQuery = z.strictObject({
  severity: severity.optional(),
  state: several(state),
  about: several(about),
  family: text(100).optional(),
  triage: several(triageState),
  path: text(4096).optional(),
  text: text(512).optional(),
  sort: z.enum(['strength', 'appeared', 'removed', 'path']).optional(),
  offset: whole(0, 1e9).optional(),
  limit: whole(1, 1000).optional(),
});

const noteBody = z
  .strictObject({
    action: z.enum(['confirm', 'dismiss', 'reopen', 'note']),
    text: z.string().trim().min(1).max(4000).optional(),
    by: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ action, text }) => text !== undefined || (action !== 'dismiss' && action !== 'note'), {
    path: ['text'],
    message: 'is needed: why it is dismissed, or what is noted',
  });

export const findingRoutes = (shelf: Shelf): Route[] => [
  route({
    method: 'get',
    path: '/api/cases/{case}/findings',
    summary: 'A page of findings, with what people said of them',
    params: caseParam,
    query: listQuery,
    answer: answers.findingsAnswer,
    handle: async ({ params, query }) => findingsPage(await shelf.case(params.case), query),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/findings/{id}',
    summary: 'One finding with everything',
    params: findingParam,
    answer: answers.findingDetail,
    handle: async ({ params }, signal) => {
      const served = await shelf.case(params.case);
      return findingDetail(served, findingOf(served, params.id), signal);
    },
  }),
  route({
    method: 'post',
    path: '/api/cases/{case}/findings/{id}/notes',
    summary: 'Confirm a finding, dismiss it with a reason, or note something; kept in the ledger of the case',
    params: findingParam,
    body: noteBody,
    answer: answers.noteAnswer,
    handle: async ({ params, body }): Promise<NoteAnswer> => {
      const served = await shelf.case(params.case);
      const finding = findingOf(served, params.id);
      const { note, ledger } = await addNote(served.path, { finding: finding.id, ...body }, served.now);
      return { note, triage: await served.triage(finding.id), ledger };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/notes',
    summary: 'Every note of a case, oldest first',
    params: caseParam,
    answer: answers.notesAnswer,
    handle: async ({ params }): Promise<NotesAnswer> => ({ notes: await (await shelf.case(params.case)).notes() }),
  }),
];

function findingOf(served: ServedCase, id: string): Finding {
  const finding = served.findings.get(id);
  if (!finding) throw notFound(`There is no finding ${id} in this case.`);
  return finding;
}
