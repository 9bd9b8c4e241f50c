import { useCallback, useEffect, useReducer, useRef } from 'react';
import { ask, ofCase, Refused } from '../../ask.ts';
import type { TreeAnswer } from '../../model.ts';
import { foldersOf, joined, linesOf, type TreeLine } from './tree-lines.ts';

/** The part of the tree that is unfolded, as lines. */
export interface Tree {
  lines: TreeLine[];
  refused?: Refused;
  waiting: boolean;
  unfold(path: string): void;
  fold(path: string): void;
  again(): void;
}

/**
 * The tree of a case at a moment; folders are asked for when they are unfolded.
 * @param systems of which systems, one answer each; nothing for all
 * @param at the moment, or undefined for what the evidence shows last
 * @param shown a path whose folders are unfolded from the beginning
 */
export function useTree(
  caseKey: string,
  systems: readonly string[],
  at: string | undefined,
  shown: string | undefined,
): Tree {
  const open = useRef(new Set<string>(['/', ...foldersOf(shown ?? '/')]));
  const known = useRef(new Map<string, TreeAnswer>());
  const refused = useRef<Refused | undefined>(undefined);
  const round = useRef(new AbortController());
  const wanted = systems.join(' ');
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  const fetchFolder = useCallback(
    async (path: string, signal: AbortSignal) => {
      try {
        const asked = wanted === '' ? [''] : wanted.split(' ');
        const answers = await Promise.all(
          asked.map((system) => ask<TreeAnswer>(ofCase(caseKey, 'tree'), { path, system, at }, signal)),
        );
        known.current.set(path, joined(answers));
      } catch (error) {
        if (signal.aborted) return;
        const own = error instanceof Refused ? error : new Refused(0, 'nonsense', String(error));
        // A folder that is not there at this moment is no fault: what stands above it says so.
        if (path !== '/' && own.code === 'not-found') known.current.set(path, { path, entries: [], more: 0 });
        else refused.current = own;
      }
      redraw();
    },
    [caseKey, wanted, at],
  );

  const begin = useCallback(() => {
    round.current.abort();
    round.current = new AbortController();
    refused.current = undefined;
    for (const path of open.current) void fetchFolder(path, round.current.signal);
  }, [fetchFolder]);

  useEffect(() => {
    begin();
    return () => round.current.abort();
  }, [begin]);

  const unfold = useCallback(
    (path: string) => {
      open.current.add(path);
      redraw();
      void fetchFolder(path, round.current.signal);
    },
    [fetchFolder],
  );
  const fold = useCallback((path: string) => {
    open.current.delete(path);
    redraw();
  }, []);

  // What a link leads to is unfolded also when the reader is here already.
  useEffect(() => {
    for (const path of foldersOf(shown ?? '/')) if (!open.current.has(path)) unfold(path);
  }, [shown, unfold]);

  return {
    lines: linesOf(
      (path) => (open.current.has(path) ? known.current.get(path) : undefined),
      (path) => open.current.has(path),
    ),
    ...(refused.current && { refused: refused.current }),
    waiting: known.current.get('/') === undefined,
    unfold,
    fold,
    again: begin,
  };
}
