import { type PointerEvent, useRef } from 'react';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, HistogramAnswer } from '../../model.ts';
import type { Query } from '../../router.ts';
import type { Range } from '../../time/range.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWidth } from '../../use-width.ts';
import { lanes } from './layout.ts';

const HEIGHT = 34;
const EDGE = 16;

/** All of time as a strip, with a window on what is shown; dragging over it chooses another stretch. The keys of the timeline do the same. */
export function Overview({
  detail,
  whole,
  range,
  filter,
  onRange,
}: {
  detail: CaseDetail;
  whole: Range;
  range: Range;
  filter: Query;
  onRange: (range: Range) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const answer = useAnswer<HistogramAnswer>(ofCase(detail.key, 'histogram'), {
    ...filter,
    from: new Date(whole.from).toISOString(),
    until: new Date(whole.until).toISOString(),
    buckets: '300',
  });
  const wide = width - 2 * EDGE;
  const x = (ms: number): number => EDGE + ((ms - whole.from) / (whole.until - whole.from)) * wide;
  const momentAt = (event: PointerEvent): number => {
    const box = frame.current!.getBoundingClientRect();
    return whole.from + ((event.clientX - box.left - EDGE) / wide) * (whole.until - whole.from);
  };
  const began = useRef<number | undefined>(undefined);
  const onDown = (event: PointerEvent): void => {
    began.current = momentAt(event);
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onDrag = (event: PointerEvent): void => {
    if (began.current === undefined) return;
    const now = momentAt(event);
    if (Math.abs(now - began.current) > (whole.until - whole.from) / 200)
      onRange({ from: Math.min(began.current, now), until: Math.max(began.current, now) });
  };
  const onUp = (event: PointerEvent): void => {
    const at = momentAt(event);
    // A click without dragging moves the window there.
    if (began.current !== undefined && Math.abs(at - began.current) <= (whole.until - whole.from) / 200) {
      const half = (range.until - range.from) / 2;
      onRange({ from: at - half, until: at + half });
    }
    began.current = undefined;
  };
  const sums = answer.here?.lanes.files.events.map((_, i) =>
    lanes.reduce((n, lane) => n + answer.here!.lanes[lane].events[i]!, 0),
  );
  const most = Math.max(1, ...(sums ?? []));
  const step = wide / 300;
  return (
    <div ref={frame} className="overview" onPointerDown={onDown} onPointerMove={onDrag} onPointerUp={onUp}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <path
          className="bar-live"
          d={(sums ?? [])
            .map((n, i) => {
              const tall = n === 0 ? 0 : Math.max(2, Math.sqrt(n / most) * (HEIGHT - 10));
              return tall === 0
                ? ''
                : `M${(EDGE + i * step).toFixed(1)} ${(HEIGHT - 4 - tall).toFixed(1)}h${Math.max(1, step - 0.4).toFixed(1)}V${HEIGHT - 4}h-${Math.max(1, step - 0.4).toFixed(1)}z`;
            })
            .join('')}
        />
        <rect
          className="window"
          x={x(range.from)}
          width={Math.max(4, x(range.until) - x(range.from))}
          y={2}
          height={HEIGHT - 4}
          rx={3}
        />
      </svg>
    </div>
  );
}
