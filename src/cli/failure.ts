import { AfterimageError } from '../model/index.ts';
import type { CliContext } from './context.ts';
import { exitStatus, statusOf } from './exit-status.ts';
import { painter } from './style.ts';
import { printableLines } from './terminal.ts';

/** Something the operating system refused, which a library passed on as it came. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

/** One clear message on stderr. Everything in it may hold names from evidence. */
export function complain(context: CliContext, message: string): void {
  const name = painter(context.stderr.color)('red', 'afterimage:');
  context.stderr.write(`${name} ${printableLines(message)}\n`);
}

/** A remark that stops nothing. */
export function remark(context: CliContext, message: string): void {
  const name = painter(context.stderr.color)('yellow', 'afterimage:');
  context.stderr.write(`${name} note: ${printableLines(message)}\n`);
}

/** Prints why a command ended, and says with which status. */
export function reportFailure(context: CliContext, error: unknown, verbose: boolean): number {
  if (error instanceof AfterimageError) {
    complain(context, error.message);
    if (verbose) tellCauses(context, error);
    return statusOf[error.code];
  }
  if (isSystemError(error)) {
    complain(context, error.message);
    if (verbose) tellCauses(context, error);
    return error.code === 'ENOENT' ? exitStatus.noInput : exitStatus.io;
  }
  complain(context, `this is a bug in Afterimage, not a statement about the evidence: ${firstLine(error)}`);
  if (verbose) context.stderr.write(`${printableLines(stackOf(error))}\n`);
  else context.stderr.write('Run it again with -v to see where, and please report it.\n');
  return exitStatus.software;
}

const firstLine = (error: unknown): string => String(error).split('\n')[0]!;
const stackOf = (error: unknown): string => (error instanceof Error && error.stack) || String(error);

function tellCauses(context: CliContext, error: Error): void {
  let cause = error.cause;
  for (let depth = 0; cause !== undefined && depth < 8; depth++) {
    context.stderr.write(`  because: ${printableLines(stackOf(cause))}\n`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
}
