import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AfterimageError, byText, confidences, severities } from '../model/index.ts';
import { contentFolder, loadContent } from './content.ts';
import { type IndicatorFile, loadIndicators, readIndicatorFiles } from './indicators/index.ts';
import { holdsSigma } from './sigma/index.ts';
import { checkOwnSigma, checkSigma } from './sigma-check.ts';
import {
  collectRules,
  compileRules,
  holdsYara,
  type RuleSource,
  type RuleText,
  readRuleText,
  ruleAbouts,
  YaraScanner,
} from './yara/index.ts';

/** Something wrong with content. */
export interface ContentProblem {
  file: string;
  /** From 1. */
  line?: number;
  reason: string;
}

export interface ContentCheck {
  problems: ContentProblem[];
  /** Rules and indicators that are in order, and samples that were scanned. */
  rules: number;
  indicators: number;
  samples: number;
}

/** Fewest samples that show what a rule finds, and what it leaves alone. */
const fewest = { hit: 3, miss: 2 };
const scanTimeoutMs = 60_000;

/**
 * Checks content before it is used: rules compile, ours say all that a finding needs, samples hit and miss as they are
 * named, indicators can be used. A path is a pack (a folder with `yara/`), a rule file or folder, or an indicator
 * file; without paths, our own pack is checked.
 * @throws AfterimageError when a path cannot be read at all
 */
export function checkContent(paths: readonly string[] = []): ContentCheck {
  const total: ContentCheck = { problems: [], rules: 0, indicators: 0, samples: 0 };
  for (const path of paths.length > 0 ? paths : [contentFolder]) {
    const one = checkPath(path);
    total.problems.push(...one.problems);
    total.rules += one.rules;
    total.indicators += one.indicators;
    total.samples += one.samples;
  }
  return total;
}

function checkPath(path: string): ContentCheck {
  if (!existsSync(path)) throw new AfterimageError('no-input', `content: ${path} does not exist`);
  if (existsSync(join(path, 'yara'))) return checkPack(path);
  const sigma = holdsSigma(path) ? checkSigma([path]) : undefined;
  if (sigma && !holdsYara(path)) return { ...sigma, indicators: 0 };
  const isRules = statSync(path).isDirectory() || /\.(?:yar|yara|rule|rules)$/i.test(path);
  if (!isRules) {
    const { problems, count } = checkIndicators(readIndicatorFiles([path]));
    return { problems, rules: 0, indicators: count, samples: 0 };
  }
  const { sources, problems } = collectRules([path]);
  const { rejected, ruleCount } = compileRules(sources);
  const found = [...problems, ...rejected].map(problem);
  return {
    problems: [...found, ...(sigma?.problems ?? [])],
    rules: ruleCount + (sigma?.rules ?? 0),
    indicators: 0,
    samples: 0,
  };
}

function checkPack(folder: string): ContentCheck {
  const content = loadContent(folder);
  const compiled = compileRules(content.rules);
  const rules = content.rules.flatMap((source) => readRuleText(source.text).rules.map((rule) => ({ source, rule })));
  const { problems, count } = checkIndicators(content.indicators);
  const samples = checkSamples(join(folder, 'samples'), new YaraScanner(compiled.bytes), idsOf(rules));
  const sigma = checkOwnSigma(content.sigma, join(folder, 'sigma', 'samples'));
  return {
    problems: [
      ...compiled.rejected.map(problem),
      ...checkMeta(rules),
      ...samples.problems,
      ...sigma.problems,
      ...problems,
    ],
    rules: compiled.ruleCount + sigma.rules,
    indicators: count,
    samples: samples.count + sigma.samples,
  };
}

const problem = ({
  file,
  line,
  rule,
  reason,
}: {
  file: string;
  line?: number;
  rule?: string;
  reason: string;
}): ContentProblem => ({
  file,
  ...(line !== undefined && { line }),
  reason: rule === undefined ? reason : `rule ${rule}: ${reason}`,
});

interface SourcedRule {
  source: RuleSource;
  rule: RuleText;
}

