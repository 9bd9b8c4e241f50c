import { organisationKey } from '../../artifacts/index.ts';
import { byText, type OwnerCandidate, type OwnerTrace } from '../../model/index.ts';
import { groundOf } from './weights.ts';

/** Candidates told, and grounds of each. */
const MOST = 20;
const GROUNDS = 40;

/** Words shorter than this are in too many names to tie a network to an organisation. */
const WORD = 4;

interface Gathered {
  organisation?: string;
  roots: Set<string>;
  traces: OwnerTrace[];
}

/**
 * Candidates of the traces, heaviest first. A domain below another that is named as well belongs to it. Where a
 * certificate ties an organisation to a domain, the organisation is the candidate and the traces of its domain speak
 * for it; for several organisations of one domain they speak for each, and only what else they have tells them apart.
 */
export function candidatesOf(traces: readonly OwnerTrace[]): OwnerCandidate[] {
  const rootOf = rootsOf(traces);
  const candidates = new Map<string, Gathered>();
  const names = new Map<string, Set<string>>();
  for (const { organisation, domain } of traces) {
    if (organisation === undefined || domain === undefined) continue;
    const key = `organisation ${organisationKey(organisation)}`;
    const one = candidates.get(key) ?? { organisation, roots: new Set(), traces: [] };
    one.roots.add(rootOf(domain));
    candidates.set(key, one);
    names.set(key, (names.get(key) ?? new Set()).add(organisation));
  }
  // Of several spellings the first in order, whatever came first.
  for (const [key, spellings] of names) candidates.get(key)!.organisation = [...spellings].sort(byText)[0]!;
  for (const { domain } of traces) {
    if (domain === undefined) continue;
    const root = rootOf(domain);
    if (![...candidates.values()].some((c) => c.roots.has(root)))
      candidates.set(`domain ${root}`, { roots: new Set([root]), traces: [] });
  }
  for (const trace of traces) for (const one of ownersOf(trace, candidates, rootOf)) one.traces.push(trace);
  return [...candidates.values()]
    .map(candidateOf)
    .sort((a, b) => b.weight - a.weight || byText(a.name, b.name))
    .slice(0, MOST);
}

function ownersOf(
  trace: OwnerTrace,
  candidates: Map<string, Gathered>,
  rootOf: (domain: string) => string,
): Gathered[] {
  const { domain, organisation } = trace;
  if (domain !== undefined) {
    const mine = [...candidates.values()].filter((c) => c.roots.has(rootOf(domain)));
    const own = organisation && candidates.get(`organisation ${organisationKey(organisation)}`);
    // What names an organisation speaks for that one alone.
    return own ? [own] : mine;
  }
  if (organisation === undefined) return [];
  const fitting = [...candidates.values()].filter((c) => isHolder(organisation, c));
  if (fitting.length > 0) return fitting;
  const made: Gathered = { organisation, roots: new Set(), traces: [] };
  candidates.set(`organisation ${organisationKey(organisation)}`, made);
  return [made];
}

/** True when the holder of a network is the candidate by its name, or by the label that its domain is registered under. */
function isHolder(holder: string, { organisation, roots }: Gathered): boolean {
  const words = new Set(organisationKey(holder).split(' '));
  const own = organisation === undefined ? [] : organisationKey(organisation).split(' ');
  if (own.some((w) => w.length >= WORD) && own.every((w) => words.has(w))) return true;
  return [...roots].some((root) => {
    const label = root.split('.')[0]!;
    return label.length >= WORD && words.has(label);
  });
}

/** The domain that each belongs to: the shortest above it that a trace names too. */
function rootsOf(traces: readonly OwnerTrace[]): (domain: string) => string {
  const domains = [...new Set(traces.flatMap((t) => t.domain ?? []))].sort(
    (a, b) => a.length - b.length || byText(a, b),
  );
  return (domain) => domains.find((d) => domain === d || domain.endsWith(`.${d}`)) ?? domain;
}

function candidateOf({ organisation, roots, traces }: Gathered): OwnerCandidate {
  const domains = [...new Set(traces.flatMap((t) => t.domain ?? []))].sort(byText);
  const grounds = traces
    .map(groundOf)
    .sort((a, b) => b.weight - a.weight || byText(a.kind, b.kind) || byText(a.says, b.says));
  // Traces of one kind come from one source more often than not, so each kind counts once, by its heaviest.
  const heaviest = new Map<string, number>();
  for (const { kind, weight } of grounds) heaviest.set(kind, Math.max(weight, heaviest.get(kind) ?? 0));
  return {
    name: organisation ?? [...roots][0]!,
    domains,
    countries: [...new Set(traces.flatMap((t) => t.country ?? []))].sort(byText),
    weight: [...heaviest.values()].reduce((sum, weight) => sum + weight, 0),
    grounds: grounds.slice(0, GROUNDS),
  };
}
