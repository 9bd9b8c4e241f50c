import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One finished child process. */
export interface Measured {
  seconds: number;
  /** Highest resident memory of the process and its children together, MiB. */
  peakMebibytes: number;
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Kernel's own high-water mark of each process, so a short peak between two looks is not missed. */
function highWater(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function family(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(family)];
  } catch {
    return [pid];
  }
}

/** Runs a program to its end; a failure to start rejects, an exit code does not. */
export function run(command: string, args: string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const peaks = new Map<number, number>();
    const look = () => {
      for (const pid of family(child.pid!)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, highWater(pid)));
    };
    const timer = setInterval(look, 50);
    let stdout = '';
    let stderr = '';
    const keep = (text: string, more: Buffer) => (text.length < 1 << 20 ? text + more.toString('latin1') : text);
    child.stdout.on('data', (data: Buffer) => (stdout = keep(stdout, data)));
    child.stderr.on('data', (data: Buffer) => (stderr = keep(stderr, data)));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const peakMebibytes = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
      resolve({ seconds, peakMebibytes, exitCode: code ?? -1, stdout, stderr });
    });
  });
}

/** The middle one of an odd number of values. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
