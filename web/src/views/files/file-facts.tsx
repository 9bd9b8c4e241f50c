import { timeText } from '../../../../src/reports/times.ts';
import type { FileVersionDetail } from '../../model.ts';
import { Said, Shown } from '../../parts/shown.tsx';
import { grouped, sizeText } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';

/** What the file system says of a version. */
export function FileFacts({ version: v }: { version: FileVersionDetail }) {
  const { files: t, report, unknown } = useWords();
  const times = (['born', 'modified', 'changed', 'deleted'] as const).filter((name) => v[name] !== undefined);
  const said = (at: string | undefined): string => (at === undefined ? unknown : timeText(at));
  return (
    <dl className="facts">
      <dt>{report.finding.seenAs}</dt>
      <dd>
        {report.allocations[v.allocation]}; {report.contents[v.content]}
        {report.stop}
      </dd>
      <dt>{t.stood}</dt>
      <dd>
        {t.fromTo(said(v.from), v.until === undefined && v.allocation === 'allocated' ? t.untilTaken : said(v.until))}
      </dd>
      <dt>{report.finding.where}</dt>
      <dd>
        {[v.system && report.systems[v.system], v.inode !== undefined && report.finding.inode(v.inode), v.layers]
          .filter((part): part is string => typeof part === 'string' && part !== '')
          .map((part, i) => (
            <span key={part}>
              {i > 0 && ', '}
              <Shown text={part} />
            </span>
          ))}
        {v.transaction !== undefined && `, ${t.transaction(v.transaction)}`}
      </dd>
      <dt>{t.size}</dt>
      <dd className="time">
        {report.finding.bytesLong(grouped(v.size))} ({sizeText(v.size)})
        {v.mode !== undefined && `, ${modeText(v.mode)}`}
        {v.uid !== undefined && `, ${v.uid}:${v.gid ?? ''}`}
      </dd>
      {v.linkTarget !== undefined && (
        <>
          <dt>{t.target}</dt>
          <dd>
            <code>
              <Shown text={v.linkTarget} />
            </code>
          </dd>
        </>
      )}
      {times.length > 0 && (
        <>
          <dt>{report.finding.times}</dt>
          <dd>
            {times.map((name) => (
              <div key={name}>
                {report.fileTimes[name]} <span className="time">{v[name]}</span>
              </div>
            ))}
          </dd>
        </>
      )}
      {v.sha256 !== undefined && (
        <>
          <dt>SHA-256</dt>
          <dd>
            <code>{v.sha256}</code>
          </dd>
        </>
      )}
      {v.notes.length > 0 && (
        <>
          <dt>{report.columns.note}</dt>
          <dd>
            {v.notes.map((note) => (
              <div key={note}>
                <Said text={note} />
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

const letters = 'rwxrwxrwx';

/** Permission bits as `ls` shows them. */
const modeText = (mode: number): string =>
  [...letters].map((letter, i) => (mode & (1 << (8 - i)) ? letter : '-')).join('');
