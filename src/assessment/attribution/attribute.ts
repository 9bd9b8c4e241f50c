import type { Knowledge } from '../../detectors/index.ts';
import type { Attribution, Confidence, Exposure, Finding, Hypothesis } from '../../model/index.ts';
import { type Actor, actorsOf } from './actors.ts';
import { others, type Piece } from './piece.ts';
import { piecesOf } from './pieces.ts';
import { statementOf } from './statement.ts';

/** What the families of an actor must weigh for it to be named: a surely identified family of its own does, file names do not. */
const NAMED = 4;

const rounded = (n: number): number => Math.round(n * 10) / 10;

/**
 * Weighs who it could have been: each known actor, an unknown one, an opportunist, an insider, nobody. The same
 * findings and knowledge give the same answer.
 * @param findings sorted, strongest first
 * @param exposure which holes were open; without it they are not weighed
 */
export function attribute(findings: readonly Finding[], knowledge: Knowledge, exposure?: Exposure): Attribution {
  const actors = actorsOf(knowledge);
  const pieces = piecesOf(findings, actors, knowledge, exposure);
  const hypotheses = weigh(pieces, actors);
  const leading = leadersOf(hypotheses, pieces);
  const sensitivity = pieces
    .filter((p) => p.findings.length > 0)
    .map((left) => {
      const rest = pieces.filter((p) => p !== left);
      const now = leadersOf(weigh(rest, actors), rest);
      return { without: left.what, leading: now, changes: now.join() !== leading.join() };
    });
  const unattributed = pieces.flatMap((p) =>
    p.what.startsWith('Family ') && p.effects.some((e) => e.on === others.unknown) ? p.what.slice(7) : [],
  );
  const confidence = confidenceOf(leading, pieces, sensitivity);
  const needed = neededToChange(pieces, actors, leading);
  return {
    statement: statementOf({ leading, confidence, pieces, hypotheses, unattributed, sensitivity, needed }),
    leading,
    confidence,
    hypotheses,
    unattributed,
    sensitivity,
  };
}

/** Every hypothesis with its evidence, the best supported first. */
function weigh(pieces: readonly Piece[], actors: readonly Actor[]): Hypothesis[] {
  const kinds: [name: string, kind: Hypothesis['kind'], also: string[]][] = [
    ...actors.map((a): [string, 'actor', string[]] => [a.name, 'actor', a.also]),
    [others.unknown, 'unknown-actor', []],
    [others.opportunist, 'opportunist', []],
    [others.insider, 'insider', []],
    [others.none, 'no-intrusion', []],
  ];
  const all = kinds.map(([name, kind, also]): Hypothesis => {
    const weighed = pieces.flatMap(({ what, findings, effects }) =>
      effects.filter((e) => e.on === name).map(({ weight, basis }) => ({ what, weight, basis, findings })),
    );
    const byWeight = (a: { weight: number }, b: { weight: number }) => Math.abs(b.weight) - Math.abs(a.weight);
    return {
      name,
      kind,
      also,
      score: rounded(weighed.reduce((sum, w) => sum + w.weight, 0)),
      for: weighed.filter((w) => w.weight > 0).sort(byWeight),
      against: weighed.filter((w) => w.weight < 0).sort(byWeight),
    };
  });
  // A stable sort: among equals known actors come first, by name.
  return all.sort((a, b) => b.score - a.score);
}

/**
 * The hypotheses that the evidence supports. Actors do not exclude each other on one device: every actor with a family
 * of its own counts; those that have only shared families count together when none has one of its own.
 */
function leadersOf(hypotheses: readonly Hypothesis[], pieces: readonly Piece[]): string[] {
  const named = hypotheses.filter((h) => h.kind === 'actor' && h.score > 0 && familyWeight(h) >= NAMED);
  const own = named.filter((h) => ownFamilies(h.name, pieces).length > 0);
  const supported = own.length > 0 ? own : named;
  const best = hypotheses.filter((h) => h.kind !== 'actor')[0]!;
  const above = supported.filter((h) => h.score >= best.score);
  if (above.length > 0) return above.map((h) => h.name);
  // What speaks alike for several is said of all: a plain web shell does not tell an unknown actor from an opportunist.
  const alike = hypotheses.filter((h) => h.kind !== 'actor' && h.score === best.score).map((h) => h.name);
  return alike.sort((a, b) => Number(b === others.none) - Number(a === others.none));
}

/** What its families alone weigh: techniques and times point at many, so they add to a name and never make one. */
const familyWeight = (h: Hypothesis): number =>
  h.for.reduce((sum, w) => sum + (w.what.startsWith('Family ') ? w.weight : 0), 0);

/** Families in the evidence that only this actor is known to use. */
const ownFamilies = (name: string, pieces: readonly Piece[]): Piece[] =>
  pieces.filter((p) => {
    const users = p.effects.filter((e) => e.weight > 0 && e.on !== others.unknown);
    return p.what.startsWith('Family ') && users.length === 1 && users[0]!.on === name;
  });

/** Medium when each named actor has two families and no single piece carries the answer; never more. */
function confidenceOf(leading: string[], pieces: Piece[], sensitivity: Attribution['sensitivity']): Confidence {
  const sound = leading.every((name) => ownFamilies(name, pieces).length >= 2);
  return sound && !sensitivity.some((s) => s.changes) ? 'medium' : 'low';
}

/** The fewest families, strongest first, without which the answer would be another. */
function neededToChange(pieces: readonly Piece[], actors: readonly Actor[], leading: string[]): string[] {
  const name = leading[0]!;
  const weightFor = (p: Piece): number => p.effects.find((e) => e.on === name)?.weight ?? 0;
  const families = pieces.filter((p) => p.what.startsWith('Family ') && weightFor(p) > 0);
  const left: Piece[] = [];
  for (const family of families.sort((a, b) => weightFor(b) - weightFor(a))) {
    left.push(family);
    const rest = pieces.filter((p) => !left.includes(p));
    if (leadersOf(weigh(rest, actors), rest).join() !== leading.join()) return left.map((p) => p.what.slice(7));
  }
  return [];
}
