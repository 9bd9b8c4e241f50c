import type { CaseDetail, CaseList, CaseSummary, CoverageAnswer, IntegrityAnswer } from '../../model/index.ts';
import { z } from '../http.ts';
import { byTriage, counts } from './findings.ts';
import {
  activity,
  attribution,
  conclusion,
  confidence,
  count,
  coverage,
  evidence,
  exposure,
  host,
  inLanguages,
  interval,
  ownership,
  theft,
  time,
  verdict,
  visibility,
} from './words.ts';

const text = z.string().optional();

const caseSummary = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    condition: z.enum(['complete', 'running', 'interrupted', 'failed', 'damaged']),
    problem: text,
    subject: text,
    conclusion: conclusion.optional(),
    confidence: confidence.optional(),
    statement: inLanguages(z.string()).optional(),
    host: z.strictObject({ product: z.string(), title: z.string(), version: text, name: text }).optional(),
    owner: z
      .strictObject({ name: z.string(), country: text, sector: text, basis: z.enum(['stated', 'evidence']) })
      .optional(),
    since: interval.optional(),
    removed: interval.optional(),
    examinedAt: time.optional(),
    evidence: z.array(z.strictObject({ name: z.string(), size: count })).optional(),
    counts: counts.optional(),
    triage: byTriage.optional(),
  })
  .openapi('CaseSummary') satisfies z.ZodType<CaseSummary>;

export const caseList = z
  .strictObject({ cases: z.array(caseSummary), total: count, known: count, campaign: z.boolean() })
  .openapi('CaseList') satisfies z.ZodType<CaseList>;

const step = z.strictObject({ what: z.string(), how: z.string() });

export const caseDetail = caseSummary
  .extend({
    verdict,
    host,
    evidenceRead: z.array(evidence),
    steps: inLanguages(z.array(step)),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    content: z.strictObject({ version: z.string(), hash: z.string() }),
    custody: z.record(z.string(), z.string()),
    runs: z.array(
      z.object({ startedAt: time, endedAt: time.optional(), state: z.string(), threads: count.optional() }),
    ),
    ledger: z.strictObject({ head: z.string(), length: count }),
    assessment: z.strictObject({ attribution, exposure, theft, activity, ownership: ownership.optional() }).optional(),
    notes: z.strictObject({ possible: z.boolean(), why: text }),
    evidenceAvailable: z.strictObject({ available: z.boolean(), why: text }),
  })
  .openapi('CaseDetail') satisfies z.ZodType<CaseDetail>;

export const integrityAnswer = z
  .strictObject({ sound: z.boolean(), problems: z.array(z.string()) })
  .openapi('IntegrityAnswer') satisfies z.ZodType<IntegrityAnswer>;

export const coverageAnswer = z
  .strictObject({
    visibility: z.array(visibility).optional(),
    limitedBy: z.array(z.string()),
    evidence: z.array(coverage),
  })
  .openapi('CoverageAnswer') satisfies z.ZodType<CoverageAnswer>;
