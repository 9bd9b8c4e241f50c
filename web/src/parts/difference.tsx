import type { Difference as Change } from '../model.ts';
import { useWords } from '../words/index.tsx';
import { Shown } from './shown.tsx';

/** Lines shown; findings.jsonl has up to 400. */
const LINES = 400;

/**
 * What came and went between two versions. A sign and a tag say what a colour would: removed lines are struck through.
 * @param title what the two versions are, and how many lines went and came
 */
export function Difference({ of, title }: { of: Change; title: string }) {
  const { findings: t } = useWords();
  const lines = of.text.split('\n').filter((l) => !l.startsWith('--- ') && !l.startsWith('+++ '));
  const rest = lines.length - LINES;
  return (
    <section>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
      <pre className="diff" tabIndex={0}>
        {lines.slice(0, LINES).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never move
          <Line key={i} text={line.replace(/\t+/g, ' ')} />
        ))}
      </pre>
      {rest > 0 && <p className="soft">{t.moreLines(rest)}</p>}
    </section>
  );
}

function Line({ text }: { text: string }) {
  const rest = <Shown text={text.slice(1)} />;
  if (text.startsWith('-'))
    return (
      <del>
        - {rest}
        {'\n'}
      </del>
    );
  if (text.startsWith('+'))
    return (
      <ins>
        + {rest}
        {'\n'}
      </ins>
    );
  if (text.startsWith('@@'))
    return (
      <i>
        <Shown text={text} />
        {'\n'}
      </i>
    );
  return (
    <>
      {'  '}
      <Shown text={text.replace(/^ /, '')} />
      {'\n'}
    </>
  );
}
