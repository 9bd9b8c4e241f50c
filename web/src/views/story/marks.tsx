import type { EventRecord } from '../../model.ts';
import type { Layout } from './layout.ts';

/** Events one by one: a full tick each, a hollow one for what no live file has, a taller one for what is chosen. */
export function Marks({
  events,
  layout,
  x,
  chosenRow,
}: {
  events: readonly EventRecord[];
  layout: Layout;
  x: (ms: number) => number;
  chosenRow: number | undefined;
}) {
  return events.map(({ row, at, lane, mark, finding }) => {
    if (at === undefined) return null;
    const { top, height } = layout.lanes[lane];
    const left = x(Date.parse(at));
    const looks = `mark-event${mark ? ' gone' : ''}${row === chosenRow ? ' chosen' : ''}`;
    const tall = row === chosenRow ? height - 4 : height * 0.45;
    return (
      <g key={row}>
        <rect className={looks} x={left - 1.25} y={top + height - tall} width={2.5} height={tall} />
        {finding !== undefined && <path className="bar-found" d={`M${left.toFixed(1)} ${top + height + 1}l-3 5h6z`} />}
      </g>
    );
  });
}
