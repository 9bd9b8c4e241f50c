import { re2 } from '../re2.ts';

/** Longest expression that is taken, in characters. */
const longest = 10_000;

/**
 * A regular expression from an indicator, matched in linear time whatever it says. STIX means PCRE, searched for
 * anywhere, with `.` matching newlines; RE2 has no lookaround and no backreference.
 * @throws Error with the reason when RE2 cannot take it
 */
export function regex(source: string): (text: string) => boolean {
  if (source.length > longest) throw new Error(`${source.length} characters, at most ${longest} are taken`);
  const compiled = re2(source, { dotAll: true });
  return (text) => compiled.matcher(text).find();
}

/** STIX LIKE: `%` is any run of characters, `_` is one; the whole text must match. Never backtracks twice. */
export function like(pattern: string): (text: string) => boolean {
  const wanted = [...pattern];
  return (value) => {
    const text = [...value];
    let p = 0;
    let star = -1;
    let resume = 0;
    for (let t = 0; t < text.length; ) {
      if (wanted[p] === '%') {
        star = p++;
        resume = t;
      } else if (p < wanted.length && (wanted[p] === '_' || wanted[p] === text[t])) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else return false;
    }
    while (wanted[p] === '%') p++;
    return p === wanted.length;
  };
}
