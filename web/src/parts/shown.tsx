import { memo } from 'react';
import { piecesOf, visible } from '../../../src/model/visible.ts';
import { useWords } from '../words/index.tsx';

/**
 * A text from evidence or from a case: React escapes it; what nobody can see (controls, bidi overrides, NUL) stands as an escape of another
 * look, and a text of a mebibyte is cut in its middle.
 */
export const Shown = memo(function Shown({ text }: { text: string }) {
  const pieces = piecesOf(text);
  return (
    <bdi>
      {pieces.map((piece, i) =>
        piece.escaped ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity and never move
          <span key={i} className="esc">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
});

const moment = /(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z| UTC)?)?)/;

/** A sentence in which no moment is broken over two lines. */
const Sentence = ({ text }: { text: string }) =>
  text.split(moment).map((piece, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity and never move
      <span key={i} className="fit">
        {piece}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity and never move
      <Shown key={i} text={piece} />
    ),
  );

/** A text that rules and cases have in English only, marked as such for screen readers and fonts. */
export const English = ({ text }: { text: string }) => (
  <span lang="en">
    <Sentence text={text} />
  </span>
);

/** A sentence of the case in the reader's language when it has a translation. */
export function Said({ text }: { text: string }) {
  const { tag, report } = useWords();
  const sentence = report.sentence(text);
  return sentence === undefined || tag === 'en' ? <English text={text} /> : <Sentence text={sentence} />;
}

/** A path whose last part stays visible however narrow the place is. */
export function Path({ path }: { path: string }) {
  const at = path.lastIndexOf('/') + 1;
  return (
    <code className="path" title={visible(path)}>
      <span className="path-folder">
        <Shown text={path.slice(0, at)} />
      </span>
      <span className="path-name">
        <Shown text={path.slice(at) || '/'} />
      </span>
    </code>
  );
}

/** A statement or cell of an assessment in the reader's language when it has a translation. */
export function Assessed({ text }: { text: string }) {
  const { tag, report } = useWords();
  const said = tag === 'en' ? undefined : report.assessedText(text);
  return said === undefined ? <English text={text} /> : <Sentence text={said} />;
}
