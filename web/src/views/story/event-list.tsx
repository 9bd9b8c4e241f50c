import { useCallback } from 'react';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, EventRecord, EventsAnswer } from '../../model.ts';
import { Answered } from '../../parts/notice.tsx';
import { RecordLine } from '../../parts/record.tsx';
import { Rows } from '../../parts/rows.tsx';
import { type Query, useChoices } from '../../router.ts';
import { usePages } from '../../use-pages.ts';
import { useWords } from '../../words/index.tsx';
import { RecordPane } from '../logs/record-pane.tsx';

const rowsOf = ({ events, total }: EventsAnswer) => ({ rows: events, total });

/** Height of one event, pixels. */
const EVENT = 26;

/** The events of the stretch that is shown, one line each. */
export function EventList({ detail, query }: { detail: CaseDetail; query: Query }) {
  const { story: t } = useWords();
  const [params, choose] = useChoices();
  const at = Number(params.get('at') ?? -1);
  const pages = usePages<EventRecord, EventsAnswer>(ofCase(detail.key, 'events'), query, rowsOf, at);
  const { total, row, want } = pages;
  const chosenRow = params.has('r') ? Number(params.get('r')) : undefined;
  const chosen = chosenRow !== undefined && row(at)?.row === chosenRow ? at : undefined;
  const pick = useCallback(
    (index: number) => {
      const found = row(index);
      if (found) choose({ r: String(found.row), at: String(index) });
    },
    [row, choose],
  );
  return (
    <section className="story-events" aria-label={t.list}>
      <Answered answer={{ ...pages, ...(pages.head && { here: pages.head }) }}>
        {() =>
          total === 0 ? (
            <p className="nothing soft">{t.nothingHere}</p>
          ) : (
            <Rows label={t.list} count={total} height={EVENT} chosen={chosen} onChoose={pick} onSight={want}>
              {(index) => <RecordLine record={row(index)} withPath />}
            </Rows>
          )
        }
      </Answered>
      {chosenRow !== undefined && <RecordPane key={chosenRow} row={chosenRow} detail={detail} />}
    </section>
  );
}
