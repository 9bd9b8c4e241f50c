import type {
  FindingCounts,
  FindingDetail,
  FindingSummary,
  FindingsAnswer,
  Note,
  NoteAnswer,
  NotesAnswer,
  Triage,
} from '../../model/index.ts';
import { z } from '../http.ts';
import {
  about,
  allocation,
  confidence,
  count,
  finding,
  interval,
  severity,
  state,
  system,
  time,
  triageState,
} from './words.ts';

const kind = z.enum(['compromise', 'traces', 'review']);

export const counts = z
  .strictObject({
    total: count,
    bySeverity: z.record(severity, count),
    byState: z.record(state, count),
    byAbout: z.record(about, count),
  })
  .openapi('FindingCounts') satisfies z.ZodType<FindingCounts>;

export const byTriage = z.record(triageState, count);

export const findingSummary = z
  .strictObject({
    id: z.string(),
    kind,
    about,
    state,
    severity,
    confidence,
    rule: z.string(),
    title: z.string(),
    family: z.string().optional(),
    actors: z.array(z.string()),
    techniques: z.array(z.string()),
    path: z.string().optional(),
    system: system.optional(),
    allocation,
    sha256: z.string().optional(),
    appeared: interval.optional(),
    removed: interval.optional(),
    triage: triageState,
    notes: count,
  })
  .openapi('FindingSummary') satisfies z.ZodType<FindingSummary>;

export const findingsAnswer = z
  .strictObject({
    findings: z.array(findingSummary),
    total: count,
    counts: counts.extend({ byTriage }),
    families: z.array(z.string()),
  })
  .openapi('FindingsAnswer') satisfies z.ZodType<FindingsAnswer>;

const note = z
  .strictObject({
    seq: count,
    at: time,
    finding: z.string(),
    action: z.enum(['confirm', 'dismiss', 'reopen', 'note']),
    text: z.string().optional(),
    by: z.string().optional(),
  })
  .openapi('Note') satisfies z.ZodType<Note>;

const triage = z
  .strictObject({ state: triageState, notes: z.array(note) })
  .openapi('Triage') satisfies z.ZodType<Triage>;

export const noteAnswer = z
  .strictObject({ note, triage, ledger: z.strictObject({ head: z.string(), length: count }) })
  .openapi('NoteAnswer') satisfies z.ZodType<NoteAnswer>;

export const notesAnswer = z
  .strictObject({ notes: z.array(note) })
  .openapi('NotesAnswer') satisfies z.ZodType<NotesAnswer>;

const command = z.strictObject({
  text: z.string().optional(),
  expects: z.string().optional(),
  trouble: z.enum(['unlisted', 'badName']).optional(),
});

export const findingDetail = z
  .strictObject({
    finding,
    kind,
    commands: z.array(z.array(command)),
    row: count.optional(),
    triage,
    events: count,
  })
  .openapi('FindingDetail') satisfies z.ZodType<FindingDetail>;
