import type { Bounds } from '../../../../src/model/strokes.ts';
import { drawable } from '../../../../src/reports/times.ts';
import type { FindingSummary, Interval, Lane, StoryAnswer } from '../../model.ts';
import type { Range } from '../../time/range.ts';

export const lanes: readonly Lane[] = ['files', 'logs', 'scans'];

/** Most rows of findings and bars of memory; the others are in the lists. */
const ROWS = 9;
const SPANS = 8;
export const ROW = 20;
const AXIS = 24;
const heights: Record<Lane, number> = { files: 58, logs: 58, scans: 34 };

export interface FindingRow {
  finding: FindingSummary;
  /** Findings about the same version of the same thing. */
  count: number;
  appeared: Bounds;
  removed: Bounds;
}

export interface Layout {
  axis: number;
  findingsTop: number;
  findings: FindingRow[];
  /** Things in sight that have no row. */
  undrawn: number;
  lanes: Record<Lane, { top: number; height: number }>;
  spansTop: number;
  spans: { log: string; from: number; to: number }[];
  height: number;
}

const boundsOf = (interval: Interval | undefined): Bounds => ({
  from: drawable(interval?.notBefore),
  to: drawable(interval?.notAfter),
});

/** Findings about one thing are one row, the strongest first; those that are in sight come before those that are not. */
function rowsOf(findings: readonly FindingSummary[], range: Range): { rows: FindingRow[]; undrawn: number } {
  const things = new Map<string, FindingRow>();
  for (const finding of findings) {
    const key = `${finding.system} ${finding.path ?? finding.id} ${finding.sha256} ${finding.state}`;
    const known = things.get(key);
    const appeared = boundsOf(finding.appeared);
    const removed = boundsOf(finding.removed);
    if (!known) things.set(key, { finding, count: 1, appeared, removed });
    else {
      known.count++;
      if (known.appeared.from === undefined && known.appeared.to === undefined) known.appeared = appeared;
      if (known.removed.from === undefined && known.removed.to === undefined) known.removed = removed;
    }
  }
  const dated = [...things.values()].filter((row) => pointsOf(row).length > 0);
  const seen = dated.filter((row) => {
    const points = pointsOf(row);
    const last = row.finding.state === 'live' ? Number.POSITIVE_INFINITY : Math.max(...points);
    return Math.min(...points) <= range.until && last >= range.from;
  });
  const rows = seen.slice(0, ROWS).sort((a, b) => Math.min(...pointsOf(a)) - Math.min(...pointsOf(b)));
  return { rows, undrawn: seen.length - rows.length };
}

const pointsOf = ({ appeared, removed }: FindingRow): number[] =>
  [appeared.from, appeared.to, removed.from, removed.to].filter((p) => p !== undefined);

/** Where everything is drawn, from top to bottom. */
export function layoutOf(story: StoryAnswer, range: Range): Layout {
  const { rows, undrawn } = rowsOf(story.findings, range);
  const findingsTop = AXIS;
  let y = findingsTop + 24 + Math.max(1, rows.length) * ROW + 6;
  const placed = Object.fromEntries(
    lanes.map((lane) => {
      const own = { top: y, height: heights[lane] };
      y += heights[lane] + 8;
      return [lane, own];
    }),
  ) as Layout['lanes'];
  const spans = story.spans
    .flatMap(({ log, from, to }) => {
      const [start, end] = [drawable(from), drawable(to)];
      return start === undefined || end === undefined || end < start ? [] : [{ log, from: start, to: end }];
    })
    .slice(0, SPANS);
  const spansTop = y;
  if (spans.length > 0) y += 10 + Math.max(16, spans.length * 6);
  return { axis: AXIS, findingsTop, findings: rows, undrawn, lanes: placed, spansTop, spans, height: y };
}
