import './cases.css';
import { useState } from 'react';
import type { CaseList, CaseSummary, Conclusion } from '../model.ts';
import { Choice, Search } from '../parts/field.tsx';
import { Link } from '../parts/link.tsx';
import { ConclusionMark } from '../parts/mark.tsx';
import { Answered, Notice } from '../parts/notice.tsx';
import { Shown } from '../parts/shown.tsx';
import { ShortInterval } from '../parts/time.tsx';
import { addressOf, useChoices } from '../router.ts';
import { useAnswer } from '../use-answer.ts';
import { useWords } from '../words/index.tsx';

const conclusions: Conclusion[] = [
  'compromised',
  'compromised-then-cleaned',
  'suspected',
  'inconclusive',
  'no-evidence-found',
];
const sorts = ['conclusion', 'name', 'examined', 'since'] as const;

/** Cases listed before the reader asks for more. */
const PAGE = 200;

/** All cases that are served: what is concluded of each, whose it is, and how far somebody has looked through it. */
export function CasesView() {
  const words = useWords();
  const t = words.casesView;
  const [params, choose] = useChoices();
  const [limit, setLimit] = useState(PAGE);
  const conclusion = params.get('conclusion') ?? '';
  const sort = sorts.find((s) => s === params.get('sort')) ?? 'conclusion';
  const text = params.get('text') ?? '';
  const answer = useAnswer<CaseList>('/api/cases', { text, conclusion, sort, limit: String(limit) });
  return (
    <div className="page cases">
      <div className="cases-head">
        <h1>{words.cases}</h1>
        <div className="cases-tools">
          <Search label={t.search} value={text} onSearch={(next) => choose({ text: next })} />
          <Choice
            label={t.conclusion}
            value={conclusion}
            options={[['', t.anyConclusion], ...conclusions.map((c) => [c, words.report.conclusions[c]] as const)]}
            onChoose={(next) => choose({ conclusion: next })}
          />
          <Choice
            label={t.sort}
            value={sort}
            options={sorts.map((s) => [s, t.sorts[s]] as const)}
            onChoose={(next) => choose({ sort: next })}
          />
        </div>
      </div>
      <Answered answer={answer}>
        {({ cases, total, known }) =>
          known === 0 ? (
            <Notice {...t.empty} />
          ) : (
            <>
              <p className="soft" role="status">
                {total === 0 ? t.nothing : t.of(total, known)}
              </p>
              <ul className="case-list">
                {cases.map((one) => (
                  <CaseLine key={one.key} one={one} />
                ))}
              </ul>
              {total > cases.length && (
                <button type="button" onClick={() => setLimit(limit + PAGE)}>
                  {t.more}
                </button>
              )}
            </>
          )
        }
      </Answered>
    </div>
  );
}

function CaseLine({ one }: { one: CaseSummary }) {
  const words = useWords();
  const { host, owner, counts, conclusion } = one;
  const name = host?.name ?? one.subject ?? one.name;
  return (
    <li className="case-line">
      <div className="case-verdict">
        {conclusion ? (
          <ConclusionMark conclusion={conclusion} />
        ) : (
          <span className="mark soft">{words.conditions[one.condition]}</span>
        )}
        {one.confidence && <span className="soft">{words.report.device.sure(one.confidence)}</span>}
      </div>
      <div className="case-device">
        <h2>
          <Link to={addressOf({ view: 'verdict', caseKey: one.key })}>
            <Shown text={name} />
          </Link>
        </h2>
        <p className="soft">
          {[host && [host.title, host.version].filter(Boolean).join(' '), name !== one.key && one.key]
            .filter((part): part is string => typeof part === 'string' && part !== '')
            .map((part, i) => (
              <span key={part}>
                {i > 0 && ' · '}
                <Shown text={part} />
              </span>
            ))}
          {owner && (
            <>
              {' · '}
              <Shown text={[owner.name, owner.sector, owner.country].filter(Boolean).join(', ')} />
            </>
          )}
        </p>
        {one.problem !== undefined && (
          <p className="case-problem">
            <Shown text={one.problem} />
          </p>
        )}
        {one.statement && (
          <p className="case-statement">
            <Shown text={one.statement[words.tag]} />
          </p>
        )}
      </div>
      {counts && <CaseNumbers one={one} />}
    </li>
  );
}

/** Since when, until when, and what is left to look through. */
function CaseNumbers({ one }: { one: CaseSummary }) {
  const { casesView: t } = useWords();
  const total = one.counts?.total ?? 0;
  const done = one.triage ? one.triage.confirmed + one.triage.dismissed : 0;
  return (
    <dl className="facts case-numbers">
      <dt>{t.columns.since}</dt>
      <dd>
        <ShortInterval interval={one.since} />
      </dd>
      {one.removed && (
        <>
          <dt>{t.columns.until}</dt>
          <dd>
            <ShortInterval interval={one.removed} />
          </dd>
        </>
      )}
      <dt>{t.columns.findings}</dt>
      <dd className="time">{total}</dd>
      <dt>{t.columns.triage}</dt>
      <dd className="time">{t.triage(done, total)}</dd>
    </dl>
  );
}
