/** Repeatable numbers: mulberry32, public domain. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Rules as third parties write them: mostly strings of a family (some wide or without case), some byte patterns with
 * wildcards and jumps, some regular expressions, conditions on the file's head and size. None describes anything real, so
 * hardly any matches: what they cost is compiling (2.8 s of processor for 5,000), loading in each thread (0.35 s), 0.3 ms for
 * each content however small, in which the engine asks every rule, and a search that knows 30,000 strings. An examination
 * has some 4,000 contents more than the mounted files: members of archives, and free space cut into what look like files.
 */
export function thirdPartyRules(count: number): string {
  const next = generator(20210418);
  const whole = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => from[whole(from.length)]!;
  const word = (length: number) => Array.from({ length }, () => pick([...'abcdefghijklmnopqrstuvwxyz'])).join('');
  const byte = () => whole(256).toString(16).padStart(2, '0');
  const text = () =>
    pick([
      () => `${word(6)}_${word(5)}`,
      () => `/tmp/.${word(7)}`,
      () => `cmd.exe /c ${word(8)} %s`,
      () => `Global\\\\${word(10)}`,
      () => `Mozilla/4.0 (${word(9)}; ${word(4)})`,
      () => `C:\\\\Users\\\\${word(6)}\\\\${word(7)}.pdb`,
      () => `${word(9)}.example.com`,
      () => `$_POST['${word(6)}']`,
    ])();
  const hex = (length: number) => Array.from({ length }, byte).join(' ');
  // Public rule sets are about four fifths text, most of the rest bytes, one pattern in twenty a regular expression.
  const pattern = () => {
    const kind = whole(20);
    if (kind < 16) return `"${text()}"${pick(['', '', '', ' ascii', ' nocase', ' wide ascii', ' fullword', ' wide'])}`;
    if (kind === 16) return `{ ${hex(6)} ?? ${byte()} [2-8] ${hex(4)} }`;
    if (kind < 19) return `{ ${hex(14)} }`;
    return pick([`/${word(6)}[0-9a-f]{8,16}\\.${word(3)}/`, `/${word(5)}=[A-Za-z0-9+\\/]{20,60}={0,2}/`]);
  };
  const condition = () =>
    pick([
      'any of them',
      '2 of them',
      'all of them',
      'uint16(0) == 0x5A4D and 2 of them',
      'uint32(0) == 0x464c457f and filesize < 5MB and any of them',
      'filesize < 500KB and 3 of them',
    ]);
  return Array.from({ length: count }, (_, index) => {
    const strings = Array.from({ length: 4 + whole(6) }, (_, place) => `    $s${place} = ${pattern()}`).join('\n');
    return `rule bench_${String(index).padStart(5, '0')}_${word(6)}\n{\n  meta:\n    author = "bench"\n  strings:\n${strings}\n  condition:\n    ${condition()}\n}\n`;
  }).join('\n');
}
