import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byText, confidences } from '../model/index.ts';
import type { ContentProblem } from './content-check.ts';
import {
  collectSigma,
  compileSigma,
  type NotRun,
  type SigmaRule,
  type SigmaSource,
  sigmaAbouts,
} from './sigma/index.ts';

/** What a check of Sigma rules came to. */
interface SigmaCheck {
  problems: ContentProblem[];
  /** Rules that can be run. */
  rules: number;
  samples: number;
}

const told = ({ file, line, rule, reason }: NotRun): ContentProblem => ({
  file,
  ...(line !== undefined && { line }),
  reason: `${rule === undefined ? '' : `rule ${rule}: `}not run: ${reason}`,
});

/** Rules that somebody hands over: what of them cannot be run, and why. */
export function checkSigma(paths: readonly string[]): SigmaCheck {
  const { sources, problems } = collectSigma(paths);
  const { detections, correlations, notRun } = compileSigma(sources);
  return { problems: [...problems, ...notRun].map(told), rules: detections.length + correlations.length, samples: 0 };
}

/** Rules of ours: they also say all that a finding needs, and have samples. */
export function checkOwnSigma(sources: readonly SigmaSource[], samples: string): SigmaCheck {
  const compiled = compileSigma(sources);
  const rules = [...compiled.detections, ...compiled.correlations].map(({ rule }) => rule);
  const problems = [...compiled.notRun.map(told), ...rules.flatMap(metaProblems)];
  const folders = existsSync(samples) ? readdirSync(samples).sort(byText) : [];
  const names = new Set(rules.map((rule) => rule.name));
  let count = 0;
  for (const folder of folders) {
    const files = readdirSync(join(samples, folder));
    count += files.length;
    if (!names.has(folder)) problems.push({ file: `sigma/samples/${folder}`, reason: 'no rule has this name' });
    for (const kind of ['hit', 'miss'])
      if (!files.some((file) => file.startsWith(`${kind}-`)))
        problems.push({ file: `sigma/samples/${folder}`, reason: `no ${kind} sample` });
  }
  for (const { name, file, line } of rules)
    if (name !== undefined && !folders.includes(name))
      problems.push({ file, line, reason: `rule ${name} has no samples` });
  return { problems, rules: rules.length, samples: count };
}

function metaProblems(rule: SigmaRule): ContentProblem[] {
  const { own = {} } = rule;
  const missing = [
    ['name', rule.name],
    ['id', rule.id],
    ['description', rule.description],
    ['references', rule.references[0]],
    ['falsepositives', rule.falsepositives[0]],
    ['tag of an ATT&CK technique', rule.techniques[0]],
    ['afterimage.about', own.about],
    ['afterimage.confidence', own.confidence],
  ].flatMap(([what, value]) => (value === undefined ? [`has no ${what}`] : []));
  if (rule.name !== undefined && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(rule.name)) missing.push('name is not kebab-case');
  const oneOf = (what: string, value: string | undefined, known: readonly string[]) => {
    if (value !== undefined && !known.includes(value))
      missing.push(`${what} is ${JSON.stringify(value)}, expected one of ${known.join(', ')}`);
  };
  oneOf('afterimage.about', own.about, sigmaAbouts);
  oneOf('afterimage.confidence', own.confidence, confidences);
  return missing.map((reason) => ({
    file: rule.file,
    line: rule.line,
    reason: `rule ${rule.name ?? rule.title}: ${reason}`,
  }));
}
