import { timeText } from '../../../../src/reports/times.ts';
import type { Campaign } from '../../model.ts';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';

/** Removals listed; campaign.json has all. */
const LISTED = 100;

/** Removals that have another reason than a wave. */
export function Excluded({ campaign }: { campaign: Campaign }) {
  const { campaignView: t } = useWords();
  const { excluded, gateways } = campaign;
  if (excluded.length === 0) return null;
  const names = new Map(gateways.map((g) => [g.id, g.name]));
  const reasons = [...new Set(excluded.map((e) => e.reason))];
  const counts = reasons.map(
    (reason) => `${t.reasons[reason]} ${grouped(excluded.filter((e) => e.reason === reason).length)}`,
  );
  return (
    <section className="ruled">
      <h2>{t.excluded}</h2>
      <p className="lead">{counts.join(' · ')}</p>
      <details>
        <summary>{t.oneByOne}</summary>
        <table className="small">
          <tbody>
            {excluded.slice(0, LISTED).map((e) => (
              <tr key={`${e.gateway} ${e.at} ${e.says}`}>
                <td>
                  <Shown text={names.get(e.gateway) ?? e.gateway} />
                </td>
                <td className="time">{timeText(e.at)}</td>
                <td>
                  <Said text={e.says} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {excluded.length > LISTED && <p className="soft">{t.more(grouped(excluded.length - LISTED))}</p>}
      </details>
    </section>
  );
}
