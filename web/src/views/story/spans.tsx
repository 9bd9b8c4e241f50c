import { useWords } from '../../words/index.tsx';
import type { Layout } from './layout.ts';

/** For which time each journal and log speaks: silence means something only there. */
export function Spans({
  x,
  layout,
  left,
  right,
}: {
  x: (ms: number) => number;
  layout: Layout;
  left: number;
  right: number;
}) {
  const { story: t } = useWords();
  if (layout.spans.length === 0) return null;
  return (
    <g>
      <line className="grid" x1={0} x2={right} y1={layout.spansTop - 0.5} y2={layout.spansTop - 0.5} />
      <text className="lane-title" x={24} y={layout.spansTop + 17}>
        {t.spans}
      </text>
      {layout.spans.map(({ log, from, to }, i) => {
        const start = Math.max(left, x(from));
        const end = Math.min(right, x(to));
        return end < start ? null : (
          <rect
            key={`${log}${from}`}
            className="span"
            x={start}
            width={Math.max(2, end - start)}
            y={layout.spansTop + 8 + i * 6}
            height={3.5}
          />
        );
      })}
    </g>
  );
}
