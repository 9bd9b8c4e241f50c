import { createHash } from 'node:crypto';
import { AfterimageError, byText } from '../../model/index.ts';
import { type Compile, compileOrTake } from '../kept-rules.ts';
import { type EngineRules, engineVersion } from './native.ts';
import { type RuleText, readRuleText } from './rule-text.ts';
import type { Rejected, RuleSource } from './source.ts';

/**
 * External variables that rules written for Loki and THOR expect. They are defined, so that those rules compile, and
 * are empty: content is often met without a name, and a rule must not change its answer with it.
 */
export const externals = ['extension', 'filename', 'filepath', 'filetype', 'md5', 'owner'] as const;

/** Modules whose answers come from outside the scanned bytes. */
const banned = ['cuckoo', 'vt'] as const;

/** Where the rules of one namespace come from. */
export interface Origin {
  ours: boolean;
  /** The files, in order. */
  files: string[];
  /** First 12 hex digits of the SHA-256 of their text. */
  version: string;
  /** Meta strings written with escapes, which the engine gives as "unknown"; by rule name. */
  escapedMeta: Record<string, Record<string, string>>;
}

/** Where every rule comes from, by namespace: what a worker needs to turn matches into claims. */
export type RuleOrigins = Record<string, Origin>;

/** Compiled rules: plain data over shared memory, made to be handed to worker threads as it is. */
export interface CompiledRules {
  /** Serialised rules in a SharedArrayBuffer. Valid for this engine only. */
  bytes: Uint8Array<SharedArrayBuffer>;
  ruleCount: number;
  rejected: Rejected[];
  /** Rules compiled with empty external variables: they may say less than their author meant. */
  withExternals: { file: string; line: number; rule: string; externals: string[] }[];
  /** SHA-256 of the sources and the engine's version. */
  hash: string;
  engine: string;
  origins: RuleOrigins;
}

/** A stretch of a source compiled on its own: a whole file, or one rule of a file with a syntax error. */
interface Unit {
  source: RuleSource;
  text: string;
  rules: RuleText[];
  /** Lines and characters of the file before it. */
  before: number;
  at: number;
}

/** How often suspects are cut out of a file with syntax errors before every rule of it is compiled alone. */
const rounds = 5;

/**
 * Compiles rules so that one bad rule costs only itself: what the engine cannot take is listed in `rejected`.
 * @throws AfterimageError 'unavailable' where the engine does not exist
 */
