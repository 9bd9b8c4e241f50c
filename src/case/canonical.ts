import { byText } from '../model/index.ts';

/** JSON with sorted keys and no white space: the same value gives the same text, so that it can be hashed. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => byText(a, b)));
  });
}
