import { root } from './app.ts';
import { type CliContext, contextOf } from './context.ts';
import { reportFailure } from './failure.ts';
import { completions, runCommandLine } from './stricli.ts';
import { versionText } from './version.ts';

/** Runs one command line in a context; returns the exit status. */
export async function runIn(context: CliContext, words: readonly string[]): Promise<number> {
  // Asked by the scripts of `afterimage completion`, whose words must not be read as flags of a command.
  if (words[0] === '__complete') {
    const found = await completions(root, words.slice(1), context);
    context.stdout.write(found.map((line) => `${line}\n`).join(''));
    return 0;
  }
  return runCommandLine(root, versionText, words, context);
}

/** Runs the command line of a process. */
export async function main(process: NodeJS.Process): Promise<void> {
  const context = contextOf(process);
  const words = process.argv.slice(2);
  const verbose = words.includes('-v') || words.includes('--verbose');
  const fail = (error: unknown): void => context.exit(reportFailure(context, error, verbose));
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  const status = await runIn(context, words);
  // Streams tell of a failed write only after the write.
  await new Promise((resolve) => setImmediate(resolve));
  process.exitCode = context.stdout.failure
    ? reportFailure(context, lostOutput(context.stdout.failure), verbose)
    : status;
}

/** Results that could not be written are a failure, whatever they said. */
const lostOutput = (cause: Error): Error =>
  Object.assign(new Error(`Cannot write to standard output: ${cause.message}`, { cause }), {
    code: 'EIO',
    syscall: 'write',
  });
