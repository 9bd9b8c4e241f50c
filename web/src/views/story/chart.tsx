import { stateTones } from '../../../../src/model/tones.ts';
import type { EventRecord, HistogramAnswer, Lane, StoryAnswer } from '../../model.ts';
import { Strokes } from '../../time/strokes.tsx';
import { Ticks } from '../../time/ticks.tsx';
import { TimeFrame, type TimeView } from '../../time/time-frame.tsx';
import { useWords } from '../../words/index.tsx';
import { Bars } from './bars.tsx';
import { Labels } from './labels.tsx';
import { lanes, layoutOf, ROW } from './layout.ts';
import { Marks } from './marks.tsx';
import { Spans } from './spans.tsx';

/** Width of the names at the left, pixels. */
const LEFT = 216;

/** The picture of one case over time. */
export function Chart({
  story,
  view,
  histogram,
  events,
  chosenRow,
  caseKey,
}: {
  story: StoryAnswer;
  view: TimeView;
  histogram: HistogramAnswer | undefined;
  /** The events in sight one by one, when they are few. */
  events: EventRecord[] | undefined;
  chosenRow: number | undefined;
  caseKey: string;
}) {
  const { story: t } = useWords();
  const { range } = view;
  const layout = layoutOf(story, range);
  const told = story.disclosures
    .map((day) => ({ day: day.slice(0, 10), ms: Date.parse(day) }))
    .filter(({ ms }) => ms >= range.from && ms <= range.until);
  const cleanUp = story.activity?.cleanUp;
  return (
    <TimeFrame view={view} left={LEFT} title={t.title} label={t.label(iso(range.from), iso(range.until))} wheel="alone">
      {(scale) => {
        const { x, width, right } = scale;
        return (
          <>
            <svg width={width} height={layout.height} aria-hidden="true">
              <clipPath id="story-clip">
                <rect x={LEFT} y={0} width={right - LEFT} height={layout.height} />
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
              <Ticks range={range} scale={scale} top={layout.axis} bottom={layout.height} />
              {told.map(({ day, ms }) => (
                <line key={day} className="told" x1={x(ms)} x2={x(ms)} y1={layout.axis} y2={layout.height} />
              ))}
              {lanes.map((lane) => (
                <LaneTitle key={lane} lane={lane} y={layout.lanes[lane].top} width={width} />
              ))}
              <g clipPath="url(#story-clip)">
                {layout.findings.map(({ finding, appeared, removed }, i) => (
                  <Strokes
                    key={finding.id}
                    appeared={appeared}
                    removed={removed}
                    state={finding.state}
                    tone={stateTones[finding.state]}
                    middle={layout.findingsTop + 24 + i * ROW + ROW / 2}
                    range={range}
                    x={x}
                  />
                ))}
                {histogram &&
                  !events &&
                  lanes.map((lane) => (
                    <Bars key={lane} answer={histogram} lane={lane} left={LEFT} x={x} {...layout.lanes[lane]} />
                  ))}
                {events && <Marks events={events} layout={layout} x={x} chosenRow={chosenRow} />}
              </g>
              <Spans layout={layout} x={x} left={LEFT} right={right} />
            </svg>
            <Labels layout={layout} story={story} caseKey={caseKey} told={told} x={x} width={width} />
          </>
        );
      }}
    </TimeFrame>
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
