import { type ReactNode, useEffect, useRef } from 'react';
import { visible } from '../../src/model/visible.ts';
import { ofCase } from './ask.ts';
import type { CaseDetail } from './model.ts';
import { Link } from './parts/link.tsx';
import { ConclusionMark } from './parts/mark.tsx';
import { Answered, Fence, Notice } from './parts/notice.tsx';
import { Shown } from './parts/shown.tsx';
import { addressOf, type CaseView, caseViews, type Place, placeOf, useAddress } from './router.ts';
import { useAnswer } from './use-answer.ts';
import { CampaignView } from './views/campaign/view.tsx';
import { CasesView } from './views/cases.tsx';
import { CoverageView } from './views/coverage/view.tsx';
import { FilesView } from './views/files/view.tsx';
import { FindingsView } from './views/findings/view.tsx';
import { LogsView } from './views/logs/view.tsx';
import { StoryView } from './views/story/view.tsx';
import { VerdictView } from './views/verdict/view.tsx';
import { useSpeech, useWords } from './words/index.tsx';

/** The frame: where we are, the views, and the view that the address names. */
export function App() {
  const address = useAddress();
  const place = placeOf(address.split('?')[0]!);
  const words = useWords();
  const main = useRef<HTMLElement>(null);
  const where = 'caseKey' in place ? `${place.caseKey} ${place.view}` : place.view;
  const before = useRef(where);
  useEffect(() => {
    // Whoever comes by keyboard goes on reading where the new view begins, not at the link that was left behind.
    if (before.current !== where) main.current?.focus({ preventScroll: true });
    before.current = where;
  }, [where]);
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Bar place={place} />
      {'caseKey' in place ? (
        <CaseFrame key={place.caseKey} caseKey={place.caseKey} view={place.view} main={main} />
      ) : (
        <Main main={main} title={titleOf(place.view, words)} headed={place.view === 'cases'}>
          {place.view === 'cases' ? <CasesView /> : place.view === 'campaign' ? <CampaignView /> : <Lost />}
        </Main>
      )}
    </>
  );
}

const titleOf = (view: 'cases' | 'campaign' | 'unknown', words: ReturnType<typeof useWords>): string =>
  view === 'campaign' ? words.campaign : words.cases;

function Lost() {
  const { lost, cases } = useWords();
  return (
    <Notice {...lost}>
      <Link to={addressOf({ view: 'cases' })}>{cases}</Link>
    </Notice>
  );
}

function Bar({ place }: { place: Place }) {
  const { words, speak } = useSpeech();
  const other = words.tag === 'en' ? 'ja' : 'en';
  return (
    <header className="bar">
      <nav aria-label={words.navigation}>
        <b>Afterimage</b>
        <Link to={addressOf({ view: 'cases' })} aria-current={place.view === 'cases' ? 'page' : undefined}>
          {words.cases}
        </Link>
        <Link to={addressOf({ view: 'campaign' })} aria-current={place.view === 'campaign' ? 'page' : undefined}>
          {words.campaign}
        </Link>
      </nav>
      <button type="button" className="quiet" lang={other} onClick={() => speak(other)}>
        {words.switchTo}
      </button>
    </header>
  );
}

interface MainRef {
  main: React.RefObject<HTMLElement | null>;
}

function Main({
  main,
  title,
  headed,
  children,
}: MainRef & {
  title: string;
  /** Whether the view has a heading of its own; otherwise it gets one that is read aloud only. */
  headed: boolean;
  children: ReactNode;
}) {
  const words = useWords();
  useEffect(() => {
    document.title = `${title} – Afterimage`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1} ref={main}>
      {!headed && <h1 className="sr">{title}</h1>}
      <Fence key={title} fallback={<Notice {...words.broken} />}>
        {children}
      </Fence>
    </main>
  );
}

const views: Record<CaseView, (props: { detail: CaseDetail }) => ReactNode> = {
  verdict: VerdictView,
  story: StoryView,
  findings: FindingsView,
  files: FilesView,
  logs: LogsView,
  coverage: CoverageView,
};

function CaseFrame({ caseKey, view, main }: MainRef & { caseKey: string; view: CaseView }) {
  const words = useWords();
  const detail = useAnswer<CaseDetail>(ofCase(caseKey));
  const View = views[view];
  return (
    <>
      <section className="case-bar" aria-label={words.theCase}>
        <CaseTitle caseKey={caseKey} detail={detail.here} />
        <nav aria-label={words.caseNavigation}>
          <ul>
            {caseViews.map((v) => (
              <li key={v}>
                <Link to={addressOf({ view: v, caseKey })} aria-current={v === view ? 'page' : undefined}>
                  {words.views[v]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </section>
      <Main
        main={main}
        title={`${words.views[view]} – ${visible(caseKey).slice(0, 100)}`}
        headed={detail.here !== undefined && (view === 'verdict' || view === 'coverage')}
      >
        <Answered answer={detail}>{(here) => <View detail={here} />}</Answered>
      </Main>
    </>
  );
}

/** What a reader must always see: which device, and what is concluded of it. */
function CaseTitle({ caseKey, detail }: { caseKey: string; detail: CaseDetail | undefined }) {
  const { report } = useWords();
  return (
    <p className="case-title">
      <strong>
        <Shown text={detail?.host?.name ?? detail?.subject ?? caseKey} />
      </strong>
      {detail?.verdict && (
        <>
          <ConclusionMark conclusion={detail.verdict.conclusion} />
          <span className="soft">{report.device.sure(detail.verdict.confidence)}</span>
        </>
      )}
    </p>
  );
}