export function compileRules(sources: readonly RuleSource[], compile: Compile = compileOrTake()): CompiledRules {
  const refused: Rejected[] = [];
  const wholes = sources.map((source): Unit => {
    let { text } = source;
    const rules: RuleText[] = [];
    for (const rule of readRuleText(text, externals).rules) {
      if (rule.refused === undefined) rules.push(rule);
      else {
        refused.push({ file: source.file, line: rule.line, rule: rule.name, reason: rule.refused });
        text =
          text.slice(0, rule.start) + text.slice(rule.start, rule.end).replace(/[^\n]/g, ' ') + text.slice(rule.end);
      }
    }
    return { source, text, rules, before: 0, at: 0 };
  });
  // After a syntax error the engine goes on at some later rule and never names those it lost on the way. So the rules
  // at the error are cut out and compiled again each on its own, until a bad one can only take itself along.
  let units = wholes;
  let compiled = compileUnits(units, compile);
  for (let round = 1; ; round++) {
    const broken = new Map<Unit, UnitError[]>();
    for (const error of compiled.errors)
      if (error.code === 'E001' && error.unit.rules.length > 1)
        broken.set(error.unit, [...(broken.get(error.unit) ?? []), error]);
    if (broken.size === 0) break;
    units = units.flatMap((unit) => {
      const errors = broken.get(unit);
      if (!errors) return [unit];
      return cut(unit, round < rounds ? suspects(unit, errors) : unit.rules);
    });
    compiled = compileUnits(units, compile);
  }

  const rejected = [...refused, ...compiled.errors.map(toRejected)].sort(
    (a, b) => byText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const dropped = new Set(compiled.errors.flatMap((e) => (e.rule ? [e.rule] : [])));
  const kept = wholes.flatMap(({ source, rules }) =>
    rules.filter((r) => !dropped.has(r)).map((rule) => ({ source, rule })),
  );
  const engine = engineVersion();
  return {
    bytes: shared(compiled.bytes),
    ruleCount: kept.length,
    rejected,
    withExternals: kept
      .filter(({ rule }) => rule.externals.length > 0)
      .map(({ source, rule }) => ({ file: source.file, line: rule.line, rule: rule.name, externals: rule.externals })),
    hash: rulesHash(sources),
    engine,
    origins: originsOf(sources, kept),
  };
}

/** What `CompiledRules.hash` will be, known before anything is compiled. */
export const rulesHash = (sources: readonly RuleSource[]): string =>
  hashOf([engineVersion(), ...sources.flatMap((s) => [s.namespace, s.file, s.text])]);

interface UnitError {
  unit: Unit;
  code: string;
  line?: number;
  column?: number;
  rule?: RuleText;
  reason: string;
}

function compileUnits(units: Unit[], compile: Compile): { bytes: Buffer; errors: UnitError[] } {
  // The engine's errors come in order but without a file. So each unit opens with a rule that cannot compile and whose
  // error says whose errors follow. It stands on the unit's first line, and the columns there are put right.
  const sources = units.map(({ text, source }, i) => ({ namespace: source.namespace, source: mark(i) + text }));
  let result: EngineRules;
  try {
    result = compile({ sources, externals, banned });
  } catch (cause) {
    if (cause instanceof AfterimageError) throw cause;
    throw new AfterimageError('bad-content', `yara: the engine gave up compiling: ${firstLine(cause)}`, { cause });
  }
  const errors: UnitError[] = [];
  let current = -1;
  for (const { code, message } of result.errors) {
    if (current + 1 < units.length && message.includes(`\`${marker(current + 1)}\``)) {
      current++;
      continue;
    }
    const unit = units[current];
    if (unit) errors.push(readError(unit, current, code, message));
  }
  return { bytes: result.bytes, errors };
}

const marker = (i: number): string => `afterimage_source_${i}`;
const mark = (i: number): string => `rule ${marker(i)} { condition: ${marker(i)} } `;

/** The text says `error[E025]: title`, ` --> line:41:7`, and under the line of the rule `^^^ label`. */
function readError(unit: Unit, i: number, code: string, message: string): UnitError {
  const title = /^error\[\w+\]: (.*)$/m.exec(message)?.[1] ?? firstLine(message);
  const at = /^\s*--> line:(\d+):(\d+)/m.exec(message);
  const label = /^\s*\|[ |_]*[\^-]*\^+ (.+)$/m.exec(message)?.[1];
  const reason = label && label !== title ? `${title}: ${label}` : title;
  if (!at) return { unit, code, reason };
  const row = Number(at[1]);
  const line = unit.before + row;
  const column = row === 1 ? Number(at[2]) - mark(i).length : Number(at[2]);
  // A module that is missing is the file's trouble; the rules that use it have errors of their own.
  const ofFile = code === 'E010' || title.endsWith('is not allowed');
  const rule = ofFile ? undefined : unit.rules.findLast((r) => r.line <= line && line <= r.lastLine);
  return { unit, code, line, column, reason, ...(rule && { rule }) };
}

const toRejected = ({ unit, line, column, rule, reason }: UnitError): Rejected => ({
  file: unit.source.file,
  ...(line !== undefined && { line }),
  ...(column !== undefined && { column }),
  ...(rule && { rule: rule.name }),
  reason,
});

/** Rules that a syntax error may lie in: the one it stands in, and the one before when that was left open. */
function suspects({ rules }: Unit, errors: UnitError[]): RuleText[] {
  const found = errors.flatMap(({ line, rule }) => {
    const i = rules.findLastIndex((r) => r.line <= (line ?? 0));
    const here = rules[Math.max(0, i)]!;
    return rule && rule.line !== line ? [here] : i > 0 ? [rules[i - 1]!, here] : [here];
  });
  return [...new Set(found)];
}

/** Cuts a unit so that each of `alone` is a unit of its own, and what stands between them another. */
function cut(unit: Unit, alone: RuleText[]): Unit[] {
  const { text, source, rules, at } = unit;
  const starts = new Set([at, ...alone.flatMap((r) => [r.start, rules[rules.indexOf(r) + 1]?.start ?? r.start])]);
  const cuts = [...starts].sort((a, b) => a - b);
  let { before } = unit;
  return cuts.map((start, i) => {
    const end = cuts[i + 1] ?? at + text.length;
    const piece = text.slice(start - at, end - at);
    const made: Unit = {
      source,
      text: piece,
      rules: rules.filter((r) => r.start >= start && r.start < end),
      before,
      at: start,
    };
    before += piece.split('\n').length - 1;
    return made;
  });
}

function originsOf(sources: readonly RuleSource[], kept: { source: RuleSource; rule: RuleText }[]): RuleOrigins {
  const spaces = new Map<string, RuleSource[]>();
  for (const source of sources) {
    const list = spaces.get(source.namespace);
    if (list) list.push(source);
    else spaces.set(source.namespace, [source]);
  }
  const origins: RuleOrigins = Object.fromEntries(
    [...spaces].map(([namespace, list]) => [
      namespace,
      {
        ours: list.every((s) => s.ours),
        files: list.map((s) => s.file),
        version: hashOf(list.map((s) => s.text)).slice(0, 12),
        escapedMeta: {},
      },
    ]),
  );
  for (const { source, rule } of kept) {
    const escaped = rule.meta.filter((m) => m.escaped).map(({ key, value }) => [key, String(value)] as const);
    if (escaped.length > 0) origins[source.namespace]!.escapedMeta[rule.name] = Object.fromEntries(escaped);
  }
  return origins;
}

function shared(bytes: Buffer): Uint8Array<SharedArrayBuffer> {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}

function hashOf(parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

const firstLine = (cause: unknown): string => String(cause instanceof Error ? cause.message : cause).split('\n')[0]!;
