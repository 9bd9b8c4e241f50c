import type { CaseDetail } from '../../model.ts';
import { Choice, Search, Tick } from '../../parts/field.tsx';
import { MomentField } from '../../parts/moment-field.tsx';
import { Answered, Notice } from '../../parts/notice.tsx';
import { RecordLine } from '../../parts/record.tsx';
import { HELD, Rows } from '../../parts/rows.tsx';
import { grouped } from '../../parts/size.ts';
import { useChoices } from '../../router.ts';
import { useEvents } from '../../use-events.ts';
import { useWords } from '../../words/index.tsx';
import { RecordPane } from './record-pane.tsx';

/** Height of one record, pixels. */
const HEIGHT = 28;

/** The records that fit the filters, and one of them in full. */
export function Records({ detail, sources }: { detail: CaseDetail; sources: readonly string[] }) {
  const { logs: t } = useWords();
  const [params, choose] = useChoices();
  const value = (name: string): string => params.get(name) ?? '';
  const query = {
    lane: ['logs', 'scans'],
    path: value('path'),
    text: value('text'),
    source: value('source'),
    user: value('user'),
    code: value('code'),
    from: value('from'),
    until: value('until'),
    recovered: value('gone') === '1' ? 'true' : '',
    finding: value('finding'),
  };
  const { pages, chosen, chosenRow, pick } = useEvents(detail, query);
  const { total, row, want } = pages;
  const filter = (change: Record<string, string | undefined>): void => choose({ ...change, at: undefined });
  return (
    <section className="records" aria-label={t.list}>
      <div className="tools">
        <Search label={t.search} value={query.text} onSearch={(text) => filter({ text })} />
        <MomentField label={t.from} value={query.from || undefined} onChoose={(from) => filter({ from })} />
        <MomentField label={t.until} value={query.until || undefined} onChoose={(until) => filter({ until })} />
        <Choice
          label={t.source}
          value={query.source}
          options={[['', t.anySource], ...sources.map((s) => [s, s] as const)]}
          onChoose={(source) => filter({ source })}
        />
        <Search label={t.user} value={query.user} onSearch={(user) => filter({ user })} />
        <Tick label={t.onlyGone} on={value('gone') === '1'} onChange={(on) => filter({ gone: on ? '1' : undefined })} />
        {query.finding !== '' && (
          <button type="button" onClick={() => filter({ finding: undefined })}>
            {t.ofFinding} ✕
          </button>
        )}
      </div>
      <Answered answer={{ ...pages, ...(pages.head && { here: pages.head }) }}>
        {() =>
          total === 0 ? (
            <Notice {...t.nothing} />
          ) : (
            <>
              <p className="count" role="status">
                {t.records(grouped(total))}
                {total > HELD && ` · ${t.held(grouped(HELD))}`} · {t.keys}
              </p>
              <Rows label={t.list} count={total} height={HEIGHT} chosen={chosen} onChoose={pick} onSight={want}>
                {(index) => <RecordLine record={row(index)} />}
              </Rows>
            </>
          )
        }
      </Answered>
      {chosenRow !== undefined && <RecordPane key={chosenRow} row={chosenRow} detail={detail} />}
    </section>
  );
}
