import type {
  Assessment,
  Coverage,
  Difference,
  Evidence,
  Finding,
  Host,
  Interval,
  Ownership,
  Verdict,
  Visibility,
} from '../../model/index.ts';
import { z } from '../http.ts';

/** An object that docs/formats/case.md describes field by field, as it lies in the case. */
const fromCase = <T>(name: string, where: string) =>
  z
    .custom<T>((given) => typeof given === 'object' && given !== null)
    .openapi(name, { type: 'object', description: where });

export const finding = fromCase<Finding>('Finding', 'One line of findings.jsonl; docs/formats/case.md has its fields.');
export const verdict = fromCase<Verdict>('Verdict', 'verdict.json; docs/formats/case.md has its fields.');
export const host = fromCase<Host>('Host', '`host` of case.json.');
export const evidence = fromCase<Evidence>('Evidence', 'One element of `evidence` of case.json.');
export const coverage = fromCase<Coverage & { unreadTotal: number }>(
  'Coverage',
  'One element of coverage.json with at most 200 `unread`, and `unreadTotal`.',
);
export const visibility = fromCase<Visibility>('Visibility', 'One element of `visibility` of assessment.json.');
export const activity = fromCase<Assessment['activity']>('Activity', '`activity` of assessment.json.');
export const attribution = fromCase<Assessment['attribution']>('Attribution', '`attribution` of assessment.json.');
export const exposure = fromCase<Assessment['exposure']>('Exposure', '`exposure` of assessment.json.');
export const theft = fromCase<Assessment['theft']>('Theft', '`theft` of assessment.json.');
export const ownership = fromCase<Ownership>('Ownership', '`ownership` of assessment.json.');
export const campaign = fromCase<object>('Campaign', 'campaign.json, as `afterimage campaign` wrote it.');

export const time = z.string().openapi({ description: 'RFC 3339, UTC.' });
export const count = z.number().int().min(0);

export const interval = z
  .strictObject({ notBefore: time.optional(), notAfter: time.optional(), basis: z.array(z.string()).optional() })
  .openapi('Interval') satisfies z.ZodType<Interval>;

export const difference = z
  .strictObject({ added: count, removed: count, text: z.string() })
  .openapi('Difference') satisfies z.ZodType<Difference>;

export const inLanguages = <S extends z.ZodType>(one: S) => z.strictObject({ en: one, ja: one });

export const severity = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
export const state = z.enum(['live', 'removed', 'reverted', 'edited', 'inferred']);
export const about = z.enum(['compromise', 'removal', 'tampering', 'exposure', 'lead']);
export const confidence = z.enum(['low', 'medium', 'high']);
export const triageState = z.enum(['open', 'confirmed', 'dismissed']);
export const system = z.enum(['current', 'rollback', 'factory-reset', 'shared', 'unknown']);
export const allocation = z.enum(['allocated', 'superseded', 'deleted', 'orphan', 'unallocated', 'slack']);
export const lane = z.enum(['files', 'logs', 'scans']);

/** The worst first. */
export const conclusion = z.enum([
  'compromised',
  'compromised-then-cleaned',
  'suspected',
  'inconclusive',
  'no-evidence-found',
]);
