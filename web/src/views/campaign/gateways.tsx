import { useState } from 'react';
import type { Campaign } from '../../model.ts';
import { Link } from '../../parts/link.tsx';
import { Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { addressOf, useChoices } from '../../router.ts';
import { around, type Range, within } from '../../time/range.ts';
import { Strokes } from '../../time/strokes.tsx';
import { Ticks } from '../../time/ticks.tsx';
import { TimeButtons } from '../../time/time-buttons.tsx';
import { TimeFrame, type TimeView } from '../../time/time-frame.tsx';
import { useWords } from '../../words/index.tsx';
import { extentOf, type GatewayRow, rowsOf } from './rows.ts';

const LEFT = 250;
const ROW = 13;
const TOP = 40;

/** Every gateway over time, with the waves of clean-ups and the days of publication through all of them. */
export function Gateways({ campaign }: { campaign: Campaign }) {
  const { campaignView: t } = useWords();
  const [params] = useChoices();
  const indicator = params.get('i') === null ? undefined : campaign.indicators[Number(params.get('i'))];
  const { rows, undrawn } = rowsOf(campaign, indicator && new Set(indicator.gateways));
  const extent = extentOf(rowsOf(campaign).rows);
  const whole = extent && around(extent, 0.03);
  const [range, setRange] = useState<Range | undefined>(whole);
  if (!whole || !range) return null;
  const waves = campaign.waves.map((w) => Date.parse(w.began));
  // What people look for first are the waves: a view on the days around them.
  const usual =
    waves.length === 0
      ? whole
      : within({ from: Math.min(...waves) - 9 * 86_400_000, until: Math.max(...waves) + 9 * 86_400_000 }, whole);
  const view: TimeView = { range, whole, usual, onRange: (next) => setRange(within(next, whole)) };
  return (
    <section className="ruled">
      <div className="section-head">
        <h2>
          {t.overTime} <span className="soft">{t.gateways(grouped(campaign.gateways.length))}</span>
        </h2>
        <TimeButtons view={view} />
      </div>
      <p className="soft lead">{t.overTimeLead}</p>
      <Picture campaign={campaign} rows={rows} view={view} />
      <p className="soft">
        {t.keys}
        {undrawn > 0 && ` · ${t.undrawn(grouped(undrawn))}`}
      </p>
    </section>
  );
}

function Picture({ campaign, rows, view }: { campaign: Campaign; rows: GatewayRow[]; view: TimeView }) {
  const { campaignView: t } = useWords();
  const [params] = useChoices();
  const { range } = view;
  const bottom = TOP + rows.length * ROW + 6;
  const told = campaign.disclosures
    .map(({ name, at }) => ({ name, at: at.slice(0, 10), ms: Date.parse(at) }))
    .filter(({ ms }) => ms >= range.from && ms <= range.until);
  const days = `${new Date(range.from).toISOString().slice(0, 10)} – ${new Date(range.until).toISOString().slice(0, 10)}`;
  const chosen = params.get('g');
  return (
    <TimeFrame view={view} left={LEFT} title={t.overTime} label={t.label(days)} wheel="with-control">
      {(scale) => {
        const { x, width, left, right } = scale;
        return (
          <>
            <svg width={width} height={bottom} aria-hidden="true">
              <clipPath id="campaign-clip">
                <rect x={left} y={0} width={right - left} height={bottom} />
              </clipPath>
              <g clipPath="url(#campaign-clip)">
                {campaign.waves.map((wave) => {
                  const from = x(Date.parse(wave.from.notBefore ?? wave.began));
                  const until = x(Date.parse(wave.until.notAfter ?? wave.until.notBefore ?? wave.began));
                  return (
                    <rect
                      key={wave.id}
                      className="wave"
                      x={from - 1}
                      width={Math.max(3, until - from + 2)}
                      y={TOP - 4}
                      height={bottom - TOP + 4}
                    />
                  );
                })}
              </g>
              <Ticks range={range} scale={scale} top={22} bottom={bottom} />
              <g clipPath="url(#campaign-clip)">
                {rows.map(({ gateway, first, cleaned }, i) => (
                  <Strokes
                    key={gateway.id}
                    appeared={first}
                    // What was cleaned in part is still there.
                    removed={gateway.live ? {} : cleaned}
                    state={gateway.live ? 'live' : 'removed'}
                    tone={gateway.live ? 'alarm' : gateway.waves.length > 0 ? 'amber' : 'calm'}
                    middle={TOP + i * ROW + ROW / 2}
                    range={range}
                    x={x}
                    thick={6}
                  />
                ))}
              </g>
              {told.map(({ name, ms }) => (
                <line key={name} className="told" x1={x(ms)} x2={x(ms)} y1={26} y2={bottom} />
              ))}
            </svg>
            <ul className="gateway-names">
              {rows.map(({ gateway }, i) => (
                <li
                  key={gateway.id}
                  style={{ top: TOP + i * ROW }}
                  className={gateway.id === chosen ? 'chosen' : undefined}
                >
                  <Link to={addressOf({ view: 'cases' }, { text: gateway.name })}>
                    <Shown text={gateway.name} />
                  </Link>{' '}
                  <span className="soft">
                    <Shown text={gateway.owner?.organisation ?? ''} />
                  </span>
                  <span className="sr">
                    {gateway.live ? t.live : t.cleaned} {gateway.first?.notAfter} {gateway.cleaned?.notAfter}{' '}
                    {gateway.waves.join(', ')}
                  </span>
                </li>
              ))}
            </ul>
            {told.map(({ name, at, ms }, i) =>
              i > 0 && x(ms) - x(told[i - 1]!.ms) < 120 ? null : (
                <p
                  key={name}
                  className="told-day"
                  title={name}
                  style={x(ms) > width - 130 ? { right: width - x(ms) + 4 } : { left: x(ms) + 4 }}
                >
                  {t.disclosed(at)}
                </p>
              ),
            )}
          </>
        );
      }}
    </TimeFrame>
  );
}
