import { useState } from 'react';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, IntegrityAnswer } from '../../model.ts';
import { Answered } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { sizeText } from '../../parts/size.ts';
import { Time } from '../../parts/time.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';

/** What the case was made of and by what, and whether it still is what it was. */
export function CaseFacts({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const t = words.verdictView;
  const { report } = words;
  return (
    <section className="ruled">
      <h2>{t.case}</h2>
      <dl className="facts">
        <dt>{report.device.product}</dt>
        <dd>
          <Shown text={report.host(detail.host)} />
        </dd>
        <dt>{t.evidence}</dt>
        <dd>
          {detail.evidenceRead.map((e) => (
            <div key={e.id}>
              <Shown text={e.name} />, {sizeText(e.size)}
              {e.role === 'witness' && report.evidence.witness}
              <div>
                <code className="soft">{e.id}</code>
              </div>
            </div>
          ))}
          {!detail.evidenceAvailable.available && (
            <p className="amber">
              {t.evidenceGone}{' '}
              {detail.evidenceAvailable.why !== undefined && <Shown text={detail.evidenceAvailable.why} />}
            </p>
          )}
        </dd>
        {detail.examinedAt !== undefined && (
          <>
            <dt>{t.examined}</dt>
            <dd>
              <Time at={detail.examinedAt} />
            </dd>
          </>
        )}
        <dt>{t.tool}</dt>
        <dd>
          <Shown
            text={`${detail.tool.name} ${detail.tool.version}, ${report.methods.content} ${detail.content.version}`}
          />
        </dd>
        <dt>{t.ledger}</dt>
        <dd>
          {t.entries(detail.ledger.length)}
          <div>
            <code className="soft">{detail.ledger.head}</code>
          </div>
        </dd>
      </dl>
      <Integrity caseKey={detail.key} />
    </section>
  );
}

/** Reading every file of a large case takes a while, so it is asked for. */
function Integrity({ caseKey }: { caseKey: string }) {
  const { verdictView: t } = useWords();
  const [asked, setAsked] = useState(false);
  const answer = useAnswer<IntegrityAnswer>(asked ? ofCase(caseKey, 'integrity') : undefined);
  if (!asked)
    return (
      <p>
        <button type="button" onClick={() => setAsked(true)}>
          {t.check}
        </button>
      </p>
    );
  return (
    <Answered answer={answer}>
      {({ sound, problems }) => (
        <div role="status">
          <p className={sound ? undefined : 'alarm'}>{sound ? t.sound : t.unsound}</p>
          <ul className="bullets">
            {problems.map((problem) => (
              <li key={problem}>
                <Shown text={problem} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Answered>
  );
}
