import {
  type CompiledRules,
  type CompiledSigma,
  collectRules,
  collectSigma,
  compileSigma,
  holdsSigma,
  type Knowledge,
  loadContent,
  loadIndicators,
  type RuleSource,
  readIndicatorFiles,
  readKnowledge,
} from '../detectors/index.ts';
import type { ExamineOptions } from './options.ts';
import type { WorkerSetup } from './protocol.ts';

/** As many as are said at once. */
const SAID = 30;

/** Everything that is looked for, as texts: compiling the rules takes long enough to do it while others read. */
export interface LookedFor {
  content: ReturnType<typeof loadContent>;
  sources: RuleSource[];
  problems: ReturnType<typeof collectRules>['problems'];
  /** The texts of the rules over events. */
  sigmaSources: RuleSource[];
  /** The rules over events, compiled when they are first asked for. */
  sigma(): CompiledSigma;
  /** Indicator files that were handed over. */
  files: ReturnType<typeof readIndicatorFiles>;
  indicators: WorkerSetup['indicators'];
  /** Who used what, and the texts it comes from. */
  knowledge: Knowledge;
  knowledgeSources: RuleSource[];
}

/** Our own content and what the examiner handed over. @throws AfterimageError about the request */
export function given({ rules, iocs, knowledge = [] }: ExamineOptions): LookedFor {
  const content = loadContent();
  const theirs = collectRules(rules, holdsSigma);
  const overEvents = collectSigma(rules);
  const sigmaSources = [...content.sigma, ...overEvents.sources];
  let sigma: CompiledSigma | undefined;
  const compiledSigma = (): CompiledSigma => {
    const { notRun, ...rules } = compileSigma(sigmaSources);
    return { ...rules, notRun: [...overEvents.problems, ...notRun] };
  };
  const files = readIndicatorFiles(iocs);
  const known = [...content.knowledge, ...readIndicatorFiles(knowledge)];
  return {
    content,
    sources: [...content.rules, ...theirs.sources],
    problems: theirs.problems,
    sigmaSources: sigmaSources.map((source) => ({ ...source, namespace: 'sigma' })),
    sigma: () => (sigma ??= compiledSigma()),
    files,
    indicators: [...content.indicators, ...files],
    knowledge: readKnowledge(known),
    knowledgeSources: known.map(({ file, text, ours }) => ({ file, text, ours, namespace: 'knowledge' })),
  };
}

/**
 * What of the rules and indicators could not be used, one sentence each.
 * @param say told each of them, and what else the examiner should know at once
 */
export function notUsed(
  { problems, sigma, files, knowledge }: LookedFor,
  compiled: CompiledRules,
  say: (notice: string) => void,
): string[] {
  const loaded = loadIndicators(files);
  const at = (file: string, line: number | undefined): string => (line === undefined ? file : `${file}:${line}`);
  const unused = [
    ...problems.map((p) => `rules: ${at(p.file, p.line)}: ${p.reason}`),
    ...compiled.rejected.map((r) => `rules: ${at(r.file, r.line)}${r.rule ? ` ${r.rule}` : ''}: not used: ${r.reason}`),
    ...sigma().notRun.map((p) => `sigma: ${at(p.file, p.line)}${p.rule ? ` ${p.rule}` : ''}: not run: ${p.reason}`),
    ...loaded.unusable.map((u) => `indicators: ${at(u.file, u.line)}${u.id ? ` ${u.id}` : ''}: not used: ${u.reason}`),
  ];
  // A public rule set has thousands of rules for other products.
  for (const text of unused.slice(0, SAID)) say(text);
  if (unused.length > SAID) say(`${unused.length - SAID} more are not used; ledger.jsonl says which and why`);
  if (compiled.withExternals.length > 0)
    say(
      `rules: ${compiled.withExternals.length} use file names or owners, which are empty here; they may say less than their author meant`,
    );
  for (const p of knowledge.problems) say(`knowledge: ${p.file}: ${p.id ? `${p.id} ` : ''}${p.reason}`);
  for (const notice of loaded.notices) say(`indicators: ${notice}`);
  return unused;
}
