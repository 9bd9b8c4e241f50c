/** Most members of one list or object that are kept. */
const MEMBERS = 1000;
const DEPTH = 8;

/** A value out of JSON with long texts, long lists and deep nesting cut; `cut` says whether anything was. */
export function shortened<T>(value: T, longest: number): { value: T; cut: boolean } {
  let cut = false;
  const inner = (given: unknown, depth: number): unknown => {
    if (typeof given === 'string' && given.length > longest) {
      cut = true;
      return given.slice(0, longest);
    }
    if (typeof given !== 'object' || given === null) return given;
    if (depth >= DEPTH) {
      cut = true;
      return null;
    }
    const members = Object.entries(given);
    if (members.length > MEMBERS) cut = true;
    const kept = members.slice(0, MEMBERS).map(([name, member]) => [name, inner(member, depth + 1)] as const);
    return Array.isArray(given) ? kept.map(([, member]) => member) : Object.fromEntries(kept);
  };
  return { value: inner(value, 0) as T, cut };
}
