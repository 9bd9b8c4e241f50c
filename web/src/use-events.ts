import { useCallback } from 'react';
import { ofCase } from './ask.ts';
import type { CaseDetail, EventRecord, EventsAnswer } from './model.ts';
import { type Query, useChoices } from './router.ts';
import { usePages } from './use-pages.ts';

const rowsOf = ({ events, total }: EventsAnswer) => ({ rows: events, total });

/** The events that a query finds, page by page, and the one that the address chooses (`r` its row, `at` its place). */
export function useEvents(detail: CaseDetail, query: Query) {
  const [params, choose] = useChoices();
  const at = Number(params.get('at') ?? -1);
  const pages = usePages<EventRecord, EventsAnswer>(ofCase(detail.key, 'events'), query, rowsOf, at);
  const { row } = pages;
  const chosenRow = params.has('r') ? Number(params.get('r')) : undefined;
  const chosen = chosenRow !== undefined && row(at)?.row === chosenRow ? at : undefined;
  const pick = useCallback(
    (index: number) => {
      const found = row(index);
      if (found) choose({ r: String(found.row), at: String(index) });
    },
    [row, choose],
  );
  return { pages, chosen, chosenRow, pick };
}
