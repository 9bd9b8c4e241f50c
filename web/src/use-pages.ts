import { useCallback, useEffect, useReducer, useRef } from 'react';
import { ask, Refused } from './ask.ts';
import { type Query, queryText } from './router.ts';

/** Rows asked for at once. */
const PAGE = 200;

/** A long list of which only the pages that are looked at are fetched. */
export interface Pages<T, A> {
  /** The first answer, with the total and what else it says; absent until it came. */
  head?: A;
  refused?: Refused;
  waiting: boolean;
  total: number;
  row(index: number): T | undefined;
  /** Says which rows are looked at. */
  want(from: number, until: number): void;
  again(): void;
}

interface Store<T, A> {
  question: string | undefined;
  pages: Map<number, readonly T[] | 'asked'>;
  head?: A;
  refused?: Refused;
  controller: AbortController;
}

/**
 * Pages of an answer that takes `offset` and `limit`.
 * @param rowsOf the rows of one answer, and how many there are in all
 */
export function usePages<T, A>(
  path: string,
  query: Query,
  rowsOf: (answer: A) => { rows: readonly T[]; total: number },
): Pages<T, A> {
  const question = `${path}${queryText(query)}`;
  const store = useRef<Store<T, A>>({ question: undefined, pages: new Map(), controller: new AbortController() });
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  const fetchPage = useCallback(
    (number: number): void => {
      const own = store.current;
      if (own.question !== question || own.pages.has(number)) return;
      own.pages.set(number, 'asked');
      const joint = question.includes('?') ? '&' : '?';
      ask<A>(`${question}${joint}offset=${number * PAGE}&limit=${PAGE}`, {}, own.controller.signal).then(
        (answer) => {
          own.pages.set(number, rowsOf(answer).rows);
          if (number === 0 || own.head === undefined) own.head = answer;
          if (store.current === own) redraw();
        },
        (error: unknown) => {
          if (own.controller.signal.aborted) return;
          own.refused = error instanceof Refused ? error : new Refused(0, 'nonsense', String(error));
          if (store.current === own) redraw();
        },
      );
    },
    [question, rowsOf],
  );

  const begin = useCallback(() => {
    store.current.controller.abort();
    store.current = { question, pages: new Map(), controller: new AbortController() };
    fetchPage(0);
    redraw();
  }, [question, fetchPage]);

  useEffect(() => {
    begin();
    return () => store.current.controller.abort();
  }, [begin]);

  const { head, refused, pages } = store.current;
  const current = store.current.question === question;
  return {
    ...(head !== undefined && { head }),
    ...(refused && { refused }),
    waiting: !current || (head === undefined && !refused),
    total: head === undefined ? 0 : rowsOf(head).total,
    row: (index) => {
      const page = pages.get(Math.floor(index / PAGE));
      return page === undefined || page === 'asked' ? undefined : page[index % PAGE];
    },
    want: (from, until) => {
      for (let n = Math.floor(from / PAGE); n <= Math.floor(Math.max(from, until - 1) / PAGE); n++) fetchPage(n);
    },
    again: begin,
  };
}
