import { useWords } from '../words/index.tsx';
import { middleOf, moved, zoomed } from './range.ts';
import type { TimeView } from './time-frame.tsx';

/** The same as the keys, for whoever points. */
export function TimeButtons({ view: { range, whole, usual, onRange } }: { view: TimeView }) {
  const { time: t } = useWords();
  const acts: [sign: string, name: string, act: () => void][] = [
    ['←', t.earlier, () => onRange(moved(range, -0.25, whole))],
    ['→', t.later, () => onRange(moved(range, 0.25, whole))],
    ['+', t.zoomIn, () => onRange(zoomed(range, 0.5, middleOf(range), whole))],
    ['−', t.zoomOut, () => onRange(zoomed(range, 2, middleOf(range), whole))],
  ];
  return (
    <div className="buttons">
      {acts.map(([sign, name, act]) => (
        <button key={sign} type="button" onClick={act} aria-label={name} title={name}>
          {sign}
        </button>
      ))}
      <button type="button" onClick={() => onRange(usual)}>
        {t.usual}
      </button>
      <button type="button" onClick={() => onRange(whole)}>
        {t.whole}
      </button>
    </div>
  );
}
