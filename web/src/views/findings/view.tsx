import './findings.css';
import { useCallback, useEffect } from 'react';
import { ofCase } from '../../ask.ts';
import type { About, CaseDetail, FindingSummary, FindingsAnswer, Severity, State, TriageState } from '../../model.ts';
import { Choice, Search } from '../../parts/field.tsx';
import { StateMark, TriageMark } from '../../parts/mark.tsx';
import { Answered, Notice } from '../../parts/notice.tsx';
import { Rows } from '../../parts/rows.tsx';
import { English, Path } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { ShortInterval } from '../../parts/time.tsx';
import { useChoices } from '../../router.ts';
import { usePages } from '../../use-pages.ts';
import { useWords } from '../../words/index.tsx';
import { FindingPane } from './pane.tsx';

const severities: Severity[] = ['low', 'medium', 'high', 'critical'];
const states: State[] = ['live', 'removed', 'reverted', 'edited', 'inferred'];
const abouts: About[] = ['compromise', 'removal', 'tampering', 'exposure', 'lead'];
const triages: TriageState[] = ['open', 'confirmed', 'dismissed'];
const sorts = ['strength', 'appeared', 'removed', 'path'] as const;

const rowsOf = ({ findings, total }: FindingsAnswer) => ({ rows: findings, total });

/** Height of one line of the list, pixels: three lines of text. */
const HEIGHT = 76;

/** The findings of a case, and what somebody makes of each. */
export function FindingsView({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const t = words.findings;
  const [params, choose] = useChoices();
  const value = (name: string): string => params.get(name) ?? '';
  const sort = sorts.find((s) => s === params.get('sort')) ?? 'strength';
  const query = {
    text: value('text'),
    severity: value('severity'),
    state: value('state'),
    about: value('about'),
    triage: value('triage'),
    sort,
  };
  const at = Number(params.get('at') ?? -1);
  const pages = usePages<FindingSummary, FindingsAnswer>(ofCase(detail.key, 'findings'), query, rowsOf, at);
  const { total, row, want } = pages;
  const id = params.get('f') ?? undefined;
  const chosen = id !== undefined && row(at)?.id === id ? at : undefined;
  const pick = useCallback(
    (index: number) => {
      const found = row(index);
      if (found) choose({ f: found.id, at: String(index) });
    },
    [row, choose],
  );
  const strongest = id === undefined ? row(0) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: half a screen of nothing helps nobody, so the first one is chosen once
  useEffect(() => {
    if (strongest) choose({ f: strongest.id, at: '0' });
  }, [strongest?.id]);
  const filter = (change: Record<string, string>): void => choose({ ...change, at: undefined });
  return (
    <div className="panes">
      <section className="pane" aria-label={t.list}>
        <div className="tools">
          <Search label={t.search} value={query.text} onSearch={(text) => filter({ text })} />
          <Choice
            label={t.severity}
            value={query.severity}
            options={[
              ['', t.anySeverity],
              ...severities.map((s) => [s, t.atLeast(words.report.severities[s])] as const),
            ]}
            onChoose={(severity) => filter({ severity })}
          />
          <Choice
            label={t.state}
            value={query.state}
            options={[['', t.anyState], ...states.map((s) => [s, words.report.states[s]] as const)]}
            onChoose={(state) => filter({ state })}
          />
          <Choice
            label={t.about}
            value={query.about}
            options={[['', t.anyAbout], ...abouts.map((a) => [a, words.report.abouts[a]] as const)]}
            onChoose={(about) => filter({ about })}
          />
          <Choice
            label={t.triage}
            value={query.triage}
            options={[['', t.anyTriage], ...triages.map((s) => [s, t.triageStates[s]] as const)]}
            onChoose={(triage) => filter({ triage })}
          />
          <Choice
            label={t.sort}
            value={sort}
            options={sorts.map((s) => [s, t.sorts[s]] as const)}
            onChoose={(next) => filter({ sort: next })}
          />
        </div>
        <Answered answer={{ ...pages, ...(pages.head && { here: pages.head }) }}>
          {({ counts }) =>
            total === 0 ? (
              <Notice {...(counts.total === 0 ? t.noneAtAll : t.nothing)} />
            ) : (
              <>
                <p className="count" role="status">
                  {words.casesView.findings(total)}
                  {total < counts.total && ` / ${grouped(counts.total)}`} · {t.keys}
                </p>
                <Rows label={t.list} count={total} height={HEIGHT} chosen={chosen} onChoose={pick} onSight={want}>
                  {(index) => <FindingLine finding={row(index)} />}
                </Rows>
              </>
            )
          }
        </Answered>
      </section>
      <section className="pane" aria-label={t.one}>
        {id === undefined ? (
          <p className="soft">{t.choose}</p>
        ) : (
          <FindingPane key={id} id={id} detail={detail} onNoted={pages.again} />
        )}
      </section>
    </div>
  );
}

function FindingLine({ finding }: { finding: FindingSummary | undefined }) {
  const { report, findings: t } = useWords();
  if (!finding) return <span className="finding-line soft">…</span>;
  return (
    <div className={`finding-line${finding.triage === 'dismissed' ? ' dismissed' : ''}`}>
      <div className="finding-side">
        <StateMark state={finding.state} />
        <span className="soft">{report.severities[finding.severity]}</span>
        {finding.triage !== 'open' && <TriageMark state={finding.triage} />}
      </div>
      <div className="finding-what">
        <div className="finding-title">
          {finding.family !== undefined && <b>{finding.family} </b>}
          <English text={finding.title} />
        </div>
        {finding.path === undefined ? (
          <span className="soft">{report.finding.nameNotKnown}</span>
        ) : (
          <Path path={finding.path} />
        )}
        <div className="finding-when soft">
          {t.appeared} <ShortInterval interval={finding.appeared} />
          {(finding.removed?.notAfter ?? finding.removed?.notBefore) !== undefined && (
            <>
              {' · '}
              {t.removed} <ShortInterval interval={finding.removed} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