const metaOf = ({ rule }: SourcedRule, key: string): string | undefined => {
  const value = rule.meta.find((m) => m.key === key)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Id and severity of each rule that reports, by namespace and name. Private rules only help others. */
const idsOf = (rules: SourcedRule[]): Map<string, { id: string; severity: string }> =>
  new Map(
    rules.flatMap((r) => {
      const id = metaOf(r, 'id');
      return id
        ? [[`${r.source.namespace}/${r.rule.name}`, { id, severity: metaOf(r, 'severity') ?? '' }] as const]
        : [];
    }),
  );

function checkMeta(rules: SourcedRule[]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const seen = new Map<string, string>();
  for (const sourced of rules) {
    const { source, rule } = sourced;
    if (/\bprivate\b/.test(source.text.slice(rule.start, rule.start + 40).split(rule.name)[0]!)) continue;
    const say = (reason: string) =>
      problems.push({ file: source.file, line: rule.line, reason: `rule ${rule.name}: ${reason}` });
    for (const key of ['id', 'title', 'explanation', 'about', 'severity', 'confidence', 'reference'])
      if (metaOf(sourced, key) === undefined) say(`meta has no ${key}`);
    const oneOf = (key: string, known: readonly string[]) => {
      const value = metaOf(sourced, key);
      if (value !== undefined && !known.includes(value))
        say(`${key} is ${JSON.stringify(value)}, expected one of ${known.join(', ')}`);
    };
    oneOf('about', ruleAbouts);
    oneOf('severity', severities);
    oneOf('confidence', confidences);
    const id = metaOf(sourced, 'id');
    if (id !== undefined && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) say(`id ${JSON.stringify(id)} is not kebab-case`);
    if (id !== undefined && seen.has(id)) say(`id ${id} is taken by a rule in ${seen.get(id)}`);
    if (id !== undefined) seen.set(id, source.file);
    for (const technique of metaOf(sourced, 'techniques')?.split(',') ?? [])
      if (!/^T\d{4}(?:\.\d{3})?$/.test(technique.trim()))
        say(`technique ${JSON.stringify(technique.trim())} is no ATT&CK id`);
  }
  return problems;
}

function checkSamples(
  folder: string,
  scanner: YaraScanner,
  ids: Map<string, { id: string; severity: string }>,
): { problems: ContentProblem[]; count: number } {
  const problems: ContentProblem[] = [];
  let count = 0;
  const folders = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory()) : [];
  const known = new Set([...ids.values()].map((r) => r.id));
  const sampled = new Set(folders.map((e) => e.name));
  for (const id of [...known].sort(byText))
    if (!sampled.has(id)) problems.push({ file: `samples/${id}`, reason: `rule ${id} has no samples` });
  for (const id of [...sampled].sort(byText)) {
    if (!known.has(id)) problems.push({ file: `samples/${id}`, reason: 'no rule has this id' });
    const names = readdirSync(join(folder, id)).sort(byText);
    for (const kind of ['hit', 'miss'] as const) {
      const of = names.filter((name) => name.startsWith(`${kind}-`));
      if (of.length < fewest[kind])
        problems.push({
          file: `samples/${id}`,
          reason: `${of.length} ${kind} samples, expected at least ${fewest[kind]}`,
        });
      for (const name of of) {
        count++;
        const { matches, timedOut, error } = scanner.scan(readSample(join(folder, id, name)), scanTimeoutMs);
        const say = (reason: string) => problems.push({ file: `samples/${id}/${name}`, reason });
        if (timedOut || error !== undefined) say(error ?? 'the scan took too long');
        const found = matches.flatMap((m) => ids.get(`${m.namespace}/${m.rule}`) ?? []);
        if (kind === 'hit' && !found.some((f) => f.id === id)) say(`is not matched by ${id}`);
        if (kind === 'miss')
          for (const f of found) if (f.id === id || f.severity !== 'informational') say(`is matched by ${f.id}`);
      }
    }
  }
  return { problems, count };
}

/** A sample's bytes; one whose name ends in `.hex` is kept as hexadecimal text. */
export function readSample(path: string): Buffer {
  const bytes = readFileSync(path);
  return basename(path).endsWith('.hex') ? Buffer.from(bytes.toString('latin1').replace(/\s+/g, ''), 'hex') : bytes;
}

function checkIndicators(files: IndicatorFile[]): { problems: ContentProblem[]; count: number } {
  const problems: ContentProblem[] = [];
  let count = 0;
  for (const file of files) {
    try {
      const { set, unusable } = loadIndicators([file]);
      count += set.indicators.length;
      for (const { line, id, value, reason } of unusable)
        problems.push({ file: file.file, ...(line !== undefined && { line }), reason: `${id ?? value}: ${reason}` });
    } catch (error) {
      if (!(error instanceof AfterimageError)) throw error;
      problems.push({ file: file.file, reason: error.message });
    }
  }
  return { problems, count };
}
