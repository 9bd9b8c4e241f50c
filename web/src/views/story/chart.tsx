import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { ticksOf } from '../../../../src/model/axis.ts';
import type { EventRecord, HistogramAnswer, Lane, StoryAnswer } from '../../model.ts';
import { useWidth } from '../../use-width.ts';
import { useWords } from '../../words/index.tsx';
import { Bars } from './bars.tsx';
import { FindingRows } from './finding-rows.tsx';
import { Labels } from './labels.tsx';
import { lanes, layoutOf } from './layout.ts';
import { Marks } from './marks.tsx';
import { moved, type Range } from './range.ts';
import { Spans } from './spans.tsx';

/** Width of the names at the left, pixels. */
const LEFT = 216;
const RIGHT = 16;

/** What the keys do in the picture. */
const acts: Record<string, { move?: number; zoom?: number; show?: 'usual' | 'whole' }> = {
  ArrowLeft: { move: -0.15 },
  ArrowRight: { move: 0.15 },
  PageUp: { move: -0.9 },
  PageDown: { move: 0.9 },
  ArrowUp: { zoom: 0.6 },
  ArrowDown: { zoom: 1 / 0.6 },
  '+': { zoom: 0.6 },
  '=': { zoom: 0.6 },
  '-': { zoom: 1 / 0.6 },
  Home: { show: 'usual' },
  End: { show: 'whole' },
};

interface ChartProps {
  story: StoryAnswer;
  range: Range;
  whole: Range;
  usual: Range;
  histogram: HistogramAnswer | undefined;
  /** The events in sight one by one, when they are few. */
  events: EventRecord[] | undefined;
  chosenRow: number | undefined;
  caseKey: string;
  onZoom: (factor: number, at?: number) => void;
  onMove: (share: number) => void;
  onShow: (range: Range) => void;
}

/** The picture: a wheel or pinch zooms, dragging moves, and the keys do both. */
export function Chart(props: ChartProps) {
  const { story, range, histogram, events, whole, usual, onZoom, onMove, onShow } = props;
  const { story: t } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const long = range.until - range.from;
  const x = (ms: number): number => LEFT + ((ms - range.from) / long) * (width - LEFT - RIGHT);
  const momentAt = (clientX: number): number => {
    const box = frame.current!.getBoundingClientRect();
    return range.from + ((clientX - box.left - LEFT) / (width - LEFT - RIGHT)) * long;
  };
  const layout = layoutOf(story, range);

  const zoomAt = useRef<(event: WheelEvent) => void>(() => {});
  zoomAt.current = (event) => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onMove(event.deltaX / 800);
    else onZoom(Math.exp(event.deltaY / 400), momentAt(event.clientX));
  };
  useEffect(() => {
    // React listens to the wheel passively; this one must keep the page from scrolling.
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      zoomAt.current(event);
    };
    const own = frame.current;
    own?.addEventListener('wheel', listen, { passive: false });
    return () => own?.removeEventListener('wheel', listen);
  }, []);

  const drag = useRef<{ at: number; range: Range } | undefined>(undefined);
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('a')) return;
    drag.current = { at: event.clientX, range };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onDrag = (event: PointerEvent): void => {
    if (!drag.current) return;
    const share = (drag.current.at - event.clientX) / (width - LEFT - RIGHT);
    onShow(moved(drag.current.range, share, whole));
  };
  const onUp = (): void => {
    drag.current = undefined;
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    if (act.move !== undefined) onMove(act.move);
    else if (act.zoom !== undefined) onZoom(act.zoom);
    else onShow(act.show === 'whole' ? whole : usual);
  };

  const told = story.disclosures.map((day) => ({ day: day.slice(0, 10), ms: Date.parse(day) }));
  const inSight = told.filter(({ ms }) => ms >= range.from && ms <= range.until);
  const cleanUp = story.activity?.cleanUp;
  return (
    <div
      ref={frame}
      className="chart"
      role="application"
      aria-roledescription={t.title}
      aria-label={t.label(iso(range.from), iso(range.until))}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the timeline are its own
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={onDown}
      onPointerMove={onDrag}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      <svg width={width} height={layout.height} aria-hidden="true">
        <clipPath id="story-clip">
          <rect x={LEFT} y={0} width={width - LEFT - RIGHT} height={layout.height} />
        </clipPath>
        {cleanUp && (
          <rect
            className="clean-up"
            clipPath="url(#story-clip)"
            x={x(Date.parse(cleanUp.from)) - 1}
            width={Math.max(3, x(Date.parse(cleanUp.until)) - x(Date.parse(cleanUp.from)) + 2)}
            y={layout.axis}
            height={layout.height - layout.axis}
          />
        )}
        {ticksOf(range.from, range.until).map((tick) => (
          <g key={tick.ms}>
            <line className="grid" x1={x(tick.ms)} x2={x(tick.ms)} y1={layout.axis} y2={layout.height} />
            <text
              className="soft-fill small"
              x={x(tick.ms)}
              y={layout.axis - 5}
              textAnchor={x(tick.ms) > width - 50 ? 'end' : 'middle'}
            >
              {tick.text}
            </text>
          </g>
        ))}
        {inSight.map(({ day, ms }) => (
          <line key={day} className="told" x1={x(ms)} x2={x(ms)} y1={layout.axis} y2={layout.height} />
        ))}
        <FindingRows rows={layout.findings} y={layout.findingsTop} x={x} range={range} />
        {lanes.map((lane) => (
          <LaneTitle key={lane} lane={lane} y={layout.lanes[lane].top} width={width} />
        ))}
        <g clipPath="url(#story-clip)">
          <g transform={`translate(${LEFT} 0)`}>
            {histogram &&
              !events &&
              lanes.map((lane) => (
                <Bars key={lane} answer={histogram} lane={lane} x={(ms) => x(ms) - LEFT} {...layout.lanes[lane]} />
              ))}
          </g>
          {events && <Marks events={events} layout={layout} x={x} chosenRow={props.chosenRow} />}
        </g>
        <Spans story={story} x={x} layout={layout} left={LEFT} right={width - RIGHT} />
      </svg>
      <Labels layout={layout} story={story} caseKey={props.caseKey} told={inSight} x={x} width={width} />
    </div>
  );
}

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function LaneTitle({ lane, y, width }: { lane: Lane; y: number; width: number }) {
  const { story: t } = useWords();
  return (
    <g>
      <line className="grid" x1={0} x2={width} y1={y - 0.5} y2={y - 0.5} />
      <text className="lane-title" x={24} y={y + 17}>
        {t.lanes[lane]}
      </text>
    </g>
  );
}
