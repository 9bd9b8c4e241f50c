/**
 * What a command may know of the process it runs in. Nothing else in this folder reaches for `process`, so a test
 * hands over a context of its own and reads back what was written.
 */

/** Where text goes. Writing to a closed stream does nothing. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; unlimited when it is none. */
  readonly columns: number;
  /** Rows of the terminal, when it is one. */
  readonly rows?: number;
  /** True when the reader went away (EPIPE): time to stop, quietly. */
  readonly closed: boolean;
  /** Why writing failed, other than a reader that went away. */
  readonly failure?: Error;
  /** Whether colours are welcome. */
  readonly color: boolean;
}

export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** Absolute path of the folder that relative names count from. */
  readonly cwd: string;
  now(): Date;
  /** Calls the handler on SIGINT (Ctrl-C) and SIGTERM instead of ending the process; returns how to stop doing so. */
  onInterrupt(handler: () => void): () => void;
  /** Ends the process at once. */
  exit(status: number): void;
}

/** The same context with colours turned off when the user says `--no-color`. */
export const withColor = (context: CliContext, color: boolean): CliContext =>
  color ? context : { ...context, stdout: colorless(context.stdout), stderr: colorless(context.stderr) };

const colorless = (output: Output): Output => Object.create(output, { color: { value: false } }) as Output;

/** The context of a real process. */
export function contextOf(process: NodeJS.Process): CliContext {
  return {
    stdout: outputOf(process.stdout, process.env),
    stderr: outputOf(process.stderr, process.env),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    onInterrupt(handler) {
      process.on('SIGINT', handler).on('SIGTERM', handler);
      return () => process.off('SIGINT', handler).off('SIGTERM', handler);
    },
    exit: (status) => process.exit(status),
  };
}

/** See https://no-color.org: any value but the empty one turns colours off. */
const wantsColor = (env: NodeJS.ProcessEnv): boolean => !env.NO_COLOR && env.TERM !== 'dumb';

function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  let closed = false;
  let failure: Error | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') failure = error;
  });
  return {
    write: (text) => {
      if (!closed) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    get rows() {
      return stream.isTTY ? stream.rows || 24 : undefined;
    },
    get columns() {
      return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
    },
    get closed() {
      return closed;
    },
    get failure() {
      return failure;
    },
    color: stream.isTTY === true && wantsColor(env),
  };
}
