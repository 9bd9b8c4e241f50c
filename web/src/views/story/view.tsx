import './story.css';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, EventsAnswer, HistogramAnswer, StoryAnswer } from '../../model.ts';
import { Search, Tick } from '../../parts/field.tsx';
import { MomentField } from '../../parts/moment-field.tsx';
import { Answered, Notice } from '../../parts/notice.tsx';
import { HELD } from '../../parts/rows.tsx';
import { grouped } from '../../parts/size.ts';
import { type Query, useChoices } from '../../router.ts';
import { around, type Range, spanText, within } from '../../time/range.ts';
import { TimeButtons } from '../../time/time-buttons.tsx';
import type { TimeView } from '../../time/time-frame.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useSettled } from '../../use-settled.ts';
import { useWords } from '../../words/index.tsx';
import { Chart } from './chart.tsx';
import { EventList } from './event-list.tsx';
import { Overview } from './overview.tsx';
import { usualOf } from './usual.ts';

/** Up to so many events in sight each is drawn by itself. */
const EACH = 400;

/** Bars over the whole width. */
const BARS = 240;

/** How long the view must rest before the server is asked and the address changes; milliseconds. */
const REST = 150;

const instantOf = (ms: number): string => new Date(ms).toISOString();
const parsed = (text: string | undefined | null): number | undefined => {
  const ms = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

/** Everything that the evidence dates, over time: findings as intervals, events of files and logs as bars, and one by one when near. */
export function StoryView({ detail }: { detail: CaseDetail }) {
  const { story: t } = useWords();
  const answer = useAnswer<StoryAnswer>(ofCase(detail.key, 'story'));
  return (
    <Answered answer={answer}>
      {(story) => {
        const [from, until] = [parsed(story.from), parsed(story.until)];
        return from === undefined || until === undefined ? (
          <Notice {...t.nothing} />
        ) : (
          <Timeline detail={detail} story={story} whole={around({ from, until }, 0.01)} />
        );
      }}
    </Answered>
  );
}

function Timeline({ detail, story, whole }: { detail: CaseDetail; story: StoryAnswer; whole: Range }) {
  const words = useWords();
  const t = words.story;
  const [params, choose] = useChoices();
  const usual = usualOf(story, whole);
  const [askedFrom, askedUntil] = [parsed(params.get('from')), parsed(params.get('until'))];
  const asked =
    askedFrom !== undefined && askedUntil !== undefined && askedUntil > askedFrom
      ? { from: askedFrom, until: askedUntil }
      : undefined;
  const [range, setRange] = useState<Range>(() => within(asked ?? usual, whole));
  const settled = useSettled(range, REST);

  // The view follows an address that somebody else wrote (Back, a link), and the address a view at rest.
  const written = useRef<string>(undefined);
  const address = `${params.get('from')} ${params.get('until')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new address moves the view
  useEffect(() => {
    if (address !== written.current) setRange(within(asked ?? usual, whole));
    written.current = address;
  }, [address]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a view at rest is written down
  useEffect(() => {
    if (settled.from === usual.from && asked === undefined) return;
    const span = { from: instantOf(settled.from), until: instantOf(settled.until) };
    written.current = `${span.from} ${span.until}`;
    choose({ ...span, at: undefined });
  }, [settled]);

  const filter: Query = {
    text: params.get('text') ?? '',
    path: params.get('path') ?? '',
    recovered: params.get('gone') === '1' ? 'true' : '',
    findings: params.get('found') === '1' ? 'true' : '',
  };
  const span = { from: instantOf(settled.from), until: instantOf(settled.until) };
  const histogram = useAnswer<HistogramAnswer>(ofCase(detail.key, 'histogram'), {
    ...filter,
    ...span,
    buckets: String(BARS),
  });
  const few = histogram.here !== undefined && histogram.here.total <= EACH && !histogram.waiting;
  const each = useAnswer<EventsAnswer>(few ? ofCase(detail.key, 'events') : undefined, {
    ...filter,
    ...span,
    limit: String(EACH),
  });
  const show = useCallback((next: Range) => setRange(within(next, whole)), [whole]);
  const view: TimeView = { range, whole, usual, onRange: show };
  const chosenRow = params.has('r') ? Number(params.get('r')) : undefined;
  return (
    <div className="story">
      <div className="tools">
        <Search label={t.text} value={filter.text as string} onSearch={(text) => choose({ text, at: undefined })} />
        <MomentField
          label={t.from}
          value={instantOf(range.from).slice(0, 19)}
          onChoose={(from) =>
            from && show({ from: Date.parse(from), until: Math.max(range.until, Date.parse(from) + 1000) })
          }
        />
        <MomentField
          label={t.until}
          value={instantOf(range.until).slice(0, 19)}
          onChoose={(until) =>
            until && show({ from: Math.min(range.from, Date.parse(until) - 1000), until: Date.parse(until) })
          }
        />
        <Tick
          label={t.onlyFindings}
          on={params.get('found') === '1'}
          onChange={(on) => choose({ found: on ? '1' : undefined, at: undefined })}
        />
        <Tick
          label={t.onlyGone}
          on={params.get('gone') === '1'}
          onChange={(on) => choose({ gone: on ? '1' : undefined, at: undefined })}
        />
        <span className="grow" />
        <TimeButtons view={view} />
      </div>
      <Overview detail={detail} whole={whole} range={range} filter={filter} onRange={show} />
      <Chart
        story={story}
        view={view}
        histogram={histogram.here}
        events={few && each.here && !each.waiting ? each.here.events : undefined}
        chosenRow={chosenRow}
        caseKey={detail.key}
      />
      <p className="count" role="status">
        {histogram.here && t.events(grouped(histogram.here.total))}
        {' · '}
        {t.shown(spanText(range.until - range.from))}
        {histogram.here && !few && ` · ${t.bar(spanText(histogram.here.width / 1000))}`}
        {histogram.here && histogram.here.total > HELD && ` · ${words.logs.held(grouped(HELD))}`}
        {story.undated > 0 && ` · ${t.undated(grouped(story.undated))}`}
        {' · '}
        {t.keys}
      </p>
      <EventList detail={detail} query={{ ...filter, ...span }} />
    </div>
  );
}
