/** A document of a rule file becomes a rule, or the reason why it cannot. */
import { type Severity, severities } from '../../model/index.ts';
import { parseCondition } from './condition.ts';
import {
  type Compare,
  type CorrelationRule,
  correlationTypes,
  type DetectionRule,
  type Expression,
  type LogSource,
  type NotRun,
  type OwnBlock,
  type SigmaRule,
  Unusable,
} from './rule.ts';
import { Budget, readSearch } from './search.ts';
import { readYaml } from './yaml.ts';

/** One rule file as it is read. */
export interface SigmaSource {
  /** Name for messages and reports. */
  file: string;
  text: string;
  ours: boolean;
}

type Map_ = Record<string, unknown>;

/** Reads the rules of one file. A document that is no rule, or cannot be used, is told with its reason. */
export function readSigma(source: SigmaSource): { rules: SigmaRule[]; problems: NotRun[] } {
  const { documents, problems } = readYaml(source.file, source.text);
  const rules: SigmaRule[] = [];
  for (const { line, value } of documents) {
    try {
      rules.push(readRule(value, source, line));
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const rule = nameIn(value);
      problems.push({ file: source.file, line, ...(rule && { rule }), reason: error.message });
    }
  }
  return { rules, problems };
}

const nameIn = (value: unknown): string | undefined =>
  isMap(value) ? (text(value.name) ?? text(value.id) ?? text(value.title)) : undefined;

const isMap = (value: unknown): value is Map_ => value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 4096) : undefined;
const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? []).slice(0, 100);

function readRule(value: unknown, { file, ours }: SigmaSource, line: number): SigmaRule {
  if (!isMap(value)) throw new Unusable('the document is no map, so it is no Sigma rule');
  if ('action' in value)
    throw new Unusable(`"action: ${String(value.action).slice(0, 40)}" is of Sigma 1; each document stands for itself`);
  if ('filter' in value) throw new Unusable('Sigma filters are not supported');
  const title = text(value.title);
  if (!title) throw new Unusable('the rule has no title');
  const [id, name, description] = [text(value.id), text(value.name), text(value.description)];
  const [status, author, license] = [text(value.status), text(value.author), text(value.license)];
  const own = ours ? ownBlock(value.afterimage) : undefined;
  const head = {
    file,
    line,
    ours,
    ...(id && { id }),
    ...(name && { name }),
    title,
    ...(description && { description }),
    ...(status && { status }),
    level: levelOf(value.level),
    ...(author && { author }),
    ...(license && { license }),
    references: [...list(value.references), ...list(value.reference)],
    falsepositives: list(value.falsepositives).filter((said) => !/^(?:unknown|none)\.?$/i.test(said)),
    techniques: techniquesOf(list(value.tags)),
    ...(own && { own }),
  };
  if ('correlation' in value) return { kind: 'correlation', ...head, ...readCorrelation(value.correlation) };
  return { kind: 'detection', ...head, ...readDetection(value) };
}

/** A rule without a level says only that something was there. */
function levelOf(value: unknown): Severity {
  if (value === undefined) return 'informational';
  const level = severities.find((s) => s === String(value).toLowerCase());
  if (!level) throw new Unusable(`level is ${JSON.stringify(value)}, expected one of ${severities.join(', ')}`);
  return level;
}

function techniquesOf(tags: string[]): string[] {
  const found = tags.flatMap((tag) => {
    const match = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag);
    return match ? [match[1]!.toUpperCase()] : [];
  });
  return [...new Set(found)].sort();
}

function ownBlock(value: unknown): OwnBlock | undefined {
  if (!isMap(value)) return undefined;
  const [about, confidence, family] = [text(value.about), text(value.confidence), text(value.family)];
  const toldBy = text(value['told-by']);
  return {
    ...(about && { about }),
    ...(confidence && { confidence }),
    ...(family && { family }),
    ...(toldBy && { toldBy }),
    ...(value.actors !== undefined && { actors: list(value.actors) }),
  };
}

