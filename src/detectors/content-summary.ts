import type { Confidence, Severity } from '../model/index.ts';
import { byText, confidences } from '../model/index.ts';
import { type Content, loadContent } from './content.ts';
import { kindOfIndicator, loadIndicators } from './indicators/index.ts';
import { compileSigma, type NotRun, ruleKey, type SigmaRule } from './sigma/index.ts';
import { readRuleText } from './yara/index.ts';

/** One rule of the pack, as its meta describes it. */
export interface RuleSummary {
  id: string;
  title: string;
  file: string;
  severity: Severity;
  confidence: Confidence;
  techniques: string[];
}

/** What the pack has on one family. */
export interface FamilySummary {
  /** Absent for what belongs to no one family. */
  family?: string;
  actors: string[];
  techniques: string[];
  rules: RuleSummary[];
  /** Indicators by what they look for. */
  indicators: { hashes: number; names: number; paths: number; patterns: number };
  /** The strongest confidence among its rules; absent without rules. */
  confidence?: Confidence;
}

export interface ContentSummary {
  version: string;
  hash: string;
  rules: number;
  indicators: number;
  /** Rules that are not run, and why. */
  notRun: NotRun[];
  /** By name, those without a family last. */
  families: FamilySummary[];
}

/** What is in the pack, for `afterimage content list`; nothing is compiled. */
export function contentSummary(content: Content = loadContent()): ContentSummary {
  const families = new Map<string, FamilySummary>();
  const at = (name: string): FamilySummary => {
    let summary = families.get(name);
    if (!summary) {
      const indicators = { hashes: 0, names: 0, paths: 0, patterns: 0 };
      summary = { ...(name !== '' && { family: name }), actors: [], techniques: [], rules: [], indicators };
      families.set(name, summary);
    }
    return summary;
  };
  let rules = 0;
  for (const { file, text } of content.rules) {
    for (const rule of readRuleText(text).rules) {
      const meta = new Map(rule.meta.map(({ key, value }) => [key, String(value)]));
      if (!meta.has('id')) continue;
      rules++;
      const summary = at(meta.get('family') ?? '');
      const techniques = list(meta.get('techniques'));
      const confidence = confidences.find((c) => c === meta.get('confidence')) ?? 'low';
      add(summary.actors, list(meta.get('actors')));
      add(summary.techniques, techniques);
      summary.rules.push({
        id: meta.get('id')!,
        title: meta.get('title') ?? rule.name,
        file,
        severity: (meta.get('severity') ?? 'medium') as Severity,
        confidence,
        techniques,
      });
      if (confidences.indexOf(confidence) > confidences.indexOf(summary.confidence ?? 'low'))
        summary.confidence = confidence;
      summary.confidence ??= confidence;
    }
  }
  const sigma = compileSigma(content.sigma);
  for (const { rule } of [...sigma.detections.filter((d) => d.reports), ...sigma.correlations]) {
    rules++;
    const summary = at(rule.own?.family ?? '');
    add(summary.actors, rule.own?.actors ?? []);
    add(summary.techniques, rule.techniques);
    summary.rules.push(sigmaSummary(rule));
  }
  const { set } = loadIndicators(content.indicators);
  for (const indicator of set.indicators) {
    const summary = at(indicator.family ?? '');
    add(summary.actors, indicator.actors);
    add(summary.techniques, indicator.techniques);
    summary.indicators[kindOfIndicator(indicator)]++;
  }
  for (const summary of families.values()) {
    summary.actors.sort(byText);
    summary.techniques.sort(byText);
    summary.rules.sort((a, b) => byText(a.id, b.id));
  }
  return {
    version: content.version,
    hash: content.hash,
    rules,
    indicators: set.indicators.length,
    notRun: sigma.notRun,
    families: [...families.values()].sort((a, b) => byText(a.family ?? '\uffff', b.family ?? '\uffff')),
  };
}

const sigmaSummary = (rule: SigmaRule): RuleSummary => ({
  id: ruleKey(rule),
  title: rule.title,
  file: rule.file,
  severity: rule.level,
  confidence: confidences.find((c) => c === rule.own?.confidence) ?? 'low',
  techniques: rule.techniques,
});

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((t) => t.trim())
    .filter((t) => t !== '');

function add(to: string[], more: string[]): void {
  for (const one of more) if (!to.includes(one)) to.push(one);
}
