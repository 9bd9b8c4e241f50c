import { byText, type Times } from '../../model/index.ts';
import type { Surveyed } from '../survey.ts';

/** Order in which a path's versions stood: by transaction (numbers wrap at 32 bits), the present one last. */
export function oldestFirst(a: Surveyed, b: Surveyed): number {
  const [v, w] = [a.facts.version, b.facts.version];
  if (v && w) return (v.transaction - w.transaction) | 0 || byText(a.facts.times.changed!, b.facts.times.changed!);
  return Number(Boolean(b.facts.version)) - Number(Boolean(a.facts.version));
}

/** True when two versions cannot hold the same bytes; undefined when it is not known. */
export function isDifferent(a: Surveyed, b: Surveyed): boolean | undefined {
  if (a.facts.size !== b.facts.size) return true;
  return a.hashes && b.hashes ? a.hashes.sha256 !== b.hashes.sha256 : undefined;
}

export const isSame = (a: Surveyed, b: Surveyed): boolean => isDifferent(a, b) === false;

/** Orders entries of one volume by a time, which it has in one form for all; then by path. */
export const by =
  (kind: keyof Times) =>
  ({ facts: a }: Surveyed, { facts: b }: Surveyed): number =>
    byText(a.times[kind] ?? '', b.times[kind] ?? '') || byText(a.path ?? '', b.path ?? '');
