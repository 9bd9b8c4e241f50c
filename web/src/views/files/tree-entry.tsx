import { Shown } from '../../parts/shown.tsx';
import { grouped, sizeText } from '../../parts/size.ts';
import { useWords } from '../../words/index.tsx';
import type { TreeLine } from './tree-lines.ts';

/** One name in the tree: what is gone is struck through, what is not there yet pale, and both say so in words. */
export function TreeEntryLine({
  line,
  named,
  onTurn,
}: {
  line: TreeLine;
  /** Says of which system it is. */
  named: boolean;
  onTurn: () => void;
}) {
  const { files: t, report } = useWords();
  const { entry, depth, open, more } = line;
  const { standing, below, findings, versions, reverted } = entry;
  const found = findings.length + (below?.findings ?? 0);
  const name = <Shown text={entry.name} />;
  return (
    <span className={`tree-line ${standing}`} style={{ paddingLeft: 21 + Math.min(depth, 24) * 16 }}>
      <span
        className="turn"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onTurn();
        }}
      >
        {open === undefined ? '' : open ? '▾' : '▸'}
      </span>
      <span className="tree-name">
        {standing === 'gone' ? <del>{name}</del> : name}
        {open !== undefined && '/'}
      </span>
      {named && entry.system !== undefined && <span className="soft">{report.systems[entry.system]}</span>}
      {standing !== 'live' && standing !== 'unknown' && <span className="tree-standing">{t.standings[standing]}</span>}
      {reverted && <span className="tree-standing amber">{t.reverted}</span>}
      {found > 0 && <span className="tree-found alarm">{t.findingsHere(found)}</span>}
      <span className="tree-facts soft">
        {below ? t.below(grouped(below.entries), below.gone) : entry.version && sizeText(entry.version.size)}
        {versions > 1 && ` · ${t.versions(versions)}`}
        {more !== undefined && ` · ${t.more(grouped(more))}`}
      </span>
    </span>
  );
}
