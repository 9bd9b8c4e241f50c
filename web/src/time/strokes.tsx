import './time.css';
import { type Bounds, strokesOf } from '../../../src/model/strokes.ts';
import type { Tone } from '../../../src/model/tones.ts';
import type { State } from '../model.ts';
import type { Range } from './range.ts';

/** When a thing came and went: solid while surely there, pale while it came or went, dotted without a bound. */
export function Strokes({
  appeared,
  removed,
  state,
  tone,
  middle,
  range,
  x,
  thick = 10,
}: {
  appeared: Bounds;
  removed: Bounds;
  state: State;
  tone: Tone;
  /** Height at which it is drawn, and how thick. */
  middle: number;
  range: Range;
  x: (ms: number) => number;
  thick?: number;
}) {
  // What lies outside is cut at the edge, so that a zoomed picture has no shapes of a million pixels.
  const near = (ms: number): number => x(Math.min(Math.max(ms, range.from - 1), range.until + 1));
  const inSight = strokesOf(appeared, removed, state, range.from, range.until).filter(
    ({ from, to }) => to >= range.from && from <= range.until,
  );
  return inSight.map(({ look, from, to }) =>
    look === 'end' ? (
      <line
        key={look}
        className={`end ${tone}`}
        x1={near(to)}
        x2={near(to)}
        y1={middle - thick * 0.7}
        y2={middle + thick * 0.7}
      />
    ) : look === 'guess' ? (
      <line key={`${look}${from}`} className={`guess ${tone}`} x1={near(from)} x2={near(to)} y1={middle} y2={middle} />
    ) : (
      <rect
        key={`${look}${from}`}
        className={`${look} ${tone}`}
        x={near(from)}
        width={Math.max(2, near(to) - near(from))}
        y={middle - thick / 2}
        height={thick}
      />
    ),
  );
}
