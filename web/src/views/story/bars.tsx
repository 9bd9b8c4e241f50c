import type { HistogramAnswer, Lane } from '../../model.ts';
import { useWords } from '../../words/index.tsx';

/**
 * Counts of one lane as bars: solid what live files tell, hollow on top what no live file has, a tick below where a finding lies. The height
 * grows with the square root, so that a single event is seen beside an installation's thousands.
 */
export function Bars({
  answer,
  lane,
  left: edge,
  x,
  top,
  height,
}: {
  answer: HistogramAnswer;
  lane: Lane;
  left: number;
  x: (ms: number) => number;
  top: number;
  height: number;
}) {
  const { story: t } = useWords();
  const { events, recovered, findings } = answer.lanes[lane];
  const most = Math.max(1, ...events);
  const start = Date.parse(answer.from);
  const step = answer.width / 1000;
  const foot = top + height;
  const tall = (n: number): number => (n === 0 ? 0 : Math.max(2.5, Math.sqrt(n / most) * (height - 14)));
  const [solid, hollow, found] = [[] as string[], [] as string[], [] as string[]];
  for (let i = 0; i < events.length; i++) {
    const all = events[i]!;
    if (all === 0) continue;
    const left = x(start + i * step);
    const wide = Math.max(1, x(start + (i + 1) * step) - left - 0.6);
    const whole = tall(all);
    const live = all - recovered[i]!;
    const low = live === 0 ? 0 : Math.max(1.5, (whole * live) / all);
    if (low > 0)
      solid.push(`M${left.toFixed(1)} ${(foot - low).toFixed(1)}h${wide.toFixed(1)}V${foot}h-${wide.toFixed(1)}z`);
    if (whole > low)
      hollow.push(
        `M${left.toFixed(1)} ${(foot - whole).toFixed(1)}h${wide.toFixed(1)}V${(foot - low).toFixed(1)}h-${wide.toFixed(1)}z`,
      );
    if (findings[i]! > 0) found.push(`M${(left + wide / 2).toFixed(1)} ${foot + 1}l-3 5h6z`);
  }
  return (
    <g>
      <path className="bar-live" d={solid.join('')} />
      <path className="bar-gone" d={hollow.join('')} />
      <path className="bar-found" d={found.join('')} />
      <text className="small soft-fill" x={edge + 4} y={top + 11}>
        {t.most(most)}
      </text>
    </g>
  );
}
