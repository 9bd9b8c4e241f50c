import { intervalText } from '../../../../src/reports/times.ts';
import type { StoryAnswer } from '../../model.ts';
import { Link } from '../../parts/link.tsx';
import { StateMark } from '../../parts/mark.tsx';
import { Shown } from '../../parts/shown.tsx';
import { addressOf } from '../../router.ts';
import { useWords } from '../../words/index.tsx';
import { type Layout, ROW } from './layout.ts';

/** The names of the rows as links, and the days of publication: text lies over the picture so that it can be focused and read aloud. */
export function Labels({
  layout,
  story,
  caseKey,
  told,
  x,
  width,
}: {
  layout: Layout;
  story: StoryAnswer;
  caseKey: string;
  told: readonly { day: string; ms: number }[];
  x: (ms: number) => number;
  width: number;
}) {
  const { story: t, report } = useWords();
  const more = layout.undrawn;
  return (
    <>
      <p className="story-lane" style={{ top: layout.findingsTop + 3 }}>
        {t.lanes.findings}
        {more > 0 && (
          <>
            {' '}
            <Link to={addressOf({ view: 'findings', caseKey })}>{t.moreFindings(more)}</Link>
          </>
        )}
        {story.findings.length === 0 && <span className="soft"> {t.noFindings}</span>}
      </p>
      <ul className="story-names">
        {layout.findings.map(({ finding, appeared: _, removed: __ }, i) => {
          const said = [
            report.states[finding.state],
            intervalText(finding.appeared, report) && report.timeline.appeared(intervalText(finding.appeared, report)!),
            intervalText(finding.removed, report) && report.timeline.removed(intervalText(finding.removed, report)!),
          ].filter(Boolean);
          const name = finding.path?.slice(finding.path.lastIndexOf('/') + 1) ?? `${finding.family ?? finding.rule}`;
          return (
            <li key={finding.id} style={{ top: layout.findingsTop + 24 + i * ROW }} title={said.join('; ')}>
              <Link to={addressOf({ view: 'findings', caseKey }, { f: finding.id })}>
                <code>
                  <Shown text={name.slice(0, 80)} />
                </code>
              </Link>
              <span className="sr">
                <StateMark state={finding.state} /> {said.join('; ')}
              </span>
            </li>
          );
        })}
      </ul>
      {told.map(({ day, ms }, i) =>
        i > 0 && x(ms) - x(told[i - 1]!.ms) < 150 ? null : (
          <p
            key={day}
            className="story-told"
            style={
              x(ms) > width - 170
                ? { right: width - x(ms) + 4, top: layout.findingsTop + 2 }
                : { left: x(ms) + 4, top: layout.findingsTop + 2 }
            }
          >
            {t.disclosed(day)}
          </p>
        ),
      )}
    </>
  );
}
