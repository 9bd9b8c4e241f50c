import { visible } from '../../../src/model/visible.ts';
import { timeText } from '../../../src/reports/times.ts';
import type { Instant, Interval } from '../model.ts';
import { useWords } from '../words/index.tsx';
import { Said } from './shown.tsx';

/** A moment to the second, UTC; the exact text is in its title. */
export const Time = ({ at }: { at: Instant }) => (
  <time className="time" dateTime={at} title={visible(at)}>
    {timeText(at)}
  </time>
);

/** The same without the letters UTC, for columns whose heading says them. */
export const ShortTime = ({ at }: { at: Instant }) => (
  <time className="time" dateTime={at} title={visible(at)}>
    {timeText(at).replace(' UTC', '')}
  </time>
);

/** An interval in a narrow column: its day or days, with a sign for a bound that is not known. */
export function ShortInterval({ interval }: { interval: Interval | undefined }) {
  const { report, unknown } = useWords();
  const from = interval?.notBefore;
  const to = interval?.notAfter;
  if (from === undefined && to === undefined) return <span className="soft">{unknown}</span>;
  const [a, b] = [from, to].map((t) => (t === undefined ? undefined : timeText(t).slice(0, 16)));
  if (a !== undefined && a === b) return <span className="time">{a}</span>;
  if (a !== undefined && b !== undefined)
    return (
      <span className="time">
        {a.slice(0, 10) === b.slice(0, 10) ? `${a} – ${b.slice(11)}` : `${a.slice(0, 10)} – ${b.slice(0, 10)}`}
      </span>
    );
  return <span className="time">{a === undefined ? report.notAfter(b!) : report.notBefore(a)}</span>;
}

/** Which evidence set the bounds of an interval. */
export const Basis = ({ interval }: { interval: Interval }) => (
  <span className="soft">
    {(interval.basis ?? []).map((sentence) => (
      <span key={sentence}>
        {' '}
        <Said text={sentence.endsWith('.') ? sentence : `${sentence}.`} />
      </span>
    ))}
  </span>
);
