import type { CliContext, Output } from '../../src/cli/context.ts';
import { runIn } from '../../src/cli/main.ts';

/** A context that keeps what was written, with a clock that stands where it is put. */
export interface Recorded {
  context: CliContext;
  stdout(): string;
  stderr(): string;
  /** Moves the clock on. */
  pass(milliseconds: number): void;
  /** Presses Ctrl-C. */
  interrupt(): void;
  exits: number[];
}

export interface Setting {
  isTTY?: boolean;
  columns?: number;
  color?: boolean;
  cwd?: string;
  /** The reader of stdout goes away after so many writes. */
  closesAfter?: number;
}

export function record({
  isTTY = false,
  columns,
  color = false,
  cwd = '/nowhere',
  closesAfter,
}: Setting = {}): Recorded {
  const written = { stdout: '', stderr: '' };
  const handlers = new Set<() => void>();
  const exits: number[] = [];
  let clock = Date.UTC(2021, 3, 17, 2, 14, 7);
  let writes = 0;
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write(text) {
      if (name === 'stdout') writes++;
      if (!this.closed) written[name] += text;
    },
    isTTY,
    columns: isTTY ? (columns ?? 80) : Number.POSITIVE_INFINITY,
    get closed() {
      return name === 'stdout' && closesAfter !== undefined && writes > closesAfter;
    },
    color,
  });
  return {
    context: {
      stdout: output('stdout'),
      stderr: output('stderr'),
      env: {},
      cwd,
      now: () => new Date(clock),
      onInterrupt(handler) {
        handlers.add(handler);
        return () => handlers.delete(handler);
      },
      exit: (status) => exits.push(status),
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    pass: (milliseconds) => {
      clock += milliseconds;
    },
    interrupt: () => {
      for (const handler of handlers) handler();
    },
    exits,
  };
}

/** Runs a command line and returns everything it said. */
export async function afterimage(
  words: string[],
  setting?: Setting,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const recorded = record(setting);
  const status = await runIn(recorded.context, words);
  return { status, stdout: recorded.stdout(), stderr: recorded.stderr() };
}
