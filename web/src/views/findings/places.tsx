import type { CaseDetail, FindingDetail, Locator } from '../../model.ts';
import { Shown } from '../../parts/shown.tsx';
import { grouped, sizeText } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';

/** Places and ranges shown of one finding; findings.jsonl has them all. */
const PLACES = 4;
const RANGES = 8;

/** The bytes that back a finding, and the commands with which another tool cuts them out. */
export function Places({ here, detail }: { here: FindingDetail; detail: CaseDetail }) {
  const { findings: t } = useWords();
  const { locators } = here.finding;
  const more = locators.length - PLACES;
  return (
    <section>
      {locators.slice(0, PLACES).map((locator, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places have no other identity and never move
        <div className="place" key={i}>
          <h3>{t.place(i + 1, locators.length)}</h3>
          <Place locator={locator} detail={detail} commands={here.commands[i] ?? []} />
        </div>
      ))}
      {more > 0 && <p className="soft">{t.morePlaces(more)}</p>}
    </section>
  );
}

function Place({
  locator,
  detail,
  commands,
}: {
  locator: Locator;
  detail: CaseDetail;
  commands: FindingDetail['commands'][number];
}) {
  const { report, findings: t } = useWords();
  const name = detail.evidenceRead.find((e) => e.id === locator.evidence)?.name ?? locator.evidence.slice(0, 12);
  const rest = locator.bytes.length - RANGES;
  return (
    <>
      <p>
        <code>
          <Shown text={locator.member === undefined ? name : `${name}/${locator.member}`} />
        </code>
        {locator.layers.length > 0 && (
          <span className="soft">
            <Shown text={report.finding.inLayers(locator.layers.join(' > '))} />
          </span>
        )}
      </p>
      {locator.bytes.length === 0 ? (
        <p className="soft">{report.finding.nothingStored}</p>
      ) : (
        <ul className="ranges">
          {locator.bytes.slice(0, RANGES).map(({ offset, length }) => (
            <li key={offset} className="time">
              {report.columns.offset} {grouped(offset)} (0x{offset.toString(16)}), {report.columns.length}{' '}
              {grouped(length)} <span className="soft">({sizeText(length)})</span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <p className="soft">{report.finding.moreRanges(rest)}</p>}
      {commands.length > 0 && (
        <details>
          <summary>{t.commands}</summary>
          {commands.map((command, i) =>
            command.text === undefined ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: commands have no other identity and never move
              <p key={i} className="soft">
                {command.trouble && report.finding[command.trouble]}
              </p>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: commands have no other identity and never move
              <div key={i}>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
                <pre tabIndex={0}>
                  <Shown text={command.text} />
                </pre>
                {command.expects !== undefined && <p className="soft">{report.finding.expects(command.expects)}</p>}
              </div>
            ),
          )}
        </details>
      )}
    </>
  );
}
