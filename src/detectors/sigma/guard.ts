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
  | { kind: 'has'; column: string; pattern: string; weight: number }
  /** A predicate that only the rule itself knows. */
  | { kind: 'sql'; sql: string };

/** One of these holds wherever the rule does. */
export type Guard = readonly Atom[];

/** Of several guards that all hold, the one that lets the least through. */
export function both(guards: readonly Guard[]): Guard {
  return guards.reduce((best, guard) => (score(guard) > score(best) ? guard : best));
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
