import { type OwnerRow, organisationKey, statedOwner } from '../../artifacts/index.ts';
import type {
  Confidence,
  DeviceMarks,
  OwnerCandidate,
  OwnerGroundKind,
  OwnerPassedOver,
  Ownership,
  OwnerTrace,
} from '../../model/index.ts';
import { candidatesOf } from './candidates.ts';

/** What the answer is made from. */
export interface OwnerInput {
  traces: readonly OwnerTrace[];
  passedOver: readonly OwnerPassedOver[];
  marks: Omit<DeviceMarks, 'case'>;
  caseName: string;
  /** Rows of the lists that were handed over. */
  stated: readonly OwnerRow[];
}

/** Less than this is a name in passing; and so far must the first be ahead of the second. */
const ENOUGH = 3;
const AHEAD = 2.5;

/** Whose device it is: what somebody states, and what the device says itself, each on its own grounds. */
export function ownershipOf({ traces, passedOver, marks, caseName, stated: rows }: OwnerInput): Ownership {
  const candidates = candidatesOf(traces);
  const [first, second] = candidates;
  const leading = first && first.weight >= ENOUGH && first.weight - (second?.weight ?? 0) >= AHEAD ? first : undefined;
  const { owner, by, contradictions } = statedOwner(rows, { ...marks, case: [caseName] });
  const against = owner && leading && contradicts(owner.organisation, leading);
  const all = [
    ...contradictions,
    ...(against
      ? [`${by[0]} says ${owner.organisation}, the device itself is consistent with ${candidateText(leading)}.`]
      : []),
  ];
  const told = leading ? consistent(leading) : undecided(candidates);
  return {
    statement: owner ? `Stated to be of ${owner.organisation} by ${by[0]}. ${told}` : told,
    ...(owner && { stated: { ...owner, by } }),
    ...(leading && { leading: leading.name }),
    confidence: leading ? confidenceOf(leading) : 'low',
    candidates,
    passedOver: [...passedOver],
    contradictions: all,
    marks,
  };
}

/** Two organisations, each named, whose names share no word that tells. A candidate that is only a domain contradicts nobody. */
function contradicts(organisation: string, candidate: OwnerCandidate): boolean {
  if (candidate.domains.includes(candidate.name)) return false;
  const words = new Set(organisationKey(organisation).split(' '));
  return !organisationKey(candidate.name)
    .split(' ')
    .some((w) => words.has(w));
}

function confidenceOf({ weight, grounds }: OwnerCandidate): Confidence {
  const kinds = new Set(grounds.map((g) => g.kind));
  if (weight >= 9 && kinds.size >= 3) return 'high';
  return weight >= 5 ? 'medium' : 'low';
}

const kindNames: Record<OwnerGroundKind, string> = {
  certificate: 'certificate',
  configuration: 'configuration',
  'host-name': 'host name in records',
  'sign-in-url': 'sign-in URL',
  banner: 'banner',
  'login-domain': 'domain of its users',
  address: 'network of its address',
};

const kindsText = ({ grounds }: OwnerCandidate): string =>
  [...new Set(grounds.map((g) => g.kind))].map((k) => kindNames[k]).join(', ');

const candidateText = (c: OwnerCandidate): string => {
  const domains = c.domains.filter((d) => d !== c.name);
  const more = domains.length > 3 ? ` and ${domains.length - 3} more` : '';
  return domains.length === 0 ? c.name : `${c.name} (${domains.slice(0, 3).join(', ')}${more})`;
};

const consistent = (c: OwnerCandidate): string => `Consistent with ${candidateText(c)} by: ${kindsText(c)}.`;

function undecided(candidates: readonly OwnerCandidate[]): string {
  const [first] = candidates;
  if (!first) return 'Nothing in what was read says whose device it is.';
  if (candidates.length === 1 || first.weight < ENOUGH)
    return `What was read does not say whose device it is; ${candidateText(first)} is only named in passing, by: ${kindsText(first)}.`;
  const near = candidates.filter((c) => first.weight - c.weight < AHEAD);
  return `What was read does not tell these apart: ${near.slice(0, 4).map(candidateText).join('; ')}${near.length > 4 ? ` and ${near.length - 4} more` : ''}.`;
}
