import { assessedParts } from '../../../../src/reports/assessment.ts';
import type { CaseDetail } from '../../model.ts';
import { Assessed } from '../../parts/shown.tsx';
import { useWords } from '../../words/index.tsx';

/** What follows from the findings, as the report tells it: how long, whose ways, open holes, what was taken. */
export function Follows({ detail }: { detail: CaseDetail }) {
  const { verdictView: t, report } = useWords();
  if (!detail.assessment) return <p className="soft ruled">{t.noAssessment}</p>;
  // What could have been seen has a view of its own.
  const parts = assessedParts({ ...detail.assessment, visibility: [] }).filter((p) => p.id !== 'visibility');
  return parts.map(({ id, title, lead, tables, notes }) => {
    const heading = report.assessed[id] ?? title;
    return (
      <section key={id} id={id} className="ruled">
        <h2>{heading}</h2>
        <p className="lead">
          <Assessed text={lead} />
        </p>
        {tables.map(({ head, rows }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tables of a part never move
          <details key={n}>
            <summary>{t.basis}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
            <section className="scroll" tabIndex={0} aria-label={heading}>
              <table className="small">
                <thead>
                  <tr>
                    {head.map((h) => (
                      <th key={h}>
                        <Assessed text={h} />
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row, r) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: rows of a finished case never move
                    <tr key={r}>
                      {row.map((cell, c) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: cells never move
                        <td key={c}>
                          <Assessed text={cell} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {notes.map((note) => (
              <p key={note} className="soft lead">
                <Assessed text={note} />
              </p>
            ))}
          </details>
        ))}
      </section>
    );
  });
}
