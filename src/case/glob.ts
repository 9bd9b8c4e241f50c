/**
 * A path pattern of the command line as a regular expression for DuckDB (RE2, so time is linear whatever the pattern):
 * `*` stands for anything, slashes included, `?` for one character. A pattern that does not begin with a slash or a
 * star may match behind any slash: `*.cgi`, `login.cgi`.
 */
export function globToRegex(glob: string): string {
  const body = [...glob].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : escapeRegex(c))).join('');
  return `(?s)${isAnchored(glob) ? '' : '(.*/)?'}${body}`;
}

const isAnchored = (glob: string): boolean => glob.startsWith('/') || glob.startsWith('*');

const escapeRegex = (c: string): string =>
  /[A-Za-z0-9_/ -]/.test(c) || c > '\x7f' ? c : `\\x{${c.charCodeAt(0).toString(16)}}`;

/** What every matching path begins with: it lets the engine skip most of a sorted file. */
export function globPrefix(glob: string): string {
  if (!glob.startsWith('/')) return '';
  return /^[^*?]*/.exec(glob)![0];
}

/** The same match in JavaScript, without backtracking: states are the places in the pattern reached so far. */
export function globMatches(glob: string, path: string): boolean {
  const pattern = isAnchored(glob) ? [...glob] : ['*', '/', ...glob];
  if (!isAnchored(glob) && globMatches(`/${glob}`, `/${path}`)) return true;
  let states = new Set(closure(pattern, 0));
  for (const c of path) {
    const next = new Set<number>();
    for (const state of states) {
      const p = pattern[state];
      if (p === '*') for (const s of closure(pattern, state)) next.add(s);
      else if (p === '?' || p === c) for (const s of closure(pattern, state + 1)) next.add(s);
    }
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(pattern.length);
}

/** A state and those reached from it without reading a character: behind every star. */
function closure(pattern: string[], state: number): number[] {
  const reached = [state];
  while (pattern[state] === '*') reached.push(++state);
  return reached;
}
