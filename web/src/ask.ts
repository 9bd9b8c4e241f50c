import type { ApiFailure } from './model.ts';
import { type Query, queryText } from './router.ts';

/** Why an answer did not come. `code` is one of the server's, or `gone` when nobody answered, `nonsense` for no JSON. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.status = status;
  }
}

/** Address of the API for a case. @param parts further parts of the path, not yet encoded */
export const ofCase = (caseKey: string, ...parts: (string | number)[]): string =>
  ['/api/cases', encodeURIComponent(caseKey), ...parts.map((p) => encodeURIComponent(String(p)))].join('/');

/** Asks the server. @throws Refused; an `AbortError` when the question was taken back */
export async function ask<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return read<T>(await reach(`${path}${queryText(query)}`, { signal: signal ?? null }));
}

/** Tells the server something. @throws Refused */
export async function tell<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return read<T>(await reach(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(0, 'gone', '');
  }
}

async function read<T>(response: Response): Promise<T> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(response.status, 'nonsense', `${response.status} ${response.statusText}`);
  }
  if (response.ok) return body as T;
  const { error } = body as Partial<ApiFailure>;
  throw new Refused(response.status, error?.code ?? 'nonsense', error?.message ?? `${response.status}`);
}
