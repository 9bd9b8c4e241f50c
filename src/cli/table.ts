import type { CliContext } from './context.ts';
import { type Look, painter } from './style.ts';
import { pad, printable, shorten, widthOf } from './terminal.ts';

/** A column of a table for people. */
export interface Column<ROW> {
  title: string;
  value: (row: ROW) => unknown;
  align?: 'left' | 'right';
  /** Gives way when the terminal is too narrow; at least one column should. */
  flexible?: boolean;
  look?: (row: ROW) => Look | undefined;
}

const gap = '  ';
/** No column is made narrower than this. */
const narrowest = 12;

const cell = <ROW>(column: Column<ROW>, row: ROW): string => {
  const value = column.value(row);
  return value === undefined || value === null ? '' : printable(String(value));
};

/** Widths that show every given cell in full, or that fit the screen by narrowing the flexible columns. */
export function widthsFor<ROW>(columns: readonly Column<ROW>[], rows: readonly ROW[], screen: number): number[] {
  const widths = columns.map((c) => Math.max(widthOf(c.title), ...rows.map((row) => widthOf(cell(c, row)))));
  let excess = widths.reduce((sum, w) => sum + w, 0) + gap.length * (columns.length - 1) - screen;
  while (excess > 0) {
    const widest = columns
      .map((c, i) => (c.flexible && widths[i]! > narrowest ? i : -1))
      .filter((i) => i >= 0)
      .reduce((best, i) => (best < 0 || widths[i]! > widths[best]! ? i : best), -1);
    if (widest < 0) break;
    const others = columns.map((c, i) => (c.flexible && i !== widest ? widths[i]! : 0));
    const step = Math.max(1, Math.min(excess, widths[widest]! - Math.max(narrowest, ...others)));
    widths[widest]! -= step;
    excess -= step;
  }
  return widths;
}

/** One line; the last column is not padded. */
function line<ROW>(columns: readonly Column<ROW>[], widths: number[], text: (column: Column<ROW>) => string): string {
  const cells = columns.map((column, i) => {
    const shown = shorten(text(column), widths[i]!);
    return i === columns.length - 1 && column.align !== 'right' ? shown : pad(shown, widths[i]!, column.align);
  });
  return cells.join(gap);
}

/** The heading and how to write a row beneath it. */
export function tableWriter<ROW>(
  columns: readonly Column<ROW>[],
  widths: number[],
  color: boolean,
): { heading: string; row(row: ROW): string } {
  const paint = painter(color);
  return {
    heading: paint('dim', line(columns, widths, (c) => c.title).trimEnd()),
    row(row) {
      const cells = columns.map((column, i) => {
        const shown = shorten(cell(column, row), widths[i]!);
        const last = i === columns.length - 1 && column.align !== 'right';
        const padded = last ? shown : pad(shown, widths[i]!, column.align);
        return paint(column.look?.(row), padded);
      });
      return color ? cells.join(gap) : cells.join(gap).trimEnd();
    },
  };
}

/** A whole table as lines. */
export function table<ROW>(
  columns: readonly Column<ROW>[],
  rows: readonly ROW[],
  output: CliContext['stdout'],
): string[] {
  const writer = tableWriter(columns, widthsFor(columns, rows, output.columns), output.color);
  return [writer.heading, ...rows.map(writer.row)];
}
