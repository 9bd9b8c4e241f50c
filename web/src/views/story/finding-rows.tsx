import { strokesOf } from '../../../../src/model/strokes.ts';
import { stateTones } from '../../../../src/model/tones.ts';
import { type FindingRow, ROW } from './layout.ts';
import type { Range } from './range.ts';

/** When each thing came and went: solid while surely there, pale while it came or went, dotted without a bound. */
export function FindingRows({
  rows,
  y,
  x,
  range,
}: {
  rows: readonly FindingRow[];
  y: number;
  x: (ms: number) => number;
  range: Range;
}) {
  // What lies outside is cut at the edge, so that a zoomed picture has no shapes of a million pixels.
  const near = (ms: number): number => x(Math.min(Math.max(ms, range.from - 1), range.until + 1));
  return (
    <g clipPath="url(#story-clip)">
      {rows.map(({ finding, appeared, removed }, i) => {
        const middle = y + 24 + i * ROW + ROW / 2;
        const tone = stateTones[finding.state];
        return (
          <g key={finding.id}>
            {strokesOf(appeared, removed, finding.state, range.from, range.until).map(({ look, from, to }) =>
              look === 'end' ? (
                <line
                  key={look}
                  className={`end ${tone}`}
                  x1={near(to)}
                  x2={near(to)}
                  y1={middle - 7}
                  y2={middle + 7}
                />
              ) : look === 'guess' ? (
                <line
                  key={`${look}${from}`}
                  className={`guess ${tone}`}
                  x1={near(from)}
                  x2={near(to)}
                  y1={middle}
                  y2={middle}
                />
              ) : (
                <rect
                  key={`${look}${from}`}
                  className={`${look} ${tone}`}
                  x={near(from)}
                  width={Math.max(2, near(to) - near(from))}
                  y={middle - 5}
                  height={10}
                />
              ),
            )}
          </g>
        );
      })}
    </g>
  );
}
