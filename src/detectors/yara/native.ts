import { createRequire } from 'node:module';
import { AfterimageError } from '../../model/index.ts';

/**
 * The only file that knows the native YARA-X package. Its own JavaScript wrapper is years behind and scans on the main
 * thread, so the addon is loaded directly; the types below are the part of it that we use.
 */
interface Addon {
  compile(source: string, options: CompileOptions): Engine;
  deserialize(bytes: Buffer): Engine;
}

interface CompileOptions {
  /** On by default in the engine, and then an error text quotes the file that was included: never leave it on. */
  enableIncludes: boolean;
  ignoreInvalidRules: boolean;
  relaxedReSyntax: boolean;
  enableAllWarnings: boolean;
  bannedModules: { name: string; errorTitle: string; errorMessage: string }[];
  defineVariables: Record<string, string>;
}

interface Engine {
  addRuleSources(sources: { source: string; namespace: string }[]): void;
  getCompilationErrors(): EngineError[];
  serialize(): Buffer;
  scan(data: Buffer): EngineMatch[];
  setTimeout(milliseconds: number): void;
  setMaxMatchesPerPattern(count: number): void;
}

/** A rule that matched, as the engine tells it. `data` of a match is lossy text, so it is left out here. */
export interface EngineMatch {
  ruleIdentifier: string;
  namespace: string;
  tags: string[];
  meta: Record<string, string | number | boolean>;
  matches: { identifier: string; offset: number; length: number }[];
}

/** A scanner over compiled rules; it belongs to the thread that made it. */
export interface EngineScanner {
  /** Matches, or a throw: `stoppedByTime` tells a time limit from other trouble. */
  scan(data: Buffer): EngineMatch[];
  /** Time one scan may take; the engine looks at its clock once a second. */
  limit(milliseconds: number): void;
}

const name = '@litko/yara-x-linux-x64-gnu';
const require = createRequire(import.meta.url);

function addon(): Addon {
  try {
    return require(name) as Addon;
  } catch (cause) {
    throw new AfterimageError(
      'unavailable',
      `yara: the engine (${name}) could not be loaded on ${process.platform} ${process.arch}; it exists for Linux x64 with glibc, as an optional dependency`,
      { cause },
    );
  }
}

/** Name and version of the engine, as it belongs into a record of methods. */
export function engineVersion(): string {
  const { version } = (() => {
    addon();
    return require(`${name}/package.json`) as { version: string };
  })();
  return `yara-x (${name} ${version})`;
}

/** What goes to the engine: rules by namespace, external variables (all empty), and modules that are not allowed. */
export interface EngineSources {
  sources: { source: string; namespace: string }[];
  externals: readonly string[];
  banned: readonly string[];
}

export interface EngineError {
  code: string;
  message: string;
}

/** What the engine made of sources. */
export interface EngineRules {
  /** Serialised rules, without machine code: that is made where they are loaded. */
  bytes: Buffer;
  /** In the order of the sources; they do not say which source they belong to. */
  errors: EngineError[];
}

/** Compiles sources into one rule set, leaving out what does not compile. */
export function compileSources({ sources, externals, banned }: EngineSources): EngineRules {
  // `create()` takes no options at all; only `compile` does, and sources added later keep them.
  const engine = addon().compile('', compileOptions(externals, banned));
  if (sources.length > 0) engine.addRuleSources(sources);
  return { bytes: engine.serialize(), errors: engine.getCompilationErrors() };
}

/** Everything that the result of `compileSources` depends on, as text. */
export const engineInput = ({ sources, externals, banned }: EngineSources): string =>
  JSON.stringify([engineVersion(), compileOptions(externals, banned), sources]);

const compileOptions = (externals: readonly string[], banned: readonly string[]): CompileOptions => ({
  enableIncludes: false,
  ignoreInvalidRules: true,
  relaxedReSyntax: true,
  enableAllWarnings: false,
  bannedModules: banned.map((module) => ({
    name: module,
    errorTitle: `module \`${module}\` is not allowed`,
    errorMessage: 'its answers come from outside the file',
  })),
  defineVariables: Object.fromEntries(externals.map((external) => [external, ''])),
});

/** Loads rules compiled by `compileSources`. Never give it bytes from outside: they become machine code. */
export function loadCompiled(bytes: Uint8Array, matchesPerPattern: number): EngineScanner {
  const engine = addon().deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  engine.setMaxMatchesPerPattern(matchesPerPattern);
  return {
    scan: (data) => engine.scan(data),
    limit: (milliseconds) => engine.setTimeout(milliseconds),
  };
}

/** True when a scan was stopped by its time limit. */
export const stoppedByTime = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: string }).code === 'Cancelled' || error.message.includes('timed out'));
