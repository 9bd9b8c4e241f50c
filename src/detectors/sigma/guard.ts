/**
 * Guards: what is cheap to ask of every event before the rules are. Most events match no rule, so all rules together
 * ask one combined question of each column, in one pass; only the events that pass it meet the rules themselves.
 */
import { byText } from '../../model/index.ts';
import { column, joined, literal } from './literal.ts';

export type Atom =
  /** The column is this text, case aside. */
  | { kind: 'is'; column: string; text: string }
  /** The column holds a match of this RE2 pattern, case aside; `weight` is the number of characters it fixes. */
  | { kind: 'has'; column: string; pattern: string; weight: number; part?: AddressPart }
  /** A predicate that only the rule itself knows. */
  | { kind: 'sql'; sql: string };

/** One of these holds wherever the rule does. */
export type Guard = readonly Atom[];

/** Where in an address the text of an atom stands, so that several atoms can become one pattern in their order. */
export interface AddressPart {
  /** Its path begins with it, ends with it, is it; or it stands in the query. */
  place: 'begin' | 'end' | 'whole' | 'query';
  /** Pattern of the text alone. */
  pattern: string;
}

/** Of several guards that all hold, the one that lets the least through. */
export function both(guards: readonly Guard[]): Guard {
  const joint = addressGuard(guards);
  return [...guards, ...(joint ? [joint] : [])].reduce((best, guard) => (score(guard) > score(best) ? guard : best));
}

/** What is asked of a path and what is asked of its query as one pattern: `?` lies between, so they cannot overlap. */
function addressGuard(guards: readonly Guard[]): Guard | undefined {
  const atoms = guards.flatMap((guard) => (guard.length === 1 && guard[0]!.kind === 'has' ? [guard[0]!] : []));
  const best = (...places: AddressPart['place'][]) =>
    atoms
      .filter((atom) => atom.part && places.includes(atom.part.place))
      .sort((a, b) => b.weight - a.weight || byText(a.pattern, b.pattern))[0];
  const [path, query] = [best('whole', 'begin', 'end'), best('query')];
  if (!path || !query || path.column !== query.column) return undefined;
  const { place, pattern } = path.part!;
  const before = `${place === 'end' ? '' : '^'}${pattern}${place === 'begin' ? '[^?]*' : ''}`;
  return [
    {
      kind: 'has',
      column: path.column,
      pattern: `${before}\\?${query.part!.pattern}`,
      weight: path.weight + query.weight + 1,
    },
  ];
}

export const either = (guards: readonly Guard[]): Guard => guards.flat();

/** How little a guard lets through, guessed from its weakest atom. */
function score(guard: Guard): number {
  return guard.reduce((least, atom) => Math.min(least, worth(atom)), 100) - guard.length / 10_000;
}

function worth(atom: Atom): number {
  if (atom.kind === 'sql') return 2;
  // Every record of one kind has the same code; a method or a status is that of most requests.
  if (atom.kind === 'is')
    return atom.column === 'code' ? 50 : atom.text.length < 5 ? 1 : Math.min(30, atom.text.length);
  return Math.min(40, atom.weight);
}

/** Characters of one combined pattern; RE2 refuses programs beyond some megabytes. */
const longest = 8000;

/** Guards of many rules as one condition. */
export function guardSql(guards: readonly Guard[]): string {
  const is = new Map<string, Set<string>>();
  const has = new Map<string, Set<string>>();
  const own = new Set<string>();
  const put = (map: Map<string, Set<string>>, key: string, value: string) => {
    const set = map.get(key) ?? new Set();
    map.set(key, set.add(value));
  };
  for (const atom of guards.flat()) {
    if (atom.kind === 'is') put(is, atom.column, atom.text);
    else if (atom.kind === 'has') put(has, atom.column, atom.pattern);
    else own.add(atom.sql);
  }
  const parts: string[] = [];
  for (const [name, texts] of sorted(is))
    parts.push(`lower(${column(name)}) IN (${[...texts].sort(byText).map(literal).join(', ')})`);
  // Not regexp_matches: of a column with few values DuckDB then asks each value once instead of each event.
  for (const [name, patterns] of sorted(has))
    for (const pattern of packed([...patterns].sort(byText)))
      parts.push(`(regexp_extract(${column(name)}, ${literal(`(?si)${pattern}`)}) <> '')`);
  parts.push(...[...own].sort(byText));
  return parts.length === 0 ? 'false' : joined(parts, 'OR');
}

const sorted = (map: Map<string, Set<string>>) => [...map].sort(([a], [b]) => byText(a, b));

function packed(patterns: readonly string[]): string[] {
  const result: string[] = [];
  let pack: string[] = [];
  let size = 0;
  for (const pattern of patterns) {
    if (size > 0 && size + pattern.length > longest) {
      result.push(pack.join('|'));
      [pack, size] = [[], 0];
    }
    pack.push(pattern);
    size += pattern.length + 1;
  }
  if (pack.length > 0) result.push(pack.join('|'));
  return result;
}
