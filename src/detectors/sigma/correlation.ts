/** Correlation rules: events of one or more rules, counted in a sliding window for each group. */
import type { Correlation, Detection } from './compile.ts';
import { guardSql } from './guard.ts';
import { joined } from './literal.ts';
import { type FieldColumn, mappingOf } from './mapping.ts';
import { type CorrelationRule, ruleKey, Unusable } from './rule.ts';
import { momentSql, shownSql } from './shown.ts';

/** The column of a field or alias in the events of one of the counted rules. @throws Unusable */
export function fieldOf({ rule }: Correlation, detection: Detection, name: string): FieldColumn {
  const alias = rule.aliases.get(name);
  const own = alias && (alias.get(detection.rule.name ?? '') ?? alias.get(detection.rule.id ?? ''));
  if (alias && own === undefined)
    throw new Unusable(`alias ${JSON.stringify(name)} says nothing of rule ${ruleKey(detection.rule)}`);
  const found = mappingOf(detection.rule.logsource).field(own ?? name);
  if (!found || found.time)
    throw new Unusable(`field ${JSON.stringify(own ?? name)} is in no record of ${detection.mapping.name}`);
  return found;
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=' } as const;

/** @param relation the events that a rule is looked for in */
export function correlationSql(correlation: Correlation, relation: (of: Detection) => string): string {
  const { rule, of } = correlation;
  const keys = rule.groupBy.map((_, i) => `k${i}`);
  const met = metSql(correlation, relation);
  const partition = keys.length > 0 ? `PARTITION BY ${keys.join(', ')}` : '';
  const span = `INTERVAL ${rule.timespan} SECOND`;
  const before = `(${partition} ORDER BY "at" RANGE BETWEEN ${span} PRECEDING AND CURRENT ROW)`;
  const after = `(${partition} ORDER BY "at" RANGE BETWEEN CURRENT ROW AND ${span} FOLLOWING)`;
  const group = keys.length > 0 ? `concat_ws(', ', ${keys.map((k) => `left(${k}, 200)`).join(', ')})` : `''`;
  const known = ['"at" IS NOT NULL', ...keys.map((k) => `${k} IS NOT NULL`)].join(' AND ');
  return `WITH met AS (SELECT * FROM (${met}) WHERE ${known}),
${rule.type === 'temporal_ordered' ? orderedSql(of.length, partition) : 'chained AS (SELECT * FROM met)'},
counted AS (SELECT *, ${holdsSql(rule, of.length, before)} AS holds FROM chained),
shown AS (SELECT *, bool_or(holds) OVER ${after} AS part FROM counted)
SELECT 0 AS rule, count(*) FILTER (WHERE holds) AS holds, count(*) AS n, count(DISTINCT ${group}) AS groups,
  ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last,
  ${shownSql(group)} AS shown
FROM shown WHERE part HAVING count(*) > 0`;
}

/** The events of all counted rules, each with the number `r` of its rule, the group's keys and the counted value. */
function metSql(correlation: Correlation, relation: (of: Detection) => string): string {
  const { of } = correlation;
  const columns = of.map((detection) => columnsSql(correlation, detection));
  const [events] = of.map(relation);
  if (of.length === 1 || columns.some((c) => c !== columns[0]) || of.some((d) => relation(d) !== events))
    return of
      .map(
        (detection, r) =>
          `SELECT ${r} AS r, ${columns[r]}, * FROM ${relation(detection)} WHERE ${guardedSql([detection])} AND ${detection.predicate.sql}`,
      )
      .join('\nUNION ALL\n');
  // Rules that name the same columns are one pass over the events.
  const cases = of.map(({ mapping, predicate }, r) => `CASE WHEN ${mapping.where} AND ${predicate.sql} THEN ${r} END`);
  return `SELECT * FROM (SELECT unnest([${cases.join(', ')}]::INTEGER[]) AS r, ${columns[0]}, * FROM ${events}
WHERE ${guardedSql(of)}) WHERE r IS NOT NULL`;
}

/** The guards of rules over the same events are one question. */
function guardedSql(of: readonly Detection[]): string {
  const wheres = [...new Set(of.map((d) => d.mapping.where))];
  const guards = (where: string) => of.filter((d) => d.mapping.where === where).map((d) => d.predicate.guard);
  return joined(
    wheres.map((where) => `(${where} AND ${guardSql(guards(where))})`),
    'OR',
  );
}

function columnsSql(correlation: Correlation, detection: Detection): string {
  const { rule } = correlation;
  const keys = rule.groupBy.map((name, i) => `${fieldOf(correlation, detection, name).sql} AS k${i}, `).join('');
  return `${keys}${rule.field ? fieldOf(correlation, detection, rule.field).sql : 'NULL::VARCHAR'} AS v`;
}

/** Whether the window that ends with an event fulfils the condition. */
function holdsSql(rule: CorrelationRule, rules: number, window: string): string {
  if (rule.type === 'temporal_ordered')
    return `coalesce(r = ${rules - 1} AND "at" - since <= INTERVAL ${rule.timespan} SECOND, false)`;
  const count =
    rule.type === 'event_count'
      ? `count(*) OVER ${window}`
      : rule.type === 'value_count'
        ? `count(DISTINCT v) OVER ${window}`
        : `count(DISTINCT r) OVER ${window}`;
  return `(${rule.condition.map(({ how, number }) => `${count} ${operators[how]} ${number}`).join(' AND ')})`;
}

/**
 * For each event, since when the rules up to its own had been met in their order: the latest beginning of such a chain
 * that ends with it. One running maximum for each rule, so the time does not grow with the number of chains.
 */
function orderedSql(rules: number, partition: string): string {
  const steps = ['chain0 AS (SELECT *, CASE WHEN r = 0 THEN "at" END AS s0 FROM met)'];
  const window = `(${partition} ORDER BY "at" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  for (let i = 1; i < rules; i++)
    steps.push(
      `chain${i} AS (SELECT *, CASE WHEN r = ${i} THEN max(s${i - 1}) OVER ${window} END AS s${i} FROM chain${i - 1})`,
    );
  return `${steps.join(',\n')},\nchained AS (SELECT *, s${rules - 1} AS since FROM chain${rules - 1})`;
}
