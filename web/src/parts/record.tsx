import type { EventRecord } from '../model.ts';
import { useWords } from '../words/index.tsx';
import { Path, Shown } from './shown.tsx';
import { ShortTime } from './time.tsx';

/** One record on one line. A record that is in no live log any more is struck through, and says so in words. */
export function RecordLine({ record, withPath = false }: { record: EventRecord | undefined; withPath?: boolean }) {
  const { logs: t } = useWords();
  if (!record) return <span className="record soft">…</span>;
  const { mark, at, source, user, message, path } = record;
  return (
    <span className={`record${mark ? ` ${mark}` : ''}`}>
      <span className="record-time">
        {at === undefined ? <span className="soft">{t.noTime}</span> : <ShortTime at={at} />}
      </span>
      <span className="record-source soft">{source}</span>
      {mark && <span className="record-mark">{mark === 'cut' ? t.cut : t.recovered}</span>}
      {user !== undefined && (
        <span className="record-user soft">
          <Shown text={user} />
        </span>
      )}
      <span className="record-message">
        {mark === 'cut' ? <del>{<Shown text={message} />}</del> : <Shown text={message} />}
      </span>
      {withPath && path !== undefined && !message.includes(path) && (
        <span className="record-path">
          <Path path={path} />
        </span>
      )}
    </span>
  );
}
