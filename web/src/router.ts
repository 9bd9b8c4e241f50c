import { useSyncExternalStore } from 'react';

/** The views of one case, in the order of their tabs. */
export const caseViews = ['verdict', 'story', 'findings', 'files', 'logs', 'coverage'] as const;
export type CaseView = (typeof caseViews)[number];

/** What an address shows: everything that a reader chose is in it, so that it can be sent to somebody. */
export type Place = { view: 'cases' | 'campaign' | 'unknown' } | { view: CaseView; caseKey: string };

export type Query = Record<string, string | readonly string[] | undefined>;

/** Reads an address; what it does not know is `unknown`, never something else. */
export function placeOf(path: string): Place {
  const parts = path.split('/').filter((p) => p !== '');
  if (parts.length === 0) return { view: 'cases' };
  if (parts.length === 1 && parts[0] === 'campaign') return { view: 'campaign' };
  const [room, key, view = 'verdict'] = parts;
  if (room !== 'case' || key === undefined || parts.length > 3) return { view: 'unknown' };
  const caseKey = decoded(key);
  return caseKey !== undefined && isCaseView(view) ? { view, caseKey } : { view: 'unknown' };
}

const isCaseView = (view: string): view is CaseView => (caseViews as readonly string[]).includes(view);

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The address of a place. */
export function addressOf(place: Place, query: Query = {}): string {
  const path =
    'caseKey' in place
      ? `/case/${encodeURIComponent(place.caseKey)}${place.view === 'verdict' ? '' : `/${place.view}`}`
      : place.view === 'campaign'
        ? '/campaign'
        : '/';
  return `${path}${queryText(query)}`;
}

/** `?a=1&b=2&b=3`, or nothing; what is undefined or empty is left out. */
export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') params.append(name, one);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', tell);
  };
}

/** The address of the window, path and query. */
export const useAddress = (): string =>
  useSyncExternalStore(subscribe, () => `${window.location.pathname}${window.location.search}`);

/** Goes to an address of ours. @param replace true for a change of view that "back" should not stop at */
export function go(address: string, replace = false): void {
  if (address === `${window.location.pathname}${window.location.search}`) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  tell();
}

/** What the reader chose, from the query of the address, and how to choose something else. */
export function useChoices(): [URLSearchParams, (change: Query, replace?: boolean) => void] {
  const address = useAddress();
  const at = address.indexOf('?');
  const params = new URLSearchParams(at < 0 ? '' : address.slice(at));
  const choose = (change: Query, replace = true): void => {
    // What stands there now, not what stood there when this was drawn: two changes may follow each other at once.
    const now = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change)) {
      now.delete(name);
      for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') now.append(name, one);
    }
    const text = now.toString();
    go(`${window.location.pathname}${text === '' ? '' : `?${text}`}`, replace);
  };
  return [params, choose];
}
