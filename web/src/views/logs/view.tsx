import './logs.css';
import { timeText } from '../../../../src/reports/times.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, LogsAnswer } from '../../model.ts';
import { Answered, Notice } from '../../parts/notice.tsx';
import { Path } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useChoices } from '../../router.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { Records } from './records.tsx';

/** The logs of the device, and their records: those that were cut out of a log stand struck through in their place. */
export function LogsView({ detail }: { detail: CaseDetail }) {
  const { logs: t } = useWords();
  const answer = useAnswer<LogsAnswer>(ofCase(detail.key, 'logs'));
  return (
    <Answered answer={answer}>
      {(here) =>
        here.logs.length === 0 ? (
          <Notice {...t.noneAtAll} />
        ) : (
          <div className="logs">
            <LogList answer={here} />
            <Records detail={detail} sources={here.sources} />
          </div>
        )
      }
    </Answered>
  );
}

function LogList({ answer }: { answer: LogsAnswer }) {
  const { logs: t } = useWords();
  const [params, choose] = useChoices();
  const chosen = params.get('path') ?? '';
  const all = answer.logs.reduce((sum, log) => sum + log.events, 0);
  const pick = (path: string): void => choose({ path, at: undefined, r: undefined }, false);
  return (
    <nav className="log-list" aria-label={t.list}>
      <ul>
        <li>
          <button type="button" className="log" aria-pressed={chosen === ''} onClick={() => pick('')}>
            <b>{t.all}</b>
            <span className="soft">{t.records(grouped(all))}</span>
          </button>
        </li>
        {answer.logs.map((log) => (
          <li key={`${log.path} ${log.source}`}>
            <button type="button" className="log" aria-pressed={chosen === log.path} onClick={() => pick(log.path)}>
              <Path path={log.path} />
              <span className="soft">
                {log.source} · {t.records(grouped(log.events))}
              </span>
              {log.recovered > 0 && <span className="amber">{t.gone(grouped(log.recovered))}</span>}
              {log.from !== undefined && log.until !== undefined && (
                <span className="soft time">
                  {timeText(log.from).slice(0, 10)} – {timeText(log.until).slice(0, 10)}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
