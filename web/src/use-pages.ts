import { useCallback, useEffect, useReducer, useRef } from 'react';
import { ask, Refused } from './ask.ts';
import { type Query, queryText } from './router.ts';

/** Rows asked for at once. */
const PAGE = 200;

/** Pages that are kept; those not looked at for longest go first. */
const KEPT = 100;

/** Rows that a list may have: an address that names one beyond is not believed. */
const MOST = 10_000_000;

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
 * @param first a row that a link names: its page is fetched from the beginning
 */
export function usePages<T, A>(
  path: string,
  query: Query,
  rowsOf: (answer: A) => { rows: readonly T[]; total: number },
  first = 0,
): Pages<T, A> {
  const question = `${path}${queryText(query)}`;
  const store = useRef<Store<T, A>>({ question: undefined, pages: new Map(), controller: new AbortController() });
  const named = useRef(Number.isSafeInteger(first) && first > 0 && first < MOST ? first : 0);
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  const fetchPage = useCallback(
    (number: number, anew = false): void => {
      const own = store.current;
      if (own.question !== question || (own.pages.has(number) && !anew)) return;
      // Rows that are known already stay until the new ones are here.
      if (!own.pages.has(number)) own.pages.set(number, 'asked');
      const joint = question.includes('?') ? '&' : '?';
      ask<A>(`${question}${joint}offset=${number * PAGE}&limit=${PAGE}`, {}, own.controller.signal).then(
        (answer) => {
          own.pages.set(number, rowsOf(answer).rows);
          for (const old of own.pages.keys()) if (own.pages.size > KEPT && old !== number) own.pages.delete(old);
          if (number === 0 || own.head === undefined) own.head = answer;
          if (store.current === own) redraw();
        },
        (error: unknown) => {
          if (own.pages.get(number) === 'asked') own.pages.delete(number);
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
    for (const number of new Set([0, Math.floor(named.current / PAGE)])) fetchPage(number);
    redraw();
  }, [question, fetchPage]);

  const again = useCallback(() => {
    const { head, pages } = store.current;
    delete store.current.refused;
    if (head === undefined) begin();
    else for (const number of pages.keys()) fetchPage(number, true);
  }, [begin, fetchPage]);

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
      const known = store.current.pages;
      for (let n = Math.floor(from / PAGE); n <= Math.floor(Math.max(from, until - 1) / PAGE); n++) {
        const page = known.get(n);
        // Put last, so that it is the last to go.
        if (page !== undefined && known.delete(n)) known.set(n, page);
        fetchPage(n);
      }
    },
    again,
  };
}
