import './files.css';
import { useEffect, useMemo } from 'react';
import { ofCase } from '../../ask.ts';
import type { CaseDetail, FindingsAnswer, MomentsAnswer } from '../../model.ts';
import { Choice } from '../../parts/field.tsx';
import { Answered, Notice } from '../../parts/notice.tsx';
import { Rows } from '../../parts/rows.tsx';
import { useChoices } from '../../router.ts';
import { useAnswer } from '../../use-answer.ts';
import { useSettled } from '../../use-settled.ts';
import { useWords } from '../../words/index.tsx';
import { FilePane } from './file-pane.tsx';
import { MomentSlider } from './moment-slider.tsx';
import { TreeEntryLine } from './tree-entry.tsx';
import { isFolder } from './tree-lines.ts';
import { useTree } from './use-tree.ts';

/** How long the slider must rest before the tree is asked for; milliseconds. */
const REST = 120;

/** The files of the device as they stood at any moment that its journals remember; what is gone stays visible. */
export function FilesView({ detail }: { detail: CaseDetail }) {
  const { files: t, report } = useWords();
  const [params, choose] = useChoices();
  const moments = useAnswer<MomentsAnswer>(ofCase(detail.key, 'moments'));
  const roles = moments.here?.systems ?? [];
  // Who comes without a path is shown where the strongest finding lies.
  const strongest = useAnswer<FindingsAnswer>(params.has('path') ? undefined : ofCase(detail.key, 'findings'), {
    limit: '1',
  });
  const first = strongest.here?.findings[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: chosen once, when the answer is here
  useEffect(() => {
    if (first?.path !== undefined) choose({ path: first.path, of: first.system });
  }, [first?.path]);
  const asked = params.get('system') ?? params.get('of') ?? 'current';
  const system =
    asked === 'all' || roles.length < 2 ? 'all' : (roles.find((r) => r === asked && r !== 'shared') ?? roles[0]!);
  // What the systems share belongs to each of them.
  const systems =
    system === 'all' ? [] : roles.includes('shared') && system !== 'shared' ? [system, 'shared'] : [system];
  return (
    <div className="files">
      <div className="tools">
        <Answered answer={moments}>{(here) => <MomentSlider answer={here} />}</Answered>
        {roles.length > 1 && (
          <Choice
            label={t.system}
            value={system}
            options={[...roles.map((role) => [role, report.systems[role]] as const), ['all', t.allSystems]]}
            onChoose={(next) => choose({ system: next, of: undefined, v: undefined })}
          />
        )}
      </div>
      <div className="panes">
        {moments.here && <FileTree detail={detail} systems={systems} />}
        <section className="pane" aria-label={t.file}>
          {params.get('path') === null ? (
            <p className="soft">{t.choose}</p>
          ) : (
            <FilePane detail={detail} path={params.get('path')!} />
          )}
        </section>
      </div>
    </div>
  );
}

function FileTree({ detail, systems }: { detail: CaseDetail; systems: readonly string[] }) {
  const { files: t } = useWords();
  const [params, choose] = useChoices();
  const at = useSettled(params.get('at') ?? undefined, REST);
  const path = params.get('path') ?? undefined;
  const tree = useTree(detail.key, systems, at, path);
  const { lines } = tree;
  const owner = params.get('of') ?? undefined;
  const chosen = useMemo(() => {
    const found = lines.findIndex(
      ({ entry }) => entry.path === path && (owner === undefined || entry.system === owner),
    );
    return found < 0 ? undefined : found;
  }, [lines, path, owner]);
  const pick = (index: number): void => {
    const entry = lines[index]?.entry;
    if (entry) choose({ path: entry.path, of: entry.system, v: undefined, o: undefined });
  };
  const turn = (index: number): void => {
    const line = lines[index];
    if (!line || !isFolder(line.entry)) return;
    if (line.open) tree.fold(line.entry.path);
    else tree.unfold(line.entry.path);
  };
  const onKey = (key: string, index: number): boolean => {
    const line = lines[index];
    if (!line) return false;
    if (key === 'ArrowRight' && line.open === false) turn(index);
    else if (key === 'ArrowLeft' && line.open === true) turn(index);
    else if (key === 'ArrowLeft' && line.depth > 0)
      pick(lines.findLastIndex((l, i) => i < index && l.depth < line.depth));
    else if (key === 'Enter' || key === ' ') turn(index);
    else return false;
    return true;
  };
  const answer = {
    waiting: tree.waiting,
    again: tree.again,
    ...(tree.refused ? { refused: tree.refused } : !tree.waiting && { here: lines }),
  };
  return (
    <section className="pane" aria-label={t.tree}>
      <Answered answer={answer}>
        {() =>
          lines.length === 0 ? (
            <Notice {...t.empty} />
          ) : (
            <>
              <p className="count">{t.keys}</p>
              <Rows
                label={t.tree}
                count={lines.length}
                height={26}
                chosen={chosen}
                onChoose={pick}
                onKey={onKey}
                tree={(index) => ({ level: lines[index]!.depth + 1, open: lines[index]!.open })}
              >
                {(index) => (
                  <TreeEntryLine line={lines[index]!} named={systems.length === 0} onTurn={() => turn(index)} />
                )}
              </Rows>
            </>
          )
        }
      </Answered>
    </section>
  );
}