function readDetection(value: Map_): Pick<DetectionRule, 'logsource' | 'expression'> {
  if (!isMap(value.logsource)) throw new Unusable('the rule has no logsource');
  const logsource: LogSource = {};
  for (const key of ['category', 'product', 'service'] as const) {
    const said = text(value.logsource[key]);
    if (said) logsource[key] = said.toLowerCase();
  }
  const { detection } = value;
  if (!isMap(detection)) throw new Unusable('the rule has no detection');
  const { condition, timeframe, ...named } = detection;
  if (timeframe !== undefined)
    throw new Unusable('timeframe belongs to the aggregation of Sigma 1; in Sigma 2 a correlation rule counts');
  const budget = new Budget();
  const searches = new Map<string, Expression>();
  for (const [name, search] of Object.entries(named)) searches.set(name, readSearch(search, budget));
  const conditions = list(condition);
  if (conditions.length === 0) throw new Unusable('the detection has no condition');
  if (typeof condition === 'string' && condition.length > conditions[0]!.length && condition.trim().length > 4096)
    throw new Unusable(`condition has ${condition.length} characters, at most 4096 are taken`);
  const parts = conditions.map((one) => parseCondition(one, searches));
  return { logsource, expression: parts.length === 1 ? parts[0]! : { kind: 'or', parts } };
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const mostRules = 20;

function readCorrelation(value: unknown): Omit<CorrelationRule, keyof DetectionRule> & Pick<CorrelationRule, never> {
  if (!isMap(value)) throw new Unusable('correlation is no map');
  const type = correlationTypes.find((t) => t === value.type);
  if (!type)
    throw new Unusable(
      `correlation type ${JSON.stringify(value.type)} is not known; known are ${correlationTypes.join(', ')}`,
    );
  const rules = list(value.rules);
  if (rules.length === 0) throw new Unusable('the correlation names no rules');
  if (rules.length > mostRules)
    throw new Unusable(`the correlation names ${rules.length} rules, at most ${mostRules} are taken`);
  const span = /^(\d{1,7})([smhd])$/.exec(text(value.timespan) ?? text(value.timeframe) ?? '');
  if (!span) throw new Unusable(`timespan is ${JSON.stringify(value.timespan)}, expected a number and s, m, h or d`);
  const condition = isMap(value.condition) ? value.condition : {};
  const { field, ...bounds } = condition;
  const aliases = new Map<string, Map<string, string>>();
  for (const [alias, of] of Object.entries(isMap(value.aliases) ? value.aliases : {}))
    if (isMap(of))
      aliases.set(alias, new Map(Object.entries(of).flatMap(([rule, f]) => (text(f) ? [[rule, text(f)!]] : []))));
  const result = {
    type,
    rules,
    groupBy: value['group-by'] === undefined ? [] : list(value['group-by']),
    timespan: Number(span[1]) * seconds[span[2]!]!,
    condition: boundsOf(bounds, type, rules.length),
    ...(text(field) && { field: text(field)! }),
    aliases,
    generate: value.generate === true,
  };
  if (type === 'value_count' && !result.field) throw new Unusable('value_count needs a field in its condition');
  return result as never;
}

function boundsOf(bounds: Map_, type: string, rules: number): CorrelationRule['condition'] {
  const entries = Object.entries(bounds);
  if (entries.length === 0) {
    if (type.startsWith('temporal')) return [{ how: 'gte', number: rules }];
    throw new Unusable(`${type} needs a condition such as "gte: 10"`);
  }
  const found = entries.map(([how, number]): CorrelationRule['condition'][number] => {
    if (!['lt', 'lte', 'gt', 'gte', 'eq'].includes(how))
      throw new Unusable(`correlation condition ${JSON.stringify(how)} is not known`);
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0)
      throw new Unusable(`correlation condition ${how} wants a whole number`);
    return { how: how as Compare, number };
  });
  // That something is rare would be true of every log that was cut, and of every window without an event.
  if (!found.some(({ how }) => how === 'gt' || how === 'gte' || how === 'eq'))
    throw new Unusable(
      'a correlation that only says "fewer than" is not supported: a log that was cut would fulfil it',
    );
  if (type === 'temporal_ordered' && !(found.length === 1 && found[0]!.how === 'gte' && found[0]!.number === rules))
    throw new Unusable('temporal_ordered is supported for all of its rules in their order, without another condition');
  return found;
}
