import type { Progress } from '../index.ts';
import type { CliContext } from './context.ts';
import { painter } from './style.ts';
import { printable, shorten, widthOf } from './terminal.ts';

/** Milliseconds between two drawings on a terminal, and between two lines where there is none. */
const redraw = 250;
const interval = 10_000;
/** Over how long the rate is taken, in milliseconds. */
const span = 15_000;

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes for people: 1536 is `1.5 KiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A duration for people: `42 s`, `3 min 05 s`, `2 h 07 min`. */
export function durationText(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const two = (n: number): string => String(n).padStart(2, '0');
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} min`;
}

const doing: Record<Progress['phase'], string> = {
  opening: 'Opening',
  compiling: 'Compiling rules',
  reading: 'Reading',
  hashing: 'Hashing',
  writing: 'Writing the case',
};

/**
 * Tells on stderr how far a run has come: one line, rewritten, on a terminal; a plain line every ten seconds
 * elsewhere. Names from evidence are made printable first.
 */
export class ProgressLine {
  private readonly context: CliContext;
  private readonly quiet: boolean;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private drawn = false;
  private phase: Progress['phase'] | undefined;
  private marks: { at: number; done: number }[] = [];

  constructor(context: CliContext, quiet: boolean) {
    this.context = context;
    this.quiet = quiet;
    this.drawnAt = quiet || context.stderr.isTTY ? Number.NEGATIVE_INFINITY : context.now().getTime();
  }

  update(progress: Progress): void {
    if (this.quiet) return;
    const at = this.context.now().getTime();
    if (progress.phase !== this.phase) {
      this.phase = progress.phase;
      this.marks = [];
    }
    this.mark(at, progress.done);
    const tty = this.context.stderr.isTTY;
    if (at - this.drawnAt < (tty ? redraw : interval)) return;
    this.drawnAt = at;
    const parts = this.parts(progress);
    if (!tty) this.context.stderr.write(`${parts.join(', ')}\n`);
    else this.draw(parts, progress.reading);
  }

  /** Takes the line away, so that something else can be printed; the next update draws it again. */
  clear(): void {
    if (this.drawn) this.context.stderr.write('\r\u001b[K');
    this.drawn = false;
    if (this.context.stderr.isTTY) this.drawnAt = Number.NEGATIVE_INFINITY;
  }

  private mark(at: number, done: number): void {
    this.marks.push({ at, done });
    while (this.marks.length > 2 && at - this.marks[1]!.at >= span) this.marks.shift();
  }

  /** Bytes a second over the last while. */
  private rate(): number {
    const first = this.marks[0]!;
    const last = this.marks.at(-1)!;
    return last.at > first.at ? ((last.done - first.done) * 1000) / (last.at - first.at) : 0;
  }

  private parts({ phase, done, total, entries, findings }: Progress): string[] {
    const parts: string[] = [];
    const percent = total > 0 ? ` ${Math.min(100, Math.floor((done * 100) / total))}%` : '';
    parts.push(`${doing[phase]}${percent}`);
    if (total > 0) parts.push(`${bytesText(done)} of ${bytesText(total)}`);
    const rate = this.rate();
    if (rate >= 1) {
      parts.push(`${(rate / 1e6).toFixed(rate < 1e7 ? 1 : 0)} MB/s`);
      if (total > done) parts.push(`${durationText((total - done) / rate)} left`);
    }
    if (entries > 0) parts.push(`${entries} entries`);
    if (entries > 0 || findings > 0) parts.push(`${findings} ${findings === 1 ? 'finding' : 'findings'}`);
    return parts;
  }

  private draw(parts: string[], reading: string | undefined): void {
    const { stderr } = this.context;
    // The last column stays free: writing into it makes some terminals start a new line.
    const screen = Math.max(10, stderr.columns - 1);
    const facts = shorten(parts.join('  '), screen);
    const room = screen - widthOf(facts) - 2;
    const name = reading !== undefined && room >= 12 ? `  ${shorten(printable(reading), room)}` : '';
    stderr.write(`\r${facts}${painter(stderr.color)('dim', name)}\u001b[K`);
    this.drawn = true;
  }
}
