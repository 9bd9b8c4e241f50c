import { useMemo } from 'react';
import { visible } from '../../../../src/model/visible.ts';
import { timeText } from '../../../../src/reports/times.ts';
import type { MomentsAnswer } from '../../model.ts';
import { Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { Time } from '../../parts/time.tsx';
import { useChoices } from '../../router.ts';
import { useWords } from '../../words/index.tsx';
import { stopAt, stopsOf } from './stops.ts';

/** A slider through the moments at which files changed, as the journals tell; at its right end stands the evidence as it was taken. */
export function MomentSlider({ answer }: { answer: MomentsAnswer }) {
  const { files: t } = useWords();
  const [params, choose] = useChoices();
  const stops = useMemo(() => stopsOf(answer.moments), [answer]);
  const at = params.get('at');
  const last = stops.length;
  const place = at === null ? last : stopAt(stops, at);
  const show = (index: number): void =>
    choose({ at: index >= last ? undefined : stops[Math.max(0, index)]!.at, v: undefined });
  const now = place >= last ? undefined : stops[place];
  if (last === 0) return <p className="soft moment-none">{t.noMoments}</p>;
  return (
    <div className="moment-slider">
      <button
        type="button"
        onClick={() => show(place - 1)}
        disabled={place === 0}
        aria-label={t.earlier}
        title={t.earlier}
      >
        ←
      </button>
      <input
        type="range"
        min={0}
        max={last}
        value={place}
        aria-label={t.moment}
        aria-valuetext={now ? `${timeText(now.at)}, ${visible(now.volumes.join(', '))}` : t.now}
        onChange={(e) => show(Number(e.target.value))}
      />
      <button
        type="button"
        onClick={() => show(place + 1)}
        disabled={place >= last}
        aria-label={t.later}
        title={t.later}
      >
        →
      </button>
      <p className="moment-said">
        {now ? (
          <>
            <b>
              <Time at={now.at} />
            </b>{' '}
            <span className="soft">
              {t.changes(grouped(now.changes))}, <Shown text={now.paths[0] ?? now.volumes.join(', ')} />
            </span>
          </>
        ) : (
          <>
            <b>{t.now}</b> <span className="soft">{t.moments(grouped(answer.total))}</span>
          </>
        )}
      </p>
      {now && (
        <button type="button" onClick={() => show(last)}>
          {t.toNow}
        </button>
      )}
    </div>
  );
}
