import type { CaseDetail } from '../../model.ts';
import { Answered } from '../../parts/notice.tsx';
import { RecordLine } from '../../parts/record.tsx';
import { Rows } from '../../parts/rows.tsx';
import type { Query } from '../../router.ts';
import { useEvents } from '../../use-events.ts';
import { useWords } from '../../words/index.tsx';
import { RecordPane } from '../logs/record-pane.tsx';

/** Height of one event, pixels. */
const EVENT = 26;

/** The events of the stretch that is shown, one line each. */
export function EventList({ detail, query }: { detail: CaseDetail; query: Query }) {
  const { story: t } = useWords();
  const { pages, chosen, chosenRow, pick } = useEvents(detail, query);
  const { total, row, want } = pages;
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
