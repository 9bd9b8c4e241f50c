import { byText } from '../../model/index.ts';
import type { SurveyedFile } from './file.ts';

/** Order in which a path's versions stood: by transaction (numbers wrap at 32 bits), the present one last. */
export function oldestFirst(a: SurveyedFile, b: SurveyedFile): number {
  const [v, w] = [a.version, b.version];
  if (v && w) return (v.transaction - w.transaction) | 0 || byText(a.changed, b.changed);
  return Number(Boolean(b.version)) - Number(Boolean(a.version));
}

/** True when two versions cannot hold the same bytes; undefined when it is not known. */
export function isDifferent(a: SurveyedFile, b: SurveyedFile): boolean | undefined {
  if (a.size !== b.size) return true;
  return a.sha256 !== undefined && b.sha256 !== undefined ? a.sha256 !== b.sha256 : undefined;
}

export const isSame = (a: SurveyedFile, b: SurveyedFile): boolean => isDifferent(a, b) === false;

/** Orders entries of one volume by a time, which it has in one form for all; then by path. */
export const by =
  (kind: 'born' | 'changed' | 'modified') =>
  (a: SurveyedFile, b: SurveyedFile): number =>
    byText(a[kind] ?? '', b[kind] ?? '') || byText(a.path, b.path);
