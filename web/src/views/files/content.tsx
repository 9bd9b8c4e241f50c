import { ofCase } from '../../ask.ts';
import type { BytesAnswer, FileVersionDetail } from '../../model.ts';
import { Answered } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { grouped } from '../../parts/size.ts';
import { useChoices } from '../../router.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { bytesOf, hexLines, looksLikeText, textLines } from './hex.ts';

/** Bytes shown at once. */
const PAGE = 4096;

/** The content of a version, cut out of the evidence: as text or as hex, a page at a time. */
export function Content({ caseKey, version }: { caseKey: string; version: FileVersionDetail }) {
  const { files: t } = useWords();
  const [params, choose] = useChoices();
  const offset = Math.min(Math.max(0, Number(params.get('o') ?? 0) || 0), Math.max(0, version.size - 1));
  const start = offset - (offset % PAGE);
  const answer = useAnswer<BytesAnswer>(ofCase(caseKey, 'files', version.row, 'bytes'), {
    offset: String(start),
    length: String(PAGE),
  });
  const asked = params.get('as');
  const turn = (to: number): void => choose({ o: to <= 0 ? undefined : String(to) });
  return (
    <section className="content">
      <h3>{t.content}</h3>
      <Answered answer={answer}>
        {(here) => {
          const bytes = bytesOf(here.base64);
          const text = asked === 'text' || (asked !== 'hex' && looksLikeText(bytes));
          return (
            <>
              <div className="actions">
                <div className="buttons">
                  <button type="button" aria-pressed={text} onClick={() => choose({ as: 'text' })}>
                    {t.asText}
                  </button>
                  <button type="button" aria-pressed={!text} onClick={() => choose({ as: 'hex' })}>
                    {t.asHex}
                  </button>
                </div>
                <span className="soft time">
                  {t.of(grouped(here.offset), grouped(here.offset + bytes.length), grouped(here.size))}
                </span>
                {here.size > PAGE && (
                  <div className="buttons">
                    <button
                      type="button"
                      disabled={start === 0}
                      onClick={() => turn(start - PAGE)}
                      aria-label={t.earlier}
                    >
                      ←
                    </button>
                    <button
                      type="button"
                      disabled={start + PAGE >= here.size}
                      onClick={() => turn(start + PAGE)}
                      aria-label={t.later}
                    >
                      →
                    </button>
                  </div>
                )}
              </div>
              {here.matches === false && <p className="alarm">{t.differs}</p>}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
              <pre className={text ? 'bytes-text' : 'bytes-hex'} tabIndex={0}>
                {text
                  ? textLines(bytes).map((line, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never move
                      <span key={i}>
                        <Shown text={line} />
                        {'\n'}
                      </span>
                    ))
                  : hexLines(bytes, here.offset).join('\n')}
              </pre>
            </>
          );
        }}
      </Answered>
    </section>
  );
}
