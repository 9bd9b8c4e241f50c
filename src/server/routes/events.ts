import { disclosures } from '../../model/disclosures.ts';
import { byInstant, type FindingSummary, type StoryAnswer } from '../../model/index.ts';
import { eventDetail, eventsAnswer, histogramAnswer, logsAnswer, storyAnswer } from '../answers/events.ts';
import { lane } from '../answers/words.ts';
import { findingSummaries } from '../finding-views.ts';
import { type Route, route, z } from '../http.ts';
import type { Shelf } from '../shelf.ts';
import { notFound } from '../trouble.ts';
import { caseParam, flag, instant, rowParam, several, text, whole } from './parameters.ts';

/** Findings that are drawn. */
const DRAWN = 2000;

const filter = {
  from: instant.optional(),
  until: instant.optional(),
  lane: several(lane),
  source: several(text(100)),
  path: text(4096).optional(),
  text: text(512).optional(),
  node: text(256).optional(),
  code: text(256).optional(),
  user: text(256).optional(),
  recovered: flag.optional(),
  findings: flag.optional(),
  finding: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
};

const inOrder = ({ from, until }: { from?: string | undefined; until?: string | undefined }) =>
  from === undefined || until === undefined || Date.parse(from) < Date.parse(until);

const late = { path: ['until'], message: 'expected a time after from' };
const histogramQuery = z
  .strictObject({ ...filter, from: instant, until: instant, buckets: whole(1, 2000) })
  .refine(inOrder, late);
const eventsQuery = z
  .strictObject({
    ...filter,
    offset: whole(0, 1e12).optional(),
    at: instant.optional(),
    limit: whole(1, 1000).optional(),
  })
  .refine(inOrder, late);

export const eventRoutes = (shelf: Shelf): Route[] => [
  route({
    method: 'get',
    path: '/api/cases/{case}/story',
    summary: 'When there are events, what was found when, and what was published when',
    params: caseParam,
    answer: storyAnswer,
    handle: async ({ params }, signal): Promise<StoryAnswer> => {
      const served = await shelf.case(params.case);
      const findings = await findingSummaries(served);
      const { coverage, assessment } = served.documents;
      const extent = await (await served.tables()).events.extent(signal);
      return {
        ...extent,
        ...(extent.usual && { usual: widened(extent, findings)! }),
        findings: findings.slice(0, DRAWN),
        findingsTotal: findings.length,
        disclosures: [...disclosures],
        ...(assessment && { activity: assessment.activity }),
        spans: coverage.flatMap(({ spans }) =>
          spans.map(({ log, from, to }) => ({ log, ...(from && { from }), ...(to && { to }) })),
        ),
      };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/histogram',
    summary: 'Events counted per stretch of time and lane',
    params: caseParam,
    query: histogramQuery,
    answer: histogramAnswer,
    handle: async ({ params, query }, signal) =>
      (await (await shelf.case(params.case)).tables()).events.histogram(query, signal),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/events',
    summary: 'A page of events in the order of time',
    params: caseParam,
    query: eventsQuery,
    answer: eventsAnswer,
    handle: async ({ params, query }, signal) =>
      (await (await shelf.case(params.case)).tables()).events.page(query, signal),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/events/{row}',
    summary: 'One event with all its fields',
    params: rowParam,
    answer: eventDetail,
    handle: async ({ params }, signal) => {
      const found = await (await (await shelf.case(params.case)).tables()).events.one(params.row, signal);
      if (!found) throw notFound(`The timeline has no row ${params.row}.`);
      return found;
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/logs',
    summary: 'The logs that were read',
    params: caseParam,
    answer: logsAnswer,
    handle: async ({ params }) => (await (await shelf.case(params.case)).tables()).events.logs(),
  }),
];

/** The first view with what can be dated of the findings that weigh, as far as there are events. */
function widened(
  { from, until, usual }: Pick<StoryAnswer, 'from' | 'until' | 'usual'>,
  findings: readonly FindingSummary[],
) {
  if (!usual || from === undefined || until === undefined) return usual;
  const bounds = findings
    .filter((finding) => finding.kind === 'compromise')
    .flatMap(({ appeared, removed }) =>
      [appeared?.notAfter ?? appeared?.notBefore ?? [], removed?.notAfter ?? []].flat(),
    )
    .filter((time) => byInstant(time, from) >= 0 && byInstant(time, until) <= 0);
  const all = [usual.from, usual.until, ...bounds].sort(byInstant);
  return { from: all[0]!, until: all.at(-1)! };
}
