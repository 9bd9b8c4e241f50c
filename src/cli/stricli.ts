/**
 * The only file that knows the command-line library (@stricli/core). It gives commands plain words (flags, arguments, a
 * function that returns an exit status) and turns everything the library says into our messages and statuses.
 */
import {
  type ApplicationText,
  type BaseArgs,
  buildApplication,
  buildCommand,
  buildRouteMap,
  type Command,
  type CommandContext,
  type FlagParametersForType,
  generateHelpTextForAllCommands,
  help,
  proposeCompletions,
  type RouteMap,
  run,
  type TypedPositionalParameters,
  text_en,
  version,
} from '@stricli/core';
import { type CliContext, withColor } from './context.ts';
import { exitStatus } from './exit-status.ts';
import { reportFailure } from './failure.ts';
import { describe, type HelpText } from './help.ts';
import { printableLines } from './terminal.ts';

/** What the library hands to a command: the context, and where it writes its own text. */
export interface Host extends CommandContext {
  readonly cli: CliContext;
  readonly process: { readonly stdout: Stream; readonly stderr: Stream; exitCode?: number };
}
export interface Stream {
  write(text: string): void;
  getColorDepth(): number;
}

export type CliCommand = Command<Host>;
export type CliRoute = CliCommand | RouteMap<Host>;

/** Flags every command has. */
export interface CommonFlags {
  color: boolean;
  verbose?: boolean;
}

type Flags = Readonly<Record<string, unknown>>;
type Aliases<FLAGS> = Readonly<Record<string, keyof FLAGS & string>>;

export interface CommandSpec<FLAGS extends Flags, ARGS extends BaseArgs> {
  help: HelpText;
  flags: FlagParametersForType<FLAGS, Host>;
  aliases?: Aliases<FLAGS>;
  positional?: TypedPositionalParameters<ARGS, Host>;
  /** Returns the exit status; nothing means 0. Throws to fail. */
  run(context: CliContext, flags: FLAGS & CommonFlags, ...args: ARGS): Promise<number | undefined>;
}

const commonFlags: FlagParametersForType<CommonFlags, Host> = {
  color: { kind: 'boolean', default: true, brief: 'Colours, when the output is a terminal (also off by NO_COLOR)' },
  verbose: { kind: 'boolean', optional: true, withNegated: false, brief: 'Say more about what went wrong' },
};

/** The library looks names up in plain objects, where `toString` is a name; here it is none. */
const names = <T extends object>(object: T): T => Object.assign(Object.create(null), object) as T;

/** Makes a command. Whatever it throws becomes one message on stderr and an exit status. */
export function command<FLAGS extends Flags, ARGS extends BaseArgs = []>(spec: CommandSpec<FLAGS, ARGS>): CliCommand {
  const flags = names({ ...spec.flags, ...commonFlags });
  return buildCommand<Flags, BaseArgs, Host>({
    docs: { brief: spec.help.brief, fullDescription: describe(spec.help) },
    parameters: {
      flags,
      aliases: names({ ...spec.aliases, v: 'verbose' }),
      ...(spec.positional && { positional: spec.positional }),
    } as never,
    async func(this: Host, given: Flags, ...args: BaseArgs) {
      const common = given as FLAGS & CommonFlags;
      const context = withColor(this.cli, common.color);
      this.process.exitCode = await settle(context, common.verbose === true, () =>
        spec.run(context, common, ...(args as ARGS)),
      );
    },
  });
}

async function settle(context: CliContext, verbose: boolean, work: () => Promise<number | undefined>): Promise<number> {
  try {
    return (await work()) ?? exitStatus.nothingFound;
  } catch (error) {
    return reportFailure(context, error, verbose);
  }
}

/** Makes a command that holds commands. */
export const commands = (brief: string, routes: Record<string, CliRoute>, full?: string): RouteMap<Host> =>
  buildRouteMap<string, Host>({
    routes: names(routes),
    aliases: names({}),
    docs: { brief, ...(full && { fullDescription: full }) },
  });

/** How far a wrong word may be from a right one to be asked "did you mean". */
const distanceOptions = { threshold: 4, weights: { insertion: 1, deletion: 2, substitution: 2, transposition: 1 } };

const formatting = {
  useAliasInUsageLine: false,
  onlyRequiredInUsageLine: true,
  caseStyle: 'convert-camel-to-kebab',
} as const;

function application(root: RouteMap<Host>, versionText: () => Promise<string>) {
  return buildApplication<Host>(
    root,
    {
      name: 'afterimage',
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true, distanceOptions },
      documentation: formatting,
      completion: { includeAliases: false },
      localization: { text: wording },
    },
    {
      help: help<Host>({ brief: 'Show this help', alias: 'h', defaultForRouteMap: true, complete: true, formatting }),
      version: version<Host>({
        brief: 'Show the version of the tool and of its content',
        alias: 'V',
        complete: true,
        info: { getCurrentVersion: versionText },
      }),
    },
  );
}

