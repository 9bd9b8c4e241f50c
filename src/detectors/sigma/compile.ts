/**
 * Rules become statements over a relation of events. All detection rules are one pass; each correlation rule is one
 * statement. Nothing of a rule or of evidence is ever SQL: names come from our tables, values are literals.
 */
import { byText } from '../../model/index.ts';
import { correlationSql, fieldOf } from './correlation.ts';
import { guardSql } from './guard.ts';
import { column, joined } from './literal.ts';
import { type Mapping, mappingOf } from './mapping.ts';
import { type Predicate, predicateOf } from './predicate.ts';
import { readSigma, type SigmaSource } from './read-rule.ts';
import { type CorrelationRule, type DetectionRule, type NotRun, type SigmaRule, Unusable } from './rule.ts';
import { momentSql, shownSql } from './shown.ts';

/** A detection rule that can be run. */
export interface Detection {
  rule: DetectionRule;
  mapping: Mapping;
  predicate: Predicate;
  /** False when only a correlation counts it. */
  reports: boolean;
}

export interface Correlation {
  rule: CorrelationRule;
  of: Detection[];
}

export interface CompiledSigma {
  detections: Detection[];
  correlations: Correlation[];
  /** Everything that is not run, and why; by file and line. */
  notRun: NotRun[];
}

/** Rules of one examination. */
const mostRules = 20_000;

/** Reads and compiles all rules of the given files. Never throws: what cannot be used is listed. */
export function compileSigma(sources: readonly SigmaSource[]): CompiledSigma {
  const notRun: NotRun[] = [];
  const leave = (rule: SigmaRule, reason: string): void => {
    notRun.push({ file: rule.file, line: rule.line, rule: rule.name ?? rule.id ?? rule.title, reason });
  };
  const taken = new Map<string, SigmaRule>();
  const rules: SigmaRule[] = [];
  for (const source of sources) {
    const read = readSigma(source);
    notRun.push(...read.problems);
    for (const rule of read.rules) {
      const names = [rule.id, rule.name].filter((name) => name !== undefined);
      const twin = names.map((name) => [name, taken.get(name)] as const).find(([, other]) => other !== undefined);
      if (twin) leave(rule, `${twin[0] === rule.id ? 'id' : 'name'} ${twin[0]} is taken by a rule in ${twin[1]!.file}`);
      else if (rules.length >= mostRules) leave(rule, `more than ${mostRules} rules were handed over`);
      else {
        for (const name of names) taken.set(name, rule);
        rules.push(rule);
      }
    }
  }
  const detections = new Map<SigmaRule, Detection>();
  for (const rule of rules) {
    if (rule.kind !== 'detection') continue;
    try {
      if (rule.status === 'unsupported') throw new Unusable('its status is "unsupported"');
      const mapping = mappingOf(rule.logsource);
      detections.set(rule, { rule, mapping, predicate: predicateOf(rule.expression, mapping), reports: true });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      leave(rule, error.message);
    }
  }
  const correlations: Correlation[] = [];
  for (const rule of rules) {
    if (rule.kind !== 'correlation') continue;
    try {
      correlations.push(correlationOf(rule, taken, detections));
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      leave(rule, error.message);
    }
  }
  // Rules that a correlation counts report themselves only when it says so.
  for (const { rule, of } of correlations) if (!rule.generate) for (const detection of of) detection.reports = false;
  for (const { rule, of } of correlations) if (rule.generate) for (const detection of of) detection.reports = true;
  notRun.sort((a, b) => byText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || byText(a.rule ?? '', b.rule ?? ''));
  return { detections: [...detections.values()], correlations, notRun };
}

function correlationOf(
  rule: CorrelationRule,
  taken: ReadonlyMap<string, SigmaRule>,
  detections: ReadonlyMap<SigmaRule, Detection>,
): Correlation {
  const of = rule.rules.map((name) => {
    const found = taken.get(name);
    if (!found)
      throw new Unusable(`it counts rule ${JSON.stringify(name)}, which was not handed over or could not be read`);
    if (found.kind === 'correlation') throw new Unusable('correlations of correlations are not supported');
    const detection = detections.get(found);
    if (!detection) throw new Unusable(`it counts rule ${JSON.stringify(name)}, which is not run`);
    return detection;
  });
  const correlation: Correlation = { rule, of };
  for (const key of [...rule.groupBy, ...(rule.field ? [rule.field] : [])])
    for (const detection of of) fieldOf(correlation, detection, key);
  return correlation;
}

/** A statement, and the rules that its rows speak of by number. */
export interface Statement {
  sql: string;
  rules: SigmaRule[];
}

/** Rules of one pass: more would make a statement that takes longer to plan than to run. */
const together = 200;

