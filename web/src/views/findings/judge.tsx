import { type FormEvent, useState } from 'react';
import { ofCase, Refused, tell } from '../../ask.ts';
import type { CaseDetail, Note, NoteAnswer, NoteRequest, Triage } from '../../model.ts';
import { TriageMark } from '../../parts/mark.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import { useWords } from '../../words/index.tsx';

/** What somebody makes of a finding: confirmed, dismissed for a reason, or a note. It goes into the ledger and changes nothing else. */
export function Judge({
  detail,
  id,
  triage,
  onNoted,
}: {
  detail: CaseDetail;
  id: string;
  triage: Triage;
  onNoted: (triage: Triage) => void;
}) {
  const { findings: t } = useWords();
  const [asking, setAsking] = useState<Note['action']>();
  const noted = (answer: NoteAnswer): void => {
    setAsking(undefined);
    onNoted(answer.triage);
  };
  return (
    <section className="judge" aria-label={t.judged}>
      <p className="actions">
        <b>{t.judged}</b> <TriageMark state={triage.state} />
      </p>
      {triage.notes.length > 0 && <Notes notes={triage.notes} />}
      {!detail.notes.possible ? (
        <p className="soft">
          {t.impossible} {detail.notes.why !== undefined && <Shown text={detail.notes.why} />}
        </p>
      ) : asking === undefined ? (
        <>
          <p className="actions">
            {triage.state !== 'confirmed' && (
              <button type="button" onClick={() => setAsking('confirm')}>
                {t.confirm}
              </button>
            )}
            {triage.state !== 'dismissed' && (
              <button type="button" onClick={() => setAsking('dismiss')}>
                {t.dismiss}
              </button>
            )}
            {triage.state !== 'open' && (
              <button type="button" onClick={() => setAsking('reopen')}>
                {t.reopen}
              </button>
            )}
            <button type="button" onClick={() => setAsking('note')}>
              {t.note}
            </button>
          </p>
          <p className="soft">{t.judgedLead}</p>
        </>
      ) : (
        <Ask
          action={asking}
          address={ofCase(detail.key, 'findings', id, 'notes')}
          onNoted={noted}
          onCancel={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}

function Notes({ notes }: { notes: readonly Note[] }) {
  const { findings: t } = useWords();
  return (
    <ul className="notes">
      {notes.map((note) => (
        <li key={note.seq}>
          <Time at={note.at} /> <b>{t.actions[note.action]}</b>{' '}
          <span className="soft">
            <Shown text={note.by ?? t.somebody} />
          </span>
          {note.text !== undefined && (
            <div>
              <Shown text={note.text} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Whose name the last note bore, for the next one in this window. */
let lastName = '';

function Ask({
  action,
  address,
  onNoted,
  onCancel,
}: {
  action: Note['action'];
  address: string;
  onNoted: (answer: NoteAnswer) => void;
  onCancel: () => void;
}) {
  const words = useWords();
  const t = words.findings;
  const [text, setText] = useState('');
  const [by, setBy] = useState(lastName);
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const needsText = action === 'dismiss' || action === 'note';
  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (needsText && text.trim() === '') return setWrong(t.needed);
    const body: NoteRequest = {
      action,
      ...(text.trim() !== '' && { text: text.trim() }),
      ...(by.trim() !== '' && { by: by.trim() }),
    };
    setBusy(true);
    try {
      const answer = await tell<NoteAnswer>(address, body);
      lastName = by.trim();
      onNoted(answer);
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused(0, 'nonsense', String(error));
      setWrong([(words.refusals[refused.code] ?? words.refusalOther).what, refused.message].filter(Boolean).join(' '));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={keep} onKeyDown={(e) => e.key === 'Escape' && onCancel()}>
      <label>
        {t.reasonOf[action]}
        {/* biome-ignore lint/a11y/noAutofocus: the reader has just asked for this field */}
        <textarea autoFocus rows={2} maxLength={4000} value={text} onChange={(e) => setText(e.target.value)} />
      </label>
      <label>
        {t.by}
        <input type="text" maxLength={200} value={by} onChange={(e) => setBy(e.target.value)} autoComplete="off" />
      </label>
      {wrong !== undefined && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="main" disabled={busy}>
          {t.keep}
        </button>
        <button type="button" onClick={onCancel}>
          {t.cancel}
        </button>
      </p>
    </form>
  );
}
