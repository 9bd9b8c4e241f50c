import type { Victims } from '../../model.ts';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';

/** Most names in one list. */
const LISTED = 14;

/** Whose the gateways are, and whether that is more than a base rate says. */
export function VictimsSection({ victims }: { victims: Victims }) {
  const { campaignView: t } = useWords();
  const lists = [
    [t.byRegion, victims.byRegion],
    [t.bySector, victims.bySector],
    [t.byCountry, victims.byCountry],
  ] as const;
  return (
    <section className="ruled">
      <h2>{t.victims}</h2>
      <p className="lead">
        <Said text={victims.selection} />
      </p>
      <div className="three">
        {lists.map(([title, counts]) => (
          <section key={title}>
            <h3>{title}</h3>
            <table className="small">
              <tbody>
                {counts.slice(0, LISTED).map(({ name, owners }) => (
                  <tr key={name}>
                    <td>
                      <Shown text={name} />
                    </td>
                    <td className="num">{grouped(owners)}</td>
                    <td className="bar-cell">
                      <Share of={owners} most={Math.max(...counts.map((c) => c.owners))} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      <p className="soft">{t.unknownVictims(victims.unknown.owner, victims.unknown.country, victims.unknown.sector)}</p>
      {victims.priorities && <Priorities priorities={victims.priorities} />}
    </section>
  );
}

const WIDE = 90;

const Share = ({ of, most }: { of: number; most: number }) => (
  <svg width={WIDE} height={8} aria-hidden="true">
    <rect className="cell-time" width={Math.max(2, (of / Math.max(1, most)) * WIDE)} height={8} />
  </svg>
);

function Priorities({ priorities }: { priorities: NonNullable<Victims['priorities']> }) {
  const { campaignView: t, tag } = useWords();
  const tested = priorities.categories.some((c) => c.base !== undefined);
  return (
    <>
      <h3 className="spaced">
        <Shown text={priorities.list} />
      </h3>
      <p className="lead soft">
        <Said text={priorities.says} />
      </p>
      <table className="small fit-table">
        <thead>
          <tr>
            <th>{t.category}</th>
            <th className="num">{t.victimsOf}</th>
            {tested && (
              <>
                <th className="num">{t.base}</th>
                <th className="num">{t.ratio}</th>
                <th className="num">{t.adjusted}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {priorities.categories.map((c) => (
            <tr key={c.category}>
              <td>{c.title[tag]}</td>
              <td className="num">
                {c.victims} / {c.of}
              </td>
              {tested && (
                <>
                  <td className="num">{c.base?.toFixed(3) ?? '–'}</td>
                  <td className="num">{c.ratio?.toFixed(1) ?? '–'}</td>
                  <td className="num">{c.adjusted?.toPrecision(2) ?? '–'}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
