import { useRef } from 'react';
import { ticksOf } from '../../../../src/model/axis.ts';
import { drawable } from '../../../../src/reports/times.ts';
import type { Span } from '../../model.ts';
import { Path, Said } from '../../parts/shown.tsx';
import { useWidth } from '../../use-width.ts';
import { useWords } from '../../words/index.tsx';

/** Most bars drawn; coverage.json has all. */
const BARS = 40;
const LEFT = 330;
const ROW = 22;
const TOP = 22;

/** The time that each journal and log covers: what they do not tell means something only there. */
export function Memory({ spans }: { spans: readonly Span[] }) {
  const { report } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const dated = spans.flatMap((span) => {
    const [start, end] = [drawable(span.from), drawable(span.to)];
    return start === undefined || end === undefined || end < start ? [] : [{ span, start, end }];
  });
  const told = spans.filter((s) => !dated.some((d) => d.span === s));
  if (spans.length === 0) return null;
  const rows = dated.slice(0, BARS);
  const from = Math.min(...rows.map((r) => r.start));
  const until = Math.max(...rows.map((r) => r.end), from + 1000);
  const x = (ms: number): number => LEFT + ((ms - from) / (until - from)) * (width - LEFT - 12);
  return (
    <section className="ruled">
      <h2>{report.coverage.spans}</h2>
      <p className="lead soft">{report.coverage.spansLead}</p>
      <div className="memory" ref={frame}>
        {rows.length > 0 && (
          <svg width={width} height={TOP + rows.length * ROW} aria-hidden="true">
            {ticksOf(from, until).map((tick) => (
              <g key={tick.ms}>
                <line className="grid" x1={x(tick.ms)} x2={x(tick.ms)} y1={TOP - 6} y2={TOP + rows.length * ROW} />
                <text
                  className="small soft-fill"
                  x={x(tick.ms)}
                  y={TOP - 10}
                  textAnchor={x(tick.ms) > width - 50 ? 'end' : 'middle'}
                >
                  {tick.text}
                </text>
              </g>
            ))}
            {rows.map(({ span, start, end }, i) => (
              <rect
                key={`${span.log}${span.from}`}
                className="span"
                x={x(start)}
                width={Math.max(3, x(end) - x(start))}
                y={TOP + i * ROW + 6}
                height={10}
              />
            ))}
          </svg>
        )}
        <ul className="memory-names">
          {rows.map(({ span }) => (
            <li key={`${span.log}${span.from}`}>
              <Path path={span.log} />
              <span className="sr">{report.coverage.to(span.from!, span.to!)}</span>
            </li>
          ))}
        </ul>
      </div>
      {dated.length > rows.length && <p className="soft">{report.coverage.moreSpans(dated.length - rows.length)}</p>}
      {told.length > 0 && (
        <ul className="bullets">
          {told.slice(0, BARS).map((span) => (
            <li key={`${span.log}${span.says}`}>
              <Said text={span.log} />
              {span.says !== undefined && (
                <>
                  : <Said text={span.says} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
