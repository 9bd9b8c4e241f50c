import type { ExposedTo, Exposure, Finding } from '../../model/index.ts';
import { others, type Piece } from './piece.ts';

/**
 * What the holes that stood open say of who came in: a published one that needs no login invites everybody, one that
 * nobody had told of does not, and an administrator needs none. Nothing when no time or no version tells.
 * @param strong strong findings; the first of them that is dated is the first sign
 */
export function exposurePiece(strong: readonly Finding[], exposure: Exposure): Piece[] {
  const sign = strong.flatMap((f) => f.appeared?.notAfter ?? []).sort()[0];
  if (sign === undefined || exposure.versions.length === 0) return [];
  const open = exposure.open.filter((o) => o.entry === 'without-login' && spans(o, sign));
  const known = open.filter((o) => o.published !== undefined && o.published <= sign.slice(0, 10));
  const early = open.filter((o) => o.published !== undefined && o.published > sign.slice(0, 10));
  const effects = known.length > 0 ? invited(known) : early.length > 0 ? ahead(early) : [];
  const first = strong.filter((f) => f.appeared?.notAfter === sign).map((f) => f.id);
  return effects.length > 0 ? [{ what: 'Holes that were open at the first sign', findings: first, effects }] : [];
}

const spans = ({ from, until }: ExposedTo, at: string): boolean =>
  (from === undefined || from <= at) && (until === undefined || at < until);

/** Half as much where no filesystem says since when the version was in use. */
const weightOf = (open: readonly ExposedTo[], whole: number): number =>
  open.some((o) => o.from !== undefined) ? whole : whole / 2;

const names = (open: readonly ExposedTo[]): string => [...new Set(open.map((o) => o.vulnerability))].sort().join(', ');

const invited = (open: readonly ExposedTo[]): Piece['effects'] => [
  {
    on: others.opportunist,
    weight: weightOf(open, 1),
    basis: `open to what was public and needs no login: ${names(open)}`,
  },
  { on: others.insider, weight: -weightOf(open, 1), basis: `nobody needed a login: ${names(open)}` },
];

const ahead = (open: readonly ExposedTo[]): Piece['effects'] => [
  {
    on: others.opportunist,
    weight: -weightOf(open, 2),
    basis: `open without a login only to what was not public yet: ${names(open)}`,
  },
];
