import { ticksOf } from '../../../src/model/axis.ts';
import type { Range } from './range.ts';
import type { Scale } from './time-frame.tsx';

/** Marks at round times with lines down through the picture. @param top where the lines begin, below the texts */
export function Ticks({ range, scale, top, bottom }: { range: Range; scale: Scale; top: number; bottom: number }) {
  const { x, width } = scale;
  return ticksOf(range.from, range.until).map(({ ms, text }) => (
    <g key={ms}>
      <line className="grid" x1={x(ms)} x2={x(ms)} y1={top} y2={bottom} />
      <text className="soft-fill small" x={x(ms)} y={top - 5} textAnchor={x(ms) > width - 50 ? 'end' : 'middle'}>
        {text}
      </text>
    </g>
  ));
}