const usage = (message: string): string => printableLines(`afterimage: ${message}`);
const bug = (exc: unknown): string =>
  printableLines(
    `afterimage: this is a bug in Afterimage, not a statement about the evidence: ${(exc as Error)?.stack ?? exc}`,
  );

/** Every message is ours: what was given and what was expected. */
const wording: ApplicationText = {
  ...text_en,
  noCommandRegisteredForInput: ({ input, corrections }) =>
    usage(`no command named "${input}".${orElse(corrections.map((c) => c.replaceAll('`', '"')))}`),
  exceptionWhileParsingArguments: (exc) => usage(explain(exc)),
  exceptionWhileLoadingCommandFunction: bug,
  exceptionWhileLoadingCommandContext: bug,
  exceptionWhileRunningCommand: bug,
  exceptionWhileRunningIntegrationFlag: ({ exception }) => bug(exception),
  exceptionWhileRunningIntegrationHook: ({ exception }) => bug(exception),
};

const orElse = (words: string[]): string => (words.length > 0 ? ` Did you mean ${words.join(' or ')}?` : '');

interface Told {
  message: string;
  input?: string;
  corrections?: readonly string[];
  values?: readonly string[];
  externalFlagName?: string;
  valueText?: string;
  nextFlagName?: string;
  externalFlagNameOrPlaceholder?: string;
  exception?: unknown;
  placeholder?: string;
  expectedCount?: number;
}

/** The library tells its errors apart by the data they carry; so do we, since class names do not survive a minifier. */
function explain(exc: unknown): string {
  if (!(exc instanceof Error)) return String(exc);
  const told = exc as Told;
  if (told.exception !== undefined) {
    const why = told.exception instanceof Error ? told.exception.message : String(told.exception);
    return why.startsWith('--') ? why : `${flagOrArgument(told.externalFlagNameOrPlaceholder!)}: ${why}`;
  }
  if (told.corrections) return `no flag named "--${told.input}".${orElse(told.corrections.map((c) => `"--${c}"`))}`;
  if (told.values) {
    const meant = /did you mean (.*)\?$/.exec(told.message)?.[1];
    return `--${told.externalFlagName}: found "${told.input}", expected one of ${told.values.join(', ')}.${orElse(meant ? [meant] : [])}`;
  }
  if (told.placeholder !== undefined) return `<${told.placeholder}> is missing.`;
  if (told.expectedCount !== undefined)
    return `too many arguments: "${told.input}" is one more than the ${told.expectedCount} expected.`;
  if (told.valueText !== undefined) return `--${told.externalFlagName} takes no value, found "${told.valueText}".`;
  if (told.externalFlagName !== undefined && told.input === undefined)
    return `--${told.externalFlagName} needs a value${told.nextFlagName ? `, found --${told.nextFlagName}` : ''}.`;
  if (told.externalFlagName !== undefined) return `--${told.externalFlagName} was given twice.`;
  if (told.input !== undefined) return `no flag named "-${told.input}".`;
  return told.message;
}

/** Flags are kebab-case words of ours; placeholders are too, so the dash tells which one the library means. */
const flagOrArgument = (name: string): string => (placeholders.has(name) ? `<${name}>` : `--${name}`);
const placeholders = new Set(['evidence', 'case', 'what', 'path', 'shell']);

/** Runs a command line and says how it went. */
export async function runCommandLine(
  root: RouteMap<Host>,
  versionText: () => Promise<string>,
  inputs: readonly string[],
  context: CliContext,
): Promise<number> {
  let prefix = 'afterimage';
  const app = application(root, versionText);
  const host: Host = { cli: context, process: { stdout: streamOf(context.stdout), stderr: plain(context.stderr) } };
  await run(app, inputs, {
    process: host.process,
    forCommand: (info: { prefix: readonly string[] }) => {
      prefix = info.prefix.join(' ');
      return host;
    },
  } as never);
  const status = host.process.exitCode ?? exitStatus.software;
  // Its own statuses are negative (a wrong command line, a command that would not load) or 1 (a command that threw).
  if (status === -4 || status === -5) {
    context.stderr.write(`Try "${prefix} --help".\n`);
    return exitStatus.usage;
  }
  return status < 0 ? exitStatus.software : status;
}

const streamOf = (output: CliContext['stdout']): Stream => ({
  write: (text) => output.write(text),
  getColorDepth: () => (output.color ? 8 : 1),
});
const plain = (output: CliContext['stderr']): Stream => ({
  write: (text) => output.write(text),
  getColorDepth: () => 1,
});

/** What could stand at the end of a command line. */
export async function completions(
  root: RouteMap<Host>,
  words: readonly string[],
  context: CliContext,
): Promise<string[]> {
  const app = application(root, async () => '');
  const host: Host = { cli: context, process: { stdout: streamOf(context.stdout), stderr: plain(context.stderr) } };
  const found = await proposeCompletions(app, words, host as never);
  return found.map((f) => f.completion);
}

/** Command and help text, for the documentation. */
export const helpOfAll = (root: RouteMap<Host>): readonly (readonly [string, string])[] =>
  generateHelpTextForAllCommands(application(root, async () => '') as never);
