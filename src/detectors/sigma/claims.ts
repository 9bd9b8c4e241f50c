/** What the rows of a statement say, as claims. */
import { type About, type Claim, type Confidence, confidences } from '../../model/index.ts';
import { type CorrelationRule, ruleKey, type SigmaRule } from './rule.ts';
import type { ShownEvent } from './shown.ts';

/** A row of a statement. */
export interface SigmaRow {
  /** Place of the rule in the statement's list. */
  rule: number;
  /** Events that match. */
  n: number;
  /** Groups that fulfil a correlation. */
  groups?: number;
  first?: string;
  last?: string;
  /** Where the earliest events stand, as JSON. */
  shown: string;
}

/** A rule that was met, and the events that it shows. */
export interface SigmaHit {
  claim: Claim;
  /** All events that match; `events` are the first of them. */
  count: number;
  events: ShownEvent[];
}

/** The abouts a rule of ours may have. */
export const sigmaAbouts: readonly About[] = ['compromise', 'removal', 'tampering', 'exposure', 'lead'];

/**
 * @param events what the events of `row.shown` say
 * @param contentVersion version of the content that our own rules belong to
 */
export function sigmaHit(row: SigmaRow, rule: SigmaRule, events: ShownEvent[], contentVersion: string): SigmaHit {
  const claim = rule.ours ? ownClaim(rule, row, events, contentVersion) : foreignClaim(rule, row, events);
  return { claim, count: row.n, events };
}

const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((k) => k === value);

function ownClaim(rule: SigmaRule, row: SigmaRow, events: readonly ShownEvent[], version: string): Claim {
  const { own = {} } = rule;
  return {
    ...common(rule, version),
    about: oneOf(sigmaAbouts, own.about) ?? 'lead',
    ...(own.family && { family: own.family }),
    actors: own.actors ?? [],
    confidence: oneOf(confidences, own.confidence) ?? 'low',
    explanation: sentences(
      rule.description ?? `Records match the rule ${ruleKey(rule)}.`,
      told(rule, row, events),
      innocent(rule),
    ),
  };
}

/**
 * A third party's rule. Its severity is the level its author gave it; it is a lead, because what a log line matches is
 * not what is on the device, and because we do not know how the rule was tested.
 */
function foreignClaim(rule: SigmaRule, row: SigmaRow, events: readonly ShownEvent[]): Claim {
  const confidence: Confidence = rule.status === 'stable' || rule.status === 'test' ? 'medium' : 'low';
  return {
    ...common(rule, rule.status ?? ''),
    about: 'lead',
    actors: [],
    confidence,
    explanation: sentences(
      `Records match ${rule.title}, a third-party Sigma rule from ${rule.file}; Afterimage vouches for the match, not for the rule.`,
      told(rule, row, events),
      `Its author rates it ${rule.level}.`,
      rule.author ? `Author: ${rule.author}.` : '',
      rule.license ? `Licence: ${rule.license}.` : '',
      innocent(rule),
    ),
  };
}

const common = (rule: SigmaRule, version: string) => {
  const [reference] = rule.references;
  return {
    rule: { id: ruleKey(rule), source: 'sigma' as const, version, ...(reference !== undefined && { reference }) },
    techniques: rule.techniques,
    severity: rule.level,
    title: rule.title,
    matched: [],
    // A record tells what happened once; whether what it was about is still there, it cannot say.
    state: 'inferred' as const,
  };
};

const sentences = (...all: string[]): string => all.filter((s) => s !== '').join(' ');

const innocent = ({ falsepositives }: SigmaRule): string =>
  falsepositives.length > 0 ? `Innocent causes: ${falsepositives.join('; ').replace(/\.$/, '')}.` : '';

/** How many records, when, and the first of them. */
function told(rule: SigmaRule, { n, groups, first, last }: SigmaRow, events: readonly ShownEvent[]): string {
  const when = first === undefined ? 'without a time' : first === last ? `at ${first}` : `from ${first} to ${last}`;
  const records = n === 1 ? '1 record' : `${n} records`;
  const grouped = rule.kind === 'correlation' ? groupText(rule, groups ?? 0, events) : '';
  const [event] = events;
  return `${records} ${when}${grouped}${event ? `; the first: ${lineOf(event)}` : ''}.`;
}

function groupText(rule: CorrelationRule, groups: number, events: readonly ShownEvent[]): string {
  const by = rule.groupBy.join(' and ');
  if (by === '') return '';
  const names = [...new Set(events.map((e) => e.group ?? ''))].slice(0, 5).map((name) => name.slice(0, 100));
  return `, for ${groups === 1 ? 'one' : groups} ${by} (${names.join('; ')}${groups > names.length ? '; …' : ''})`;
}

/** Characters of a record that an explanation quotes. */
const quoted = 200;

function lineOf(event: ShownEvent): string {
  const request = event.method || event.uri ? [event.method, event.uri, event.status] : [event.code, event.message];
  const parts = [event.at, event.source_ip, event.user, ...request].filter(
    (p) => p !== undefined && p !== null && p !== '',
  );
  const line = parts.join(' ');
  return line.length > quoted ? `${line.slice(0, quoted)}…` : line;
}
