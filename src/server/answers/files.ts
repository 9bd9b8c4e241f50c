import type {
  BytesAnswer,
  DiffAnswer,
  FileVersionDetail,
  FileVersionSummary,
  MomentsAnswer,
  TreeAnswer,
  VersionsAnswer,
} from '../../model/index.ts';
import { entryKinds } from '../../model/index.ts';
import { z } from '../http.ts';
import { allocation, count, difference, system, time } from './words.ts';

const text = z.string().optional();

const kind = z.enum(entryKinds);

const moment = z.strictObject({
  at: time,
  kind: z.enum(['changed', 'removed']),
  volume: z.string(),
  changes: count,
  paths: z.array(z.string()),
});

export const momentsAnswer = z
  .strictObject({
    moments: z.array(moment),
    total: count,
    now: time.optional(),
    horizons: z.array(z.strictObject({ volume: z.string(), from: time.optional(), to: time.optional(), says: text })),
    systems: z.array(system),
  })
  .openapi('MomentsAnswer') satisfies z.ZodType<MomentsAnswer>;

const version = z
  .strictObject({
    row: count,
    allocation,
    content: z.enum(['intact', 'partial', 'lost']),
    size: z.number(),
    inode: z.number().optional(),
    sha256: text,
    from: time.optional(),
    until: time.optional(),
    transaction: z.number().optional(),
    committed: time.optional(),
  })
  .openapi('FileVersionSummary') satisfies z.ZodType<FileVersionSummary>;

const entry = z.strictObject({
  name: z.string(),
  path: z.string(),
  system: system.optional(),
  kind: z.enum([...kind.options, 'archive']),
  standing: z.enum(['live', 'earlier', 'gone', 'later', 'unknown']),
  version: version.optional(),
  versions: count,
  reverted: z.boolean(),
  below: z.strictObject({ entries: count, gone: count, findings: count }).optional(),
  findings: z.array(z.string()),
});

export const treeAnswer = z
  .strictObject({ path: z.string(), at: time.optional(), entries: z.array(entry), more: count })
  .openapi('TreeAnswer') satisfies z.ZodType<TreeAnswer>;

const range = z.strictObject({
  offset: count,
  length: count,
  hole: z.literal(true).optional(),
  member: text,
});

export const fileVersion = version
  .extend({
    path: text,
    kind,
    system: system.optional(),
    layers: z.string(),
    modified: text,
    accessed: text,
    changed: text,
    born: text,
    deleted: text,
    mode: z.number().optional(),
    uid: z.number().optional(),
    gid: z.number().optional(),
    links: z.number().optional(),
    linkTarget: text,
    md5: text,
    sha1: text,
    notes: z.array(z.string()),
    findings: z.array(z.string()),
    ranges: z.array(range),
  })
  .openapi('FileVersionDetail') satisfies z.ZodType<FileVersionDetail>;

export const versionsAnswer = z
  .strictObject({ versions: z.array(fileVersion), more: count })
  .openapi('VersionsAnswer') satisfies z.ZodType<VersionsAnswer>;

export const diffAnswer = z
  .strictObject({ from: count, to: count, difference: difference.optional(), without: text })
  .openapi('DiffAnswer') satisfies z.ZodType<DiffAnswer>;

export const bytesAnswer = z
  .strictObject({ row: count, offset: count, size: count, base64: z.string(), matches: z.boolean().optional() })
  .openapi('BytesAnswer') satisfies z.ZodType<BytesAnswer>;