/**
 * Passes over the events, one for the rules of a logsource and of no more than go together. A row for each rule that was met: `rule`,
 * its number; `n` events; `first` and `last`; `shown`, where the earliest of them stand, as JSON.
 * @param events a relation with the columns of the event parts
 */
export function detectionStatements(detections: readonly Detection[], events: string): Statement[] {
  const reporting = detections.filter((d) => d.reports);
  return groupsOf(reporting).flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / together) }, (_, i) =>
      onePass(group.slice(i * together, (i + 1) * together), events),
    ),
  );
}

/**
 * True of records that no detector of tampering reads: those of a witness, of free space and of files that are not whole.
 * Of the others it has said more than a rule can.
 */
const onlyHere = `(recovered OR source = 'witness' OR allocation NOT IN ('allocated', 'orphan'))`;

function onePass(detections: readonly Detection[], events: string): Statement {
  const cases = detections.map(({ rule, predicate }, i) => {
    const told = rule.own?.toldBy === undefined ? '' : ` AND ${onlyHere}`;
    return `CASE WHEN ${predicate.sql}${told} THEN ${i} END`;
  });
  const sql = `WITH candidate AS (SELECT * FROM ${events}
WHERE ${detections[0]!.mapping.where} AND ${guardSql(detections.map((d) => d.predicate.guard))}),
met AS (SELECT unnest([${cases.join(',\n')}]::INTEGER[]) AS rule, * FROM candidate)
SELECT rule, count(*) AS n, ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last, ${shownSql()} AS shown
FROM met WHERE rule IS NOT NULL GROUP BY rule ORDER BY rule`;
  return { sql, rules: detections.map((d) => d.rule) };
}

/** The statement of one correlation; at most one row, like those of the detections, and `groups`. */
const correlationStatement = (correlation: Correlation, relation: (of: Detection) => string): Statement => ({
  sql: correlationSql(correlation, relation),
  rules: [correlation.rule],
});

/**
 * All statements that rules need, those of many rules first.
 * @param counted names of the tables of `countedTables` that are at hand
 */
export function statementsOf(
  { detections, correlations }: CompiledSigma,
  events: string,
  counted: ReadonlySet<string> = new Set(),
): Statement[] {
  const names = new Map(countedGroups(correlations).map(({ name, group }) => [group[0]!.mapping.where, name]));
  const relation = ({ mapping }: Detection): string => {
    const name = names.get(mapping.where)!;
    return counted.has(name) ? name : events;
  };
  return [
    ...detectionStatements(detections, events),
    ...correlations.map((correlation) => correlationStatement(correlation, relation)),
  ];
}

/** What takes the most room in an event. */
const bulky = ['message', 'fields', 'user_agent'];

/**
 * Tables of the events that some correlation counts, one for each logsource: all rules over the same events are one pass
 * then, and each correlation reads these few alone.
 */
export function countedTables({ correlations }: CompiledSigma, events: string): { name: string; sql: string }[] {
  return countedGroups(correlations).map(({ name, group }) => {
    const asked = correlations.filter(({ of }) => of.some((d) => group.includes(d)));
    const text = asked.map((correlation) => correlationSql(correlation, () => events)).join(' ');
    const unasked = bulky.filter((one) => !new RegExp(`\\b${one}\\b`).test(text));
    const columns = unasked.length > 0 ? `* EXCLUDE (${unasked.map(column).join(', ')})` : '*';
    const [guard, rules] = [guardSql(group.map((d) => d.predicate.guard)), group.map((d) => d.predicate.sql)];
    const sql = `SELECT ${columns} FROM ${events} WHERE ${group[0]!.mapping.where} AND ${guard} AND ${joined(rules, 'OR')}`;
    return { name, sql: `CREATE TEMP TABLE ${name} AS ${sql}` };
  });
}

const countedGroups = (correlations: readonly Correlation[]): { name: string; group: Detection[] }[] =>
  groupsOf([...new Set(correlations.flatMap(({ of }) => of))]).map((group, i) => ({ name: `counted_${i}`, group }));

/** Rules over the same events. */
function groupsOf(detections: readonly Detection[]): Detection[][] {
  const groups = new Map<string, Detection[]>();
  for (const detection of detections) {
    const group = groups.get(detection.mapping.where);
    if (group) group.push(detection);
    else groups.set(detection.mapping.where, [detection]);
  }
  return [...groups.values()];
}

/** The rules of a statement each in a statement of its own; none when there is only one. */
export function singly(statement: Statement, { detections }: CompiledSigma, events: string): Statement[] {
  if (statement.rules.length < 2) return [];
  return detections.filter((d) => statement.rules.includes(d.rule)).map((d) => onePass([d], events));
}

/** True of the events that some of the rules read. */
export const whereSql = ({ detections }: CompiledSigma): string =>
  joined([...new Set(detections.map((d) => d.mapping.where)), 'false'].sort(byText), 'OR');
