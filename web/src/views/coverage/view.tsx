import './coverage.css';
import { spacesOf } from '../../../../src/reports/words/index.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, CoverageAnswer } from '../../model.ts';
import { Answered } from '../../parts/notice.tsx';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped, sizeText } from '../../parts/size.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { Matrix } from './matrix.tsx';
import { Memory } from './memory.tsx';

/** Stretches that could not be read which are listed; coverage.json has all. */
const LISTED = 50;

/** Could we have seen it? Techniques against evidence and time, what was read, and what could not be. */
export function CoverageView({ detail }: { detail: CaseDetail }) {
  const { coverage: t, report } = useWords();
  const answer = useAnswer<CoverageAnswer>(ofCase(detail.key, 'coverage'));
  return (
    <Answered answer={answer}>
      {(here) => (
        <div className="page coverage">
          <h1>{t.title}</h1>
          <p className="lead soft">{t.lead}</p>
          {here.visibility && here.visibility.length > 0 ? (
            <Matrix visibility={here.visibility} />
          ) : (
            <p className="ruled soft">{t.noMatrix}</p>
          )}
          <section className="ruled">
            <h2>{report.page.notSeen}</h2>
            {here.limitedBy.length === 0 && <p>{report.page.noLimit}</p>}
            <ul className="bullets">
              {here.limitedBy.map((limit) => (
                <li key={limit}>
                  <Said text={limit} />
                </li>
              ))}
            </ul>
          </section>
          <Memory spans={here.evidence.flatMap((e) => e.spans)} />
          <section className="ruled">
            <h2>{report.coverage.title}</h2>
            <p className="lead soft">{report.coverage.lead}</p>
            {here.evidence.map((evidence) => (
              <Spaces key={evidence.evidence} evidence={evidence} named={here.evidence.length > 1} />
            ))}
          </section>
          <Unread evidence={here.evidence} />
        </div>
      )}
    </Answered>
  );
}

function Spaces({ evidence, named }: { evidence: CoverageAnswer['evidence'][number]; named: boolean }) {
  const { report } = useWords();
  const { columns, coverage } = report;
  return (
    <>
      {named && (
        <h3>
          <Shown text={evidence.name} />
        </h3>
      )}
      <table className="small">
        <thead>
          <tr>
            <th>{columns.space}</th>
            <th className="num">{columns.entries}</th>
            <th className="num">{columns.present}</th>
            <th className="num">{columns.read}</th>
            <th className="num">{columns.notRead}</th>
          </tr>
        </thead>
        <tbody>
          {spacesOf(evidence, report).map(({ name, entries, present, read }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">{grouped(entries)}</td>
              <td className="num">{sizeText(present)}</td>
              <td className="num">{sizeText(read)}</td>
              <td className="num">{present > read ? sizeText(present - read) : coverage.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Unread({ evidence }: { evidence: CoverageAnswer['evidence'] }) {
  const { coverage: t, report } = useWords();
  const all = evidence.flatMap((e) => e.unread);
  const total = evidence.reduce((n, e) => n + e.unreadTotal, 0);
  return (
    <section className="ruled">
      <h2>{report.unread.title}</h2>
      <p className="lead soft">{total === 0 ? report.unread.none : report.unread.lead}</p>
      {all.length > 0 && (
        <table className="small">
          <thead>
            <tr>
              <th>{report.columns.where}</th>
              <th className="num">{report.columns.notRead}</th>
              <th>{report.columns.why}</th>
            </tr>
          </thead>
          <tbody>
            {all.slice(0, LISTED).map((u, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no other identity and never move
              <tr key={i}>
                <td>
                  <Shown text={u.path ?? u.locator.layers.join(' > ')} />
                </td>
                <td className="num">{u.bytes > 0 ? sizeText(u.bytes) : report.unread.structure}</td>
                <td>
                  <Said text={u.reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > Math.min(all.length, LISTED) && (
        <p className="soft">{t.unread(grouped(total - Math.min(all.length, LISTED)))}</p>
      )}
    </section>
  );
}
