import { useMemo } from 'react';
import { visible } from '../../../../src/model/visible.ts';
import type { Campaign, SharedIndicator } from '../../model.ts';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useChoices } from '../../router.ts';
import { useWords } from '../../words/index.tsx';

/** Indicators and gateways drawn; campaign.json has all. */
const INDICATORS = 30;
const GATEWAYS = 90;
const LEFT = 26;
const RIGHT = 15;
const WIDE = 300;

/** What gateways have in common, as a graph: indicators at the left, gateways at the right, a line where one was found on the other. */
export function Shared({ campaign }: { campaign: Campaign }) {
  const { campaignView: t } = useWords();
  return (
    <section className="ruled">
      <h2>{t.shared}</h2>
      <p className="soft lead">{t.sharedLead}</p>
      <ul className="bullets">
        {campaign.clusters.map((cluster) => (
          <li key={cluster.id}>
            <Said text={cluster.says} />
          </li>
        ))}
      </ul>
      {campaign.indicators.length === 0 ? <p>{t.noShared}</p> : <Graph campaign={campaign} />}
    </section>
  );
}

function Graph({ campaign }: { campaign: Campaign }) {
  const { campaignView: t, unknown } = useWords();
  const [params, choose] = useChoices();
  const chosen = params.get('i') === null ? undefined : Number(params.get('i'));
  const of = params.get('g') ?? undefined;
  const { shown, gateways, left } = useMemo(() => graphOf(campaign), [campaign]);
  const place = new Map(gateways.map((g, i) => [g.id, i]));
  const height = Math.max(shown.length * LEFT, gateways.length * RIGHT) + 8;
  const lit = (index: number, gateway: string): boolean => index === chosen || gateway === of;
  const pick = (index: number): void => choose({ i: index === chosen ? undefined : String(index), g: undefined });
  return (
    <>
      <p className="soft">
        {t.graphKeys}
        {left > 0 && ` · ${t.undrawnIndicators(grouped(left))}`}
        {chosen !== undefined && (
          <>
            {' · '}
            <button type="button" onClick={() => choose({ i: undefined })}>
              {t.showAll}
            </button>
          </>
        )}
      </p>
      <div className="graph">
        <ul className="graph-left">
          {shown.map(({ indicator, index }) => (
            <li key={index} style={{ height: LEFT }}>
              <button
                type="button"
                aria-pressed={index === chosen}
                onClick={() => pick(index)}
                title={visible(indicator.says)}
              >
                <span className="soft">{t.kinds[indicator.kind]}</span>{' '}
                <span className="graph-name">
                  <Shown text={nameOf(indicator)} />
                </span>{' '}
                <span className="soft time">{indicator.gateways.length}</span>
              </button>
            </li>
          ))}
        </ul>
        <svg width={WIDE} height={height} aria-hidden="true">
          {shown.flatMap(({ indicator, index }, i) =>
            indicator.gateways.flatMap((id) => {
              const j = place.get(id);
              if (j === undefined) return [];
              const [from, to] = [i * LEFT + LEFT / 2, j * RIGHT + RIGHT / 2];
              return (
                <path
                  key={`${index} ${id}`}
                  className={`edge${lit(index, id) ? ' lit' : chosen === undefined && of === undefined ? '' : ' dim'}`}
                  d={`M0 ${from}C${WIDE * 0.45} ${from} ${WIDE * 0.55} ${to} ${WIDE} ${to}`}
                />
              );
            }),
          )}
        </svg>
        <ul className="graph-right">
          {gateways.map((g) => {
            const on = chosen !== undefined && campaign.indicators[chosen]?.gateways.includes(g.id);
            return (
              <li key={g.id} style={{ height: RIGHT }}>
                <button
                  type="button"
                  className={on ? 'on' : undefined}
                  aria-pressed={g.id === of}
                  onClick={() => choose({ g: g.id === of ? undefined : g.id, i: undefined })}
                >
                  <Shown text={g.name} />{' '}
                  <span className="soft">{g.owner ? <Shown text={g.owner.organisation} /> : unknown}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      {chosen !== undefined && campaign.indicators[chosen] && (
        <p className="says-shared" role="status">
          <Said text={campaign.indicators[chosen].says} />{' '}
          <code className="soft">{campaign.indicators[chosen].value.slice(0, 200)}</code>
        </p>
      )}
    </>
  );
}

/** What tells indicators apart at a glance: the family, and the end of a path or the beginning of a hash. */
function nameOf({ kind, value, families }: SharedIndicator): string {
  if (kind === 'family') return value;
  const short = kind === 'path' ? value.slice(value.lastIndexOf('/') + 1) : value.slice(0, 10);
  return families.length > 0 && kind !== 'path' ? `${families.slice(0, 2).join(', ')} ${short}` : short;
}

/** The weightiest indicators, each with its place in the campaign, and their gateways, those of one set of tools together. */
function graphOf({ indicators, gateways, clusters }: Campaign) {
  const shown = indicators
    .map((indicator, index) => ({ indicator, index }))
    .sort(
      (a, b) => b.indicator.weight * b.indicator.owners - a.indicator.weight * a.indicator.owners || a.index - b.index,
    )
    .slice(0, INDICATORS);
  const linked = new Set(shown.flatMap(({ indicator }) => indicator.gateways));
  const cluster = (ids: readonly string[]): number => {
    const found = clusters.findIndex((c) => ids.includes(c.id));
    return found < 0 ? clusters.length : found;
  };
  // A gateway stands where the middle of its indicators is, so that few lines cross.
  const middle = new Map<string, number>();
  for (const id of linked) {
    const places = shown.flatMap(({ indicator }, i) => (indicator.gateways.includes(id) ? [i] : []));
    middle.set(id, places.reduce((sum, n) => sum + n, 0) / places.length);
  }
  const drawn = gateways
    .filter((g) => linked.has(g.id))
    .sort(
      (a, b) =>
        cluster(a.clusters) - cluster(b.clusters) ||
        middle.get(a.id)! - middle.get(b.id)! ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, GATEWAYS);
  return { shown, gateways: drawn, left: indicators.length - shown.length };
}
