import type {
  EventDetail,
  EventRecord,
  EventsAnswer,
  HistogramAnswer,
  LogsAnswer,
  StoryAnswer,
} from '../../model/index.ts';
import { z } from '../http.ts';
import { findingSummary } from './findings.ts';
import { activity, count, lane, time } from './words.ts';

const text = z.string().optional();
const stretch = { from: time.optional(), until: time.optional() };
const inLane = z.strictObject({ events: count, recovered: count, ...stretch });

export const storyAnswer = z
  .strictObject({
    events: count,
    ...stretch,
    usual: z.strictObject({ from: time, until: time }).optional(),
    lanes: z.strictObject({ files: inLane, logs: inLane, scans: inLane }),
    undated: count,
    findings: z.array(findingSummary),
    findingsTotal: count,
    disclosures: z.array(time),
    activity: activity.optional(),
    spans: z.array(z.strictObject({ log: z.string(), from: time.optional(), to: time.optional() })),
  })
  .openapi('StoryAnswer') satisfies z.ZodType<StoryAnswer>;

const counted = z.strictObject({ events: z.array(count), recovered: z.array(count), findings: z.array(count) });

export const histogramAnswer = z
  .strictObject({
    from: time,
    until: time,
    width: z.number().openapi({ description: 'Microseconds.' }),
    lanes: z.strictObject({ files: counted, logs: counted, scans: counted }),
    total: count,
  })
  .openapi('HistogramAnswer') satisfies z.ZodType<HistogramAnswer>;

const eventRecord = z
  .strictObject({
    row: count,
    at: time.optional(),
    zoneUnknown: z.boolean().optional(),
    lane,
    source: z.string(),
    timeKind: z.string(),
    message: z.string(),
    path: text,
    mark: z.enum(['cut', 'recovered']).optional(),
    finding: text,
    node: text,
    user: text,
    code: text,
    sourceIp: text,
    cut: z.literal(true).optional(),
  })
  .openapi('EventRecord') satisfies z.ZodType<EventRecord>;

export const eventsAnswer = z
  .strictObject({ total: count, offset: count, events: z.array(eventRecord) })
  .openapi('EventsAnswer') satisfies z.ZodType<EventsAnswer>;

export const eventDetail = eventRecord
  .extend({ fields: z.record(z.string(), z.unknown()) })
  .openapi('EventDetail') satisfies z.ZodType<EventDetail>;

const log = z.strictObject({ path: z.string(), source: z.string(), events: count, recovered: count, ...stretch });

export const logsAnswer = z
  .strictObject({ logs: z.array(log), sources: z.array(z.string()) })
  .openapi('LogsAnswer') satisfies z.ZodType<LogsAnswer>;
