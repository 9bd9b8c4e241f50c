import { timeText } from '../../../../src/reports/times.ts';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, DiffAnswer, FileVersionDetail, VersionsAnswer } from '../../model.ts';
import { Difference } from '../../parts/difference.tsx';
import { Link } from '../../parts/link.tsx';
import { Answered } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { sizeText } from '../../parts/size.ts';
import { addressOf, useChoices } from '../../router.ts';
import { useAnswer } from '../../use-answer.ts';
import { useWords } from '../../words/index.tsx';
import { Content } from './content.tsx';
import { FileFacts } from './file-facts.tsx';

/** A path with every version that the case knows of it. */
export function FilePane({ detail, path }: { detail: CaseDetail; path: string }) {
  const { files: t } = useWords();
  const [params, choose] = useChoices();
  const system = params.get('of') ?? undefined;
  const answer = useAnswer<VersionsAnswer>(ofCase(detail.key, 'versions'), { path, system });
  const wanted = Number(params.get('v') ?? -1);
  return (
    <div className="file-pane">
      <h2>
        <code>
          <Shown text={path} />
        </code>
      </h2>
      <Answered answer={answer}>
        {({ versions, more }) => {
          if (versions.length === 0) return <p className="soft">{t.noEntry}</p>;
          const at = params.get('at');
          const found = versions.findIndex((v) => v.row === wanted);
          const chosen = found >= 0 ? found : standingAt(versions, at);
          return (
            <>
              <Versions
                versions={versions}
                chosen={chosen}
                onChoose={(row) => choose({ v: String(row), o: undefined })}
              />
              {more > 0 && <p className="soft">{t.moreVersions(more)}</p>}
              <Version
                key={versions[chosen]!.row}
                detail={detail}
                version={versions[chosen]!}
                before={beforeOf(versions, chosen)}
              />
            </>
          );
        }}
      </Answered>
    </div>
  );
}

/** The version that stood there at a moment, or the last one. */
function standingAt(versions: readonly FileVersionDetail[], at: string | null): number {
  if (at === null) return versions.length - 1;
  const ms = Date.parse(at);
  const found = versions.findLastIndex((v) => v.from !== undefined && Date.parse(v.from) <= ms);
  return found < 0 ? versions.length - 1 : found;
}

/** The version before on the same volume: the systems that lie side by side have each a history of their own. */
const beforeOf = (versions: readonly FileVersionDetail[], at: number): FileVersionDetail | undefined =>
  versions.findLast((v, i) => i < at && v.layers === versions[at]!.layers);

function Versions({
  versions,
  chosen,
  onChoose,
}: {
  versions: readonly FileVersionDetail[];
  chosen: number;
  onChoose: (row: number) => void;
}) {
  const { files: t, report, unknown } = useWords();
  const systems = new Set(versions.map((v) => v.system)).size;
  return (
    <ol className="versions" aria-label={t.versions(versions.length)}>
      {versions.map((v, i) => (
        <li key={v.row}>
          <button type="button" aria-pressed={i === chosen} onClick={() => onChoose(v.row)}>
            <span className="version-when time">
              {v.from === undefined ? unknown : timeText(v.from).replace(' UTC', '')}
            </span>
            <span className={`version-what ${v.allocation}`}>{t.allocations[v.allocation]}</span>
            <span className="soft">{sizeText(v.size)}</span>
            {systems > 1 && v.system !== undefined && <span className="soft">{report.systems[v.system]}</span>}
            <code className="soft">{v.sha256?.slice(0, 10)}</code>
            {v.findings.length > 0 && <span className="alarm">{t.findingsHere(v.findings.length)}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Version({
  detail,
  version,
  before,
}: {
  detail: CaseDetail;
  version: FileVersionDetail;
  before: FileVersionDetail | undefined;
}) {
  const { files: t, findings: f } = useWords();
  const readable = version.content !== 'lost' && version.size > 0 && version.ranges.length > 0;
  return (
    <>
      <p className="actions">
        {readable && detail.evidenceAvailable.available && (
          <a href={ofCase(detail.key, 'files', version.row, 'recovered.zip')} download title={f.recoverHow}>
            {f.recover}
          </a>
        )}
        {version.findings.map((id) => (
          <Link key={id} to={addressOf({ view: 'findings', caseKey: detail.key }, { f: id })}>
            {t.finding} {id.slice(0, 8)}
          </Link>
        ))}
      </p>
      <FileFacts version={version} />
      {before && <Change caseKey={detail.key} before={before} version={version} />}
      {readable &&
        (detail.evidenceAvailable.available ? (
          <Content caseKey={detail.key} version={version} />
        ) : (
          <p className="soft">
            {t.notAvailable}{' '}
            {detail.evidenceAvailable.why !== undefined && <Shown text={detail.evidenceAvailable.why} />}
          </p>
        ))}
    </>
  );
}

/** How the version before became this one. */
function Change({
  caseKey,
  before,
  version,
}: {
  caseKey: string;
  before: FileVersionDetail;
  version: FileVersionDetail;
}) {
  const { files: t } = useWords();
  const same = before.sha256 !== undefined && before.sha256 === version.sha256;
  const answer = useAnswer<DiffAnswer>(same ? undefined : ofCase(caseKey, 'files', version.row, 'diff'), {
    from: String(before.row),
  });
  if (same) return <p className="soft">{t.sameAsBefore}</p>;
  return (
    <Answered answer={answer}>
      {({ difference, without }) =>
        difference ? (
          <Difference of={difference} title={t.changed(difference.removed, difference.added)} />
        ) : (
          <p className="soft">{without !== undefined && t.without(without)}</p>
        )
      }
    </Answered>
  );
}
