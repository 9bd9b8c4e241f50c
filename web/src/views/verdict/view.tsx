import './verdict.css';
import { conclusionTones } from '../../../../src/model/tones.ts';
import { intervalText } from '../../../../src/reports/times.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail } from '../../model.ts';
import { Link } from '../../parts/link.tsx';
import { Said, Shown } from '../../parts/shown.tsx';
import { addressOf } from '../../router.ts';
import { useWords } from '../../words/index.tsx';
import { CaseFacts } from './case-facts.tsx';
import { Follows } from './follows.tsx';
import { Picture } from './picture.tsx';

/** The first screen of a case: the verdict in one sentence, how sure, since when until when, what was not seen, what to do. */
export function VerdictView({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const { report } = words;
  const { verdict, counts } = detail;
  const since = intervalText(detail.since, report);
  const removed = intervalText(detail.removed, report);
  const { page } = report;
  const steps = detail.steps[words.tag];
  return (
    <div className="page verdict-page">
      <Headline detail={detail} />
      <dl className="facts">
        <dt>{page.howSure}</dt>
        <dd>{report.confidenceText(verdict.conclusion, verdict.confidence)}</dd>
        {detail.owner && (
          <>
            <dt>{words.verdictView.owner}</dt>
            <dd>
              <Shown text={[detail.owner.name, detail.owner.sector, detail.owner.country].filter(Boolean).join(', ')} />
            </dd>
          </>
        )}
        {since !== undefined && (
          <>
            <dt>{page.since}</dt>
            <dd>{since}</dd>
          </>
        )}
        {removed !== undefined && (
          <>
            <dt>{words.casesView.columns.until}</dt>
            <dd>{removed}</dd>
          </>
        )}
        <dt>{page.scope}</dt>
        <dd>
          <Said text={verdict.scope} />
        </dd>
        {counts && counts.total > 0 && (
          <>
            <dt>{page.findings}</dt>
            <dd>
              <Link to={addressOf({ view: 'findings', caseKey: detail.key })}>
                {words.casesView.findings(counts.total)}
              </Link>
            </dd>
          </>
        )}
      </dl>
      <div className="two ruled">
        <section>
          <h2>{page.notSeen}</h2>
          {verdict.limitedBy.length === 0 ? (
            <p>{page.noLimit}</p>
          ) : (
            <ul className="bullets">
              {verdict.limitedBy.map((limit) => (
                <li key={limit}>
                  <Said text={limit} />
                </li>
              ))}
            </ul>
          )}
          <Picture detail={detail} />
        </section>
        <section>
          <h2>{page.next}</h2>
          <ol className="bullets">
            {steps.map(({ what, how }) => (
              <li key={what}>
                <b>
                  <Shown text={what} />
                </b>{' '}
                <span className="soft">
                  <Shown text={how} />
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
      <Follows detail={detail} />
      <CaseFacts detail={detail} />
      <p className="actions ruled">
        <a href={ofCase(detail.key, 'report')} target="_blank" rel="noreferrer">
          {words.verdictView.report}
        </a>
      </p>
    </div>
  );
}

/** The statement, its conclusion in colour: the sentence says it in words anyway. */
function Headline({ detail }: { detail: CaseDetail }) {
  const { tag, report } = useWords();
  const { verdict } = detail;
  const statement = detail.statement?.[tag] ?? verdict.statement;
  const conclusion = report.conclusions[verdict.conclusion];
  return (
    <h1>
      {statement.startsWith(conclusion) ? (
        <>
          <span className={conclusionTones[verdict.conclusion]}>{conclusion}</span>
          <Shown text={statement.slice(conclusion.length)} />
        </>
      ) : (
        <Shown text={statement} />
      )}
    </h1>
  );
}
