import { timeText } from '../../../../src/reports/times.ts';
import type { Campaign, Interval, Wave } from '../../model.ts';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';

/** Bursts of clean-ups that chance does not explain, and how they lie to what was published. */
export function Waves({ campaign }: { campaign: Campaign }) {
  const { campaignView: t } = useWords();
  return (
    <section className="ruled">
      <h2>{t.waves}</h2>
      <p className="soft lead">{t.wavesLead}</p>
      {campaign.waves.length === 0 && <p>{t.noWave}</p>}
      {campaign.waves.map((wave) => (
        <OneWave key={wave.id} wave={wave} />
      ))}
    </section>
  );
}

const moment = (interval: Interval, side: 'notBefore' | 'notAfter'): string =>
  timeText(interval[side] ?? interval.notAfter ?? interval.notBefore ?? '?');

function OneWave({ wave }: { wave: Wave }) {
  const { campaignView: t } = useWords();
  return (
    <article className="one-wave">
      <p>
        <Said text={wave.says} />
      </p>
      <dl className="facts">
        <dt>{t.when}</dt>
        <dd className="time">
          {moment(wave.from, 'notBefore')} – {moment(wave.until, 'notAfter')}
        </dd>
        <dt>{t.whose}</dt>
        <dd>{t.gatewaysOfOwners(grouped(wave.gateways.length), grouped(wave.owners))}</dd>
        <dt>{t.chance}</dt>
        <dd className="time">
          {t.expected(wave.expected.toFixed(2))}; {pText(wave.pValue)} ({t.permutations(grouped(wave.permutations))}),{' '}
          {t.tail(pText(wave.tailValue))}
        </dd>
        <dt>{t.reading}</dt>
        <dd>{t.readings[wave.reading]}</dd>
        {wave.families.length > 0 && (
          <>
            <dt>{t.families}</dt>
            <dd>
              <Shown text={wave.families.join(', ')} />
            </dd>
          </>
        )}
      </dl>
      {wave.leadTimes.length > 0 && (
        <details>
          <summary>{t.leadTimes}</summary>
          <ul className="bullets">
            {wave.leadTimes.map((lead) => (
              <li key={lead.disclosure}>
                <Said text={lead.says} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

const pText = (p: number): string => (p < 0.0001 ? `p < 0.0001` : `p = ${p.toPrecision(2)}`);
