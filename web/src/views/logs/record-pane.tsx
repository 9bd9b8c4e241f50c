import { ofCase } from '../../ask.ts';
import type { CaseDetail, EventDetail } from '../../model.ts';
import { Link } from '../../parts/link.tsx';
import { Answered } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import { addressOf, useChoices } from '../../router.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';

/** One record with all its fields. */
export function RecordPane({ row, detail }: { row: number; detail: CaseDetail }) {
  const words = useWords();
  const { logs: t } = words;
  const [, choose] = useChoices();
  const answer = useAnswer<EventDetail>(ofCase(detail.key, 'events', row));
  return (
    <aside className="record-pane" aria-label={t.fields}>
      <button type="button" className="quiet close" onClick={() => choose({ r: undefined, at: undefined })}>
        {words.close}
      </button>
      <Answered answer={answer}>
        {(event) => (
          <>
            <p className="record-full">
              {event.mark === 'cut' ? (
                <del>
                  <Shown text={event.message} />
                </del>
              ) : (
                <Shown text={event.message} />
              )}
            </p>
            <dl className="facts">
              <dt>{t.time}</dt>
              <dd>
                {event.at === undefined ? t.noTime : <Time at={event.at} />}
                {event.zoneUnknown && <span className="soft"> {t.zoneUnknown}</span>}
              </dd>
              {event.mark && (
                <>
                  <dt>{t.standing}</dt>
                  <dd>{event.mark === 'cut' ? t.cutLong : t.recoveredLong}</dd>
                </>
              )}
              {event.path !== undefined && (
                <>
                  <dt>{t.log}</dt>
                  <dd>
                    <code>
                      <Shown text={event.path} />
                    </code>
                  </dd>
                </>
              )}
              {event.finding !== undefined && (
                <>
                  <dt>{t.finding}</dt>
                  <dd>
                    <Link to={addressOf({ view: 'findings', caseKey: detail.key }, { f: event.finding })}>
                      {event.finding}
                    </Link>
                  </dd>
                </>
              )}
              {Object.entries(event.fields)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([name, value]) => (
                  <Field key={name} name={name} value={value} />
                ))}
            </dl>
          </>
        )}
      </Answered>
    </aside>
  );
}

const Field = ({ name, value }: { name: string; value: unknown }) => (
  <>
    <dt>
      <Shown text={name} />
    </dt>
    <dd>
      <code>
        <Shown text={typeof value === 'string' ? value : JSON.stringify(value)} />
      </code>
    </dd>
  </>
);
