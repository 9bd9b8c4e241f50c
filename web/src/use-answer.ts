import { useCallback, useEffect, useState } from 'react';
import { ask, Refused } from './ask.ts';
import { type Query, queryText } from './router.ts';

/** What is known of an answer. While the next one is on its way the last one stays, so that nothing flickers. */
export interface Answer<T> {
  here?: T;
  refused?: Refused;
  /** True while a question is open. */
  waiting: boolean;
  again(): void;
}

/**
 * Asks the server, and again when the question changes; a question that nobody waits for any more is taken back.
 * @param path undefined to ask nothing
 */
export function useAnswer<T>(path: string | undefined, query: Query = {}): Answer<T> {
  const question = path === undefined ? undefined : `${path}${queryText(query)}`;
  const [state, setState] = useState<{ question?: string | undefined; here?: T; refused?: Refused }>({});
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same question again
  useEffect(() => {
    if (question === undefined) {
      setState({});
      return;
    }
    const controller = new AbortController();
    ask<T>(question, {}, controller.signal).then(
      (here) => setState({ question, here }),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const refused = error instanceof Refused ? error : new Refused(0, 'nonsense', String(error));
        setState({ question, refused });
      },
    );
    return () => controller.abort();
  }, [question, round]);
  const again = useCallback(() => {
    setState({});
    setRound((n) => n + 1);
  }, []);
  const { here, refused } = state;
  return {
    ...(here !== undefined && { here }),
    ...(refused && { refused }),
    waiting: question !== state.question,
    again,
  };
}
