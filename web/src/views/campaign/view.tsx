import './campaign.css';
import type { Campaign } from '../../model.ts';
import { Answered, Notice } from '../../parts/notice.tsx';
import { Said, Shown } from '../../parts/shown.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { Excluded } from './excluded.tsx';
import { Gateways } from './gateways.tsx';
import { Shared } from './shared.tsx';
import { VictimsSection } from './victims.tsx';
import { Waves } from './waves.tsx';

/** The picture over many gateways: what they share, when they were cleaned, and whose they are. */
export function CampaignView() {
  const { campaignView: t } = useWords();
  const answer = useAnswer<Campaign>('/api/campaign');
  if (answer.refused?.code === 'not-found') return <Notice {...t.none} />;
  return (
    <Answered answer={answer}>
      {(campaign) => (
        <div className="page campaign">
          <Headline campaign={campaign} />
          <Gateways campaign={campaign} />
          <Grounds campaign={campaign} />
          <Waves campaign={campaign} />
          <Shared campaign={campaign} />
          <VictimsSection victims={campaign.victims} />
          <Excluded campaign={campaign} />
        </div>
      )}
    </Answered>
  );
}

const tones = { campaign: 'alarm', linked: 'amber', 'no-link-found': 'calm', 'cannot-be-said': 'calm' } as const;

/** Sentences shown before the reader asks for the others. */
const FIRST = 5;

/** The verdict in one sentence, its conclusion in colour: the sentence says it in words anyway. */
function Headline({ campaign }: { campaign: Campaign }) {
  const { tag } = useWords();
  const { statement, conclusion } = campaign.verdict;
  const end = statement.search(/[(:]/);
  return (
    <h1 lang={tag === 'en' ? undefined : 'en'}>
      <span className={tones[conclusion]}>
        <Shown text={statement.slice(0, Math.max(0, end))} />
      </span>
      <Said text={statement.slice(Math.max(0, end))} />
    </h1>
  );
}

/** What the verdict rests on, what was not seen, what would change it. */
function Grounds({ campaign }: { campaign: Campaign }) {
  const { campaignView: t, report } = useWords();
  const { because, limitedBy, wouldChange } = campaign.verdict;
  const lists = [
    [t.because, because],
    [report.page.notSeen, [...limitedBy, ...campaign.notes]],
    [t.wouldChange, wouldChange],
  ] as const;
  return (
    <div className="three ruled">
      {lists.map(([title, sentences]) => (
        <section key={title}>
          <h2>{title}</h2>
          {sentences.length === 0 && <p className="soft">{t.nothing}</p>}
          <Sentences of={sentences.slice(0, FIRST)} />
          {sentences.length > FIRST && (
            <details>
              <summary>{t.rest(sentences.length - FIRST)}</summary>
              <Sentences of={sentences.slice(FIRST)} />
            </details>
          )}
        </section>
      ))}
    </div>
  );
}

const Sentences = ({ of }: { of: readonly string[] }) => (
  <ul className="bullets">
    {of.map((sentence, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two shared files may be told in the same words
      <li key={i}>
        <Said text={sentence} />
      </li>
    ))}
  </ul>
);
