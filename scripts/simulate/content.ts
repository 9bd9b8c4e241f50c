/**
 * Text that stands for the bytes of an implant: what copies of one tool share, what a build changes, what is a copy's
 * own. It is made of words that do nothing.
 */
import { createHash } from 'node:crypto';
import { sketchOf } from '../../src/bytes/index.ts';
import type { Likeness } from '../../src/model/index.ts';
import { Random } from './random.ts';
import type { Implant } from './world.ts';

const LINES = 90;

/** Share of lines that a fork of published code, a later build and a copy of its own change. */
const FORKED = 0.3;
const REBUILT = 0.06;
const OWN = 0.03;

const calls = 'join split push shift sprintf substr index lc uc length reverse sort keys values splice grep map'.split(
  ' ',
);
const operators = '+ - * . == != < > && || eq ne lt x'.split(' ');

const name = (random: Random): string => `$v${random.hex(4)}`;
/** Half of what is called is the language's own; the rest are subroutines, which everybody names differently. */
const called = (random: Random): string => (random.chance(0.5) ? random.pick(calls) : `do_${random.hex(2)}`);
const call = (random: Random): string => `${called(random)}(${name(random)}, ${random.whole(2, 999)})`;
const term = (random: Random): string => (random.chance(0.5) ? call(random) : name(random));
const compared = (random: Random): string => `${term(random)} ${random.pick(operators)} ${term(random)}`;

const statements: ((random: Random) => string)[] = [
  (r) => `my ${name(r)} = ${compared(r)};`,
  (r) => `if (${compared(r)}) { ${call(r)}; }`,
  (r) => `unless (${call(r)}) { ${name(r)} = ${term(r)}; }`,
  (r) => `foreach my ${name(r)} (${call(r)}) { ${call(r)} }`,
  (r) => `while (${compared(r)}) { ${name(r)} = ${call(r)}; last if ${compared(r)}; }`,
  (r) => `return ${compared(r)} if ${term(r)};`,
  (r) => `${name(r)}[${r.whole(0, 9)}] = [${term(r)}, ${term(r)}, ${term(r)}];`,
  (r) => `${name(r)}{${name(r)}} ||= ${call(r)} . ${call(r)};`,
];

const line = (random: Random): string => `  ${random.pick(statements)(random)}`;

const change = (lines: readonly string[], share: number, random: Random): string[] =>
  lines.map((text) => (random.chance(share) ? line(random) : text));

export interface Content {
  text: string;
  sha256: string;
  size: number;
  /** Its sketch, and the digest of the password that is written into it; an actor uses few. */
  likeness: Likeness;
}

const made = new Map<string, Content>();

/** The same copy has the same bytes wherever it is asked for. @param copy tells copies of their own apart */
export function contentOf({ actor, tool, build, own }: Implant, copy: string): Content {
  const stem = tool.family ?? `${tool.rule} of ${actor}`;
  const key = JSON.stringify([stem, tool.rule, actor, build, own && copy]);
  const known = made.get(key);
  if (known) return known;
  const base = new Random(`${stem} ${tool.rule}`);
  const published = Array.from({ length: LINES }, () => line(base));
  const forked = change(published, FORKED, new Random(`${stem} ${tool.rule} ${actor}`));
  const built = change(forked, REBUILT * Math.min(build, 4), new Random(`${stem} ${tool.rule} ${actor} ${build}`));
  const random = new Random(key);
  const secret = new Random(`secret of ${actor} ${own ? random.whole(1, 3) : 0}`).hex(16);
  const text = ['exit;', `my $password = "${secret}";`, ...(own ? change(built, OWN, random) : built), ''].join('\n');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const sketch = sketchOf(Buffer.from(text));
  const secrets = [createHash('sha256').update(secret).digest('hex')];
  const content = { text, sha256, size: text.length, likeness: { ...(sketch && { sketch }), secrets } };
  if (!own) made.set(key, content);
  return content;
}
