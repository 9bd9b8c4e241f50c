/**
 * Text that stands for the bytes of an implant: what copies of one tool share, what a build changes, what is a copy's
 * own. It is made of words that do nothing.
 */
import { createHash } from 'node:crypto';
import { Random } from './random.ts';
import type { Implant } from './world.ts';

const LINES = 90;

/** Share of lines that a fork of published code, a later build and a copy of its own change. */
const FORKED = 0.3;
const REBUILT = 0.06;
const OWN = 0.03;

const words = [
  'form',
  'page',
  'field',
  'reply',
  'cache',
  'index',
  'value',
  'label',
  'table',
  'count',
  'state',
  'queue',
];

const line = (random: Random): string =>
  `  my $${random.pick(words)}_${random.hex(3)} = ${random.pick(words)}(${random.pick(words)}, ${random.whole(2, 999)});`;

const change = (lines: readonly string[], share: number, random: Random): string[] =>
  lines.map((text) => (random.chance(share) ? line(random) : text));

export interface Content {
  text: string;
  sha256: string;
  size: number;
  /** The password that is written into it; an actor uses few. */
  secret: string;
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
  const content = { text, sha256, size: text.length, secret };
  if (!own) made.set(key, content);
  return content;
}
