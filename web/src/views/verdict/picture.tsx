import { useRef } from 'react';
import { stateTones } from '../../../../src/model/tones.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, StoryAnswer } from '../../model.ts';
import { Link } from '../../parts/link.tsx';
import { Shown } from '../../parts/shown.tsx';
import { addressOf } from '../../router.ts';
import { around, type Range } from '../../time/range.ts';
import { Strokes } from '../../time/strokes.tsx';
import { Ticks } from '../../time/ticks.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useWidth } from '../../use-width.ts';
import { useWords } from '../../words/index.tsx';
import { layoutOf } from '../story/layout.ts';
import { usualOf } from '../story/usual.ts';

const LEFT = 150;
const TOP = 22;
const ROW = 17;

/** The story in small: when the strongest findings came and went, beside the days of publication. It appears once it is read, and never waits. */
export function Picture({ detail }: { detail: CaseDetail }) {
  const { here } = useAnswer<StoryAnswer>(ofCase(detail.key, 'story'));
  if (here?.from === undefined || here.until === undefined) return null;
  const whole = around({ from: Date.parse(here.from), until: Date.parse(here.until) }, 0.01);
  const range = usualOf(here, whole);
  const { findings } = layoutOf(here, range);
  return findings.length === 0 ? null : <Drawn detail={detail} story={here} range={range} />;
}

function Drawn({ detail, story, range }: { detail: CaseDetail; story: StoryAnswer; range: Range }) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { findings } = layoutOf(story, range);
  const bottom = TOP + findings.length * ROW + 4;
  const x = (ms: number): number => LEFT + ((ms - range.from) / (range.until - range.from)) * (width - LEFT);
  const told = story.disclosures
    .map((day) => ({ day, ms: Date.parse(day) }))
    .filter(({ ms }) => ms >= range.from && ms <= range.until);
  return (
    <section className="picture">
      <h2>
        <Link to={addressOf({ view: 'story', caseKey: detail.key })}>{words.views.story}</Link>
      </h2>
      <div className="small-story" ref={frame}>
        <svg width={width} height={bottom} aria-hidden="true">
          <Ticks range={range} scale={{ x, width, left: LEFT, right: width }} top={TOP - 4} bottom={bottom} />
          {told.map(({ day, ms }) => (
            <line key={day} className="told" x1={x(ms)} x2={x(ms)} y1={TOP - 4} y2={bottom} />
          ))}
          {findings.map(({ finding, appeared, removed }, i) => (
            <Strokes
              key={finding.id}
              appeared={appeared}
              removed={removed}
              state={finding.state}
              tone={stateTones[finding.state]}
              middle={TOP + i * ROW + ROW / 2}
              range={range}
              x={x}
              thick={7}
            />
          ))}
        </svg>
        <ul>
          {findings.map(({ finding }, i) => (
            <li key={finding.id} style={{ top: TOP + i * ROW }}>
              <Link to={addressOf({ view: 'findings', caseKey: detail.key }, { f: finding.id })}>
                <code>
                  <Shown
                    text={(
                      finding.path?.slice(finding.path.lastIndexOf('/') + 1) ??
                      finding.family ??
                      finding.rule
                    ).slice(0, 60)}
                  />
                </code>
              </Link>{' '}
              <span className="sr">{words.report.states[finding.state]}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
