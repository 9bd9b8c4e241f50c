import type { Severity } from '../../model/index.ts';

/** A piece of a text value: characters, `*`, `?`, or one of the five characters that Windows takes for a dash. */
export type Piece = { text: string } | 'any' | 'one' | 'dash';

export type Compare = 'lt' | 'lte' | 'gt' | 'gte';
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** What a rule asks of one field. */
export type Test =
  | { op: 'text'; pieces: Piece[]; cased: boolean }
  | { op: 'regex'; source: string; flags: string }
  | { op: 'cidr'; network: string }
  | { op: 'exists'; is: boolean }
  | { op: 'null' }
  | { op: 'compare'; how: Compare; number: number }
  | { op: 'time'; unit: TimeUnit; how: Compare | 'eq'; number: number }
  | { op: 'field'; other: string; how: 'equals' | 'startswith' | 'endswith' | 'contains'; cased: boolean };

/** A condition with its searches put in. A match without a field is a keyword: anywhere in the record. */
export type Expression =
  | { kind: 'and' | 'or'; parts: Expression[] }
  | { kind: 'atLeast'; least: number; parts: Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'match'; field?: string; test: Test };

export interface LogSource {
  category?: string;
  product?: string;
  service?: string;
}

/** What only rules of ours say beside what Sigma has a word for: their block `afterimage`. */
export interface OwnBlock {
  about?: string;
  confidence?: string;
  family?: string;
  actors?: string[];
  /** The detector of tampering that tells of the same records where it reads them. */
  toldBy?: string;
}

/** What rules of both kinds have in common. */
interface Head {
  file: string;
  /** Line of its document, from 1. */
  line: number;
  /** True for the content that belongs to Afterimage. */
  ours: boolean;
  id?: string;
  name?: string;
  title: string;
  description?: string;
  status?: string;
  level: Severity;
  author?: string;
  license?: string;
  references: string[];
  falsepositives: string[];
  /** ATT&CK ids among its tags. */
  techniques: string[];
  own?: OwnBlock;
}

export interface DetectionRule extends Head {
  kind: 'detection';
  logsource: LogSource;
  expression: Expression;
}

export const correlationTypes = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;

export interface CorrelationRule extends Head {
  kind: 'correlation';
  type: (typeof correlationTypes)[number];
  /** Ids or names of the rules it counts. */
  rules: string[];
  groupBy: string[];
  /** Seconds. */
  timespan: number;
  /** Bounds on the count; all of them hold. */
  condition: { how: Compare | 'eq'; number: number }[];
  /** Field whose values are counted. */
  field?: string;
  /** Alias -> rule -> field. */
  aliases: Map<string, Map<string, string>>;
  /** True when the rules it counts report as well. */
  generate: boolean;
}

export type SigmaRule = DetectionRule | CorrelationRule;

/** What a rule is known by in findings: its name, its id or its title. */
export const ruleKey = ({ name, id, title }: SigmaRule): string => name ?? id ?? title;

/** Why a rule, or a whole file, is not run. */
export interface NotRun {
  file: string;
  /** From 1. */
  line?: number;
  rule?: string;
  reason: string;
}

/** Why a rule cannot be used; caught where rules are read, never outside of this folder. */
export class Unusable extends Error {}
