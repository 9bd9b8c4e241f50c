import { Fragment, useState } from 'react';
import { drawable, timeText } from '../../../../src/reports/times.ts';
import type { SeenThrough, Visibility } from '../../model.ts';
import { Assessed } from '../../parts/shown.tsx';
import { useWords } from '../../words/index.tsx';

/** Signs whose shape says what the word beside them says. */
const signs = { yes: '●', 'in part': '◐', no: '○' } as const;

const BAR = 52;

/** Techniques against kinds of evidence; each cell says whether it could be seen there, and a bar for which time. */
export function Matrix({ visibility }: { visibility: readonly Visibility[] }) {
  const { coverage: t } = useWords();
  const [open, setOpen] = useState<string>();
  const groups = grouped(visibility);
  const sources = [...new Set(visibility.flatMap((v) => v.through.map((s) => s.source)))].sort(
    (a, b) => placeOf(a) - placeOf(b),
  );
  const times = visibility
    .flatMap((v) => v.through.flatMap((s) => [drawable(s.from), drawable(s.until)]))
    .filter((ms) => ms !== undefined);
  const [from, until] = [Math.min(...times), Math.max(...times)];
  const x = (ms: number): number => (until > from ? ((ms - from) / (until - from)) * BAR : 0);
  return (
    <div className="ruled">
      <p className="soft legend">
        {(['yes', 'in part', 'no'] as const).map((seen) => (
          <span key={seen}>
            <span className={`seen ${seen.replace(' ', '-')}`}>{signs[seen]}</span> {t.seen[seen]}
          </span>
        ))}
        {times.length > 0 && (
          <span>{t.bars(new Date(from).toISOString().slice(0, 10), new Date(until).toISOString().slice(0, 10))}</span>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
      <section className="scroll matrix" tabIndex={0} aria-label={t.matrix}>
        <table className="small">
          <thead>
            <tr>
              <th scope="col">{t.technique}</th>
              {sources.map((source) => (
                <th scope="col" key={source}>
                  <Assessed text={source} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(([v, ...alike]) => (
              <Fragment key={v.technique}>
                <tr>
                  <th scope="row">
                    <button
                      type="button"
                      className="technique"
                      aria-expanded={open === v.technique}
                      onClick={() => setOpen(open === v.technique ? undefined : v.technique)}
                    >
                      <span className={`seen ${v.seen.replace(' ', '-')}`} aria-hidden="true">
                        {signs[v.seen]}
                      </span>{' '}
                      <span className="time">{v.technique}</span> <span lang="en">{v.name}</span>
                      {alike.length > 0 && <span className="soft">{t.alike(alike.length)}</span>}{' '}
                      <span className="sr">{t.seen[v.seen]}</span>
                    </button>
                  </th>
                  {sources.map((source) => (
                    <td key={source}>
                      <Cell through={v.through.find((s) => s.source === source)} x={x} />
                    </td>
                  ))}
                </tr>
                {open === v.technique && (
                  <tr>
                    <td colSpan={sources.length + 1} className="says">
                      {alike.length > 0 && (
                        <p lang="en">
                          {[v, ...alike].map(({ technique, name }) => `${technique} ${name}`).join(', ')}.
                        </p>
                      )}
                      <ul className="bullets">
                        {v.through.map((s) => (
                          <li key={s.source}>
                            <b>
                              <Assessed text={s.source} />
                            </b>
                            : {t.seen[s.seen]}
                            {(s.from ?? s.until) !== undefined &&
                              `, ${t.during(s.from === undefined ? '?' : timeText(s.from), s.until === undefined ? '?' : timeText(s.until))}`}
                            . <Assessed text={s.says} />
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** Kinds of evidence in the order in which people ask for them; others come after. */
const order = [
  'live files',
  'earlier versions',
  'free space',
  'inode times',
  'list of vendor files',
  'logs',
  'access log',
  'network traffic',
  'memory',
  'firmware',
];
const placeOf = (source: string): number => (order.includes(source) ? order.indexOf(source) : order.length);

/** Techniques that the same evidence shows in the same way: one row for all of them. */
function grouped(visibility: readonly Visibility[]): [Visibility, ...Visibility[]][] {
  const groups = new Map<string, [Visibility, ...Visibility[]]>();
  for (const v of visibility) {
    const key = JSON.stringify([v.seen, v.through]);
    const group = groups.get(key);
    if (group) group.push(v);
    else groups.set(key, [v]);
  }
  return [...groups.values()];
}

function Cell({ through, x }: { through: SeenThrough | undefined; x: (ms: number) => number }) {
  const { coverage: t } = useWords();
  if (!through) return <span className="soft">–</span>;
  const [from, until] = [drawable(through.from), drawable(through.until)];
  const bar = through.seen !== 'no' && (from !== undefined || until !== undefined);
  const left = from === undefined ? 0 : x(from);
  const right = until === undefined ? BAR : x(until);
  return (
    <span className="cell">
      <span className={`seen ${through.seen.replace(' ', '-')}`} aria-hidden="true">
        {signs[through.seen]}
      </span>
      <span className="sr">
        {t.seen[through.seen]}
        {bar && `, ${t.during(through.from?.slice(0, 10) ?? '?', through.until?.slice(0, 10) ?? '?')}`}
      </span>
      {bar && (
        <svg width={BAR} height={8} aria-hidden="true">
          <rect className="cell-ground" width={BAR} height={8} />
          <rect className="cell-time" x={Math.min(left, BAR - 2)} width={Math.max(2, right - left)} height={8} />
        </svg>
      )}
    </span>
  );
}
