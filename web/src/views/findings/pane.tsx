import { useState } from 'react';
import { drawable, intervalText } from '../../../../src/reports/times.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, Finding, FindingDetail, Interval, Triage } from '../../model.ts';
import { Difference } from '../../parts/difference.tsx';
import { Link } from '../../parts/link.tsx';
import { StateMark } from '../../parts/mark.tsx';
import { Answered } from '../../parts/notice.tsx';
import { English, Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { Basis } from '../../parts/time.tsx';
import { addressOf } from '../../router.ts';
import { around } from '../../time/range.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { Judge } from './judge.tsx';
import { Places } from './places.tsx';

/** One finding with everything: the claim, when, the bytes, and what somebody makes of it. */
export function FindingPane({ id, detail, onNoted }: { id: string; detail: CaseDetail; onNoted: () => void }) {
  const answer = useAnswer<FindingDetail>(ofCase(detail.key, 'findings', id));
  const [triage, setTriage] = useState<Triage>();
  const noted = (next: Triage): void => {
    setTriage(next);
    onNoted();
  };
  return (
    <Answered answer={answer}>
      {(here) => (
        <article className="finding-pane">
          <Head finding={here.finding} />
          <Ways here={here} detail={detail} />
          <Judge detail={detail} id={id} triage={triage ?? here.triage} onNoted={noted} />
          <Facts finding={here.finding} />
          <Changed finding={here.finding} />
          <Places here={here} detail={detail} />
        </article>
      )}
    </Answered>
  );
}

function Head({ finding }: { finding: Finding }) {
  const { report } = useWords();
  const { subject } = finding;
  return (
    <header>
      <p className="finding-head">
        <StateMark state={finding.state} />
        <b>{finding.family ?? report.abouts[finding.about]}</b>
        <span className="soft">{report.weight(finding)}</span>
      </p>
      <h2>
        <English text={finding.title} />
      </h2>
      <p>
        {subject.path === undefined ? (
          <span className="soft">{report.finding.nameNotKnown}</span>
        ) : (
          <code>
            <Shown text={subject.path} />
          </code>
        )}
      </p>
      <p className="prose">
        <English text={finding.explanation} />
      </p>
    </header>
  );
}

/** The time from which to which something is known of a finding, with some room, for a link to the story. */
function spanOf({ appeared, removed }: Finding): { from: string; until: string } | undefined {
  const points = [appeared?.notBefore, appeared?.notAfter, removed?.notBefore, removed?.notAfter]
    .map(drawable)
    .filter((ms) => ms !== undefined);
  if (points.length === 0) return undefined;
  const { from, until } = around({ from: Math.min(...points), until: Math.max(...points) }, 0.15);
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

/** Where to look at the same thing in the other views. */
function Ways({ here, detail }: { here: FindingDetail; detail: CaseDetail }) {
  const words = useWords();
  const t = words.findings;
  const { finding, row } = here;
  const caseKey = detail.key;
  const time = spanOf(finding);
  const content = finding.subject.content !== 'lost' && detail.evidenceAvailable.available;
  return (
    <p className="actions">
      {finding.subject.path !== undefined && (
        <Link
          to={addressOf(
            { view: 'files', caseKey },
            { path: finding.subject.path, of: finding.subject.system, v: row?.toString() },
          )}
        >
          {t.showFile}
        </Link>
      )}
      {time && <Link to={addressOf({ view: 'story', caseKey }, time)}>{t.showStory}</Link>}
      {here.events > 0 && (
        <Link to={addressOf({ view: 'logs', caseKey }, { finding: finding.id })}>
          {t.showEvents(grouped(here.events))}
        </Link>
      )}
      {row !== undefined && content && (
        <a href={ofCase(caseKey, 'files', row, 'recovered.zip')} download title={t.recoverHow}>
          {t.recover}
        </a>
      )}
    </p>
  );
}

/** How the version found differs from the present one, or what was cut out of a log. */
function Changed({ finding: { difference, state } }: { finding: Finding }) {
  const { report } = useWords();
  if (!difference) return null;
  const { removed, added } = difference;
  const title = state === 'edited' ? report.finding.cut(removed) : report.finding.differs(removed, added);
  return <Difference of={difference} title={title} />;
}

function Facts({ finding }: { finding: Finding }) {
  const { report, findings: t } = useWords();
  const { subject: s, rule } = finding;
  const f = report.finding;
  const times = (['modified', 'changed', 'born', 'deleted'] as const).filter((name) => s[name] !== undefined);
  const at = [
    s.system && report.systems[s.system],
    s.inode !== undefined && f.inode(s.inode),
    f.bytesLong(grouped(s.size)),
  ];
  const attribution = report.attribution(finding);
  return (
    <dl className="facts">
      <When name={report.columns.appeared} interval={finding.appeared} />
      <When name={report.columns.removed} interval={finding.removed} />
      <dt>{f.seenAs}</dt>
      <dd>{report.seenAs(finding)}</dd>
      <dt>{f.where}</dt>
      <dd>{at.filter(Boolean).join(', ')}</dd>
      {times.length > 0 && (
        <>
          <dt>{f.times}</dt>
          <dd>
            {times.map((name) => (
              <div key={name}>
                {report.fileTimes[name]} <span className="time">{s[name]}</span>
              </div>
            ))}
          </dd>
        </>
      )}
      {s.sha256 !== undefined && (
        <>
          <dt>{t.hash}</dt>
          <dd>
            <code>{s.sha256}</code>
          </dd>
        </>
      )}
      {attribution !== undefined && (
        <>
          <dt>{f.attribution}</dt>
          <dd>
            <Shown text={attribution} />
          </dd>
        </>
      )}
      {finding.techniques.length > 0 && (
        <>
          <dt>{f.techniques}</dt>
          <dd>ATT&amp;CK {finding.techniques.join(', ')}</dd>
        </>
      )}
      <dt>{f.rule}</dt>
      <dd>
        <Shown text={report.rule(rule)} />
        {rule.reference !== undefined && (
          <>
            ; <Reference url={rule.reference} />
          </>
        )}
      </dd>
    </dl>
  );
}

/** A link only to the web, never to another scheme. */
const Reference = ({ url }: { url: string }) =>
  /^https?:\/\/[\w.-]+(\/|$)/.test(url) ? (
    <a href={url} rel="noreferrer noopener" target="_blank">
      <Shown text={url} />
    </a>
  ) : (
    <Shown text={url} />
  );

function When({ name, interval }: { name: string; interval: Interval | undefined }) {
  const { report } = useWords();
  const text = intervalText(interval, report);
  if (text === undefined || !interval) return null;
  return (
    <>
      <dt>{name.replace(/ ?\(UTC\)/, '')}</dt>
      <dd>
        {text}
        {report.stop}
        <Basis interval={interval} />
      </dd>
    </>
  );
}
