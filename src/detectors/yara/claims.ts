import type { About, Allocation, Claim, Confidence, Severity } from '../../model/index.ts';
import { byText, confidences, severities } from '../../model/index.ts';
import type { PatternMatch } from '../detector.ts';
import type { CompiledRules, Origin } from './rules.ts';
import type { RuleMatch } from './scanner.ts';
import { groupsOf, labelsOf, scattered } from './spread.ts';

/** Where the scanned bytes come from. */
export interface ScanPlace {
  allocation: Allocation;
  /** True when they are a window of a bigger file. */
  window?: boolean;
  /** True when they are files put end to end, each of which is scanned by itself as well. */
  joined?: boolean;
}

/** Most matches a claim carries of each pattern; the rest would only repeat them. */
const shownPerPattern = 32;

/**
 * What a matching rule claims about an entry. In free space (`unallocated`, `slack`) a stretch may hold pieces of
 * several files: each group of matches that is complete and close together becomes a claim of its own, and a claim
 * whose parts are all far apart loses one step of confidence and says so. The same holds for a window of a bigger
 * file, which stays one claim. Parts found anywhere in files put end to end (a tar) are a lead of low severity: a member
 * that holds them all is claimed by itself, and parts of several members mean nothing.
 * @param version version of our own content
 */
export function claimsOf(
  found: RuleMatch,
  rules: Pick<CompiledRules, 'origins'>,
  place: ScanPlace,
  version: string,
): Claim[] {
  const origin = rules.origins[found.namespace];
  const match = { ...found, meta: { ...found.meta, ...origin?.escapedMeta[found.rule] } };
  const claim = origin?.ours ? ownClaim(match, version) : foreignClaim(match, origin);
  const live = place.allocation !== 'unallocated' && place.allocation !== 'slack';
  if (place.joined && live && labelsOf(match.patterns) > 1)
    return [
      {
        ...claim,
        about: 'lead',
        severity: 'low',
        confidence: 'low',
        explanation: `${claim.explanation} The matched parts lie in an archive and may belong to different members; what one member matches is a finding of its own.`,
        matched: shown(match.patterns),
      },
    ];
  if (!(place.window || place.allocation === 'unallocated' || place.allocation === 'slack'))
    return [{ ...claim, matched: shown(match.patterns) }];
  if (!place.window) {
    const all = labelsOf(match.patterns);
    const complete = groupsOf(match.patterns).filter((group) => labelsOf(group) === all && !scattered(group));
    if (complete.length > 0) return complete.map((group) => ({ ...claim, matched: shown(group) }));
  }
  if (!scattered(match.patterns)) return [{ ...claim, matched: shown(match.patterns) }];
  return [
    {
      ...claim,
      confidence: confidences[Math.max(0, confidences.indexOf(claim.confidence) - 1)]!,
      explanation: `${claim.explanation} The matched parts lie more than 64 KiB apart, so they may belong to different files.`,
      matched: shown(match.patterns),
    },
  ];
}

function shown(patterns: readonly PatternMatch[]): Claim['matched'] {
  const counts = new Map<string, number>();
  return [...patterns]
    .sort((a, b) => a.offset - b.offset || byText(a.label, b.label))
    .filter(({ label }) => {
      const n = (counts.get(label) ?? 0) + 1;
      counts.set(label, n);
      return n <= shownPerPattern;
    })
    .map(({ offset, length, label }) => ({ offset, length, label }));
}

const list = (value: unknown): string[] =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((v) => v.trim())
        .filter((v) => v !== '')
    : [];

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((k) => k === value);
}

/** The kinds a rule of ours may be about. */
export const ruleAbouts: readonly About[] = ['compromise', 'tampering', 'lead'];

/** A rule of ours says everything in its meta; see content/README.md. `content check` makes sure that it does. */
function ownClaim({ rule, meta }: RuleMatch, version: string): Claim {
  const family = text(meta.family);
  const reference = text(meta.reference);
  return {
    rule: { id: text(meta.id) ?? rule, source: 'yara', version, ...(reference && { reference }) },
    about: oneOf(ruleAbouts, meta.about) ?? 'lead',
    ...(family && { family }),
    actors: list(meta.actors),
    techniques: list(meta.techniques),
    severity: oneOf(severities, meta.severity) ?? 'medium',
    confidence: oneOf(confidences, meta.confidence) ?? 'low',
    title: text(meta.title) ?? rule,
    explanation: text(meta.explanation) ?? `The content matches the rule ${rule}.`,
    matched: [],
  };
}

/**
 * A third party's rule. Who hands over a rule wants to hear of its hits, so the severity is never below medium; it is
 * high, and about a compromise, only when the author rates it so (score of 75 or more, severity high or critical).
 * Otherwise it is a lead: we do not know how the rule was tested. Confidence is medium for the same reason.
 */
function foreignClaim({ rule, namespace, meta }: RuleMatch, origin: Origin | undefined): Claim {
  const rated = rating(meta);
  const high = rated?.severity === 'high' || rated?.severity === 'critical';
  const reference = text(meta.reference) ?? text(meta.url) ?? text(meta.link);
  const author = text(meta.author);
  const licence = text(meta.license) ?? text(meta.licence) ?? text(meta.license_url);
  const family = text(meta.family) ?? text(meta.malware_family) ?? text(meta.malware);
  const actor = text(meta.actor) ?? text(meta.threat_actor);
  const techniques = [meta.technique, meta.techniques, meta.mitre_attack, meta.mitre, meta.attack]
    .flatMap((value) =>
      typeof value === 'string' ? [...value.matchAll(/\bT\d{4}(?:\.\d{3})?\b/g)].map((m) => m[0]) : [],
    )
    .filter((t, i, all) => all.indexOf(t) === i);
  const confidence: Confidence = 'medium';
  return {
    rule: {
      id: `${namespace}/${rule}`,
      source: 'yara',
      version: origin?.version ?? '',
      ...(reference && { reference }),
    },
    about: high ? 'compromise' : 'lead',
    ...(family && { family }),
    actors: actor ? list(actor) : [],
    techniques,
    severity: high ? 'high' : 'medium',
    confidence,
    title: text(meta.description) ?? rule,
    explanation: [
      `The content matches ${rule}, a third-party YARA rule from ${namespace}; Afterimage vouches for the match, not for the rule.`,
      rated ? `Its author rates it ${rated.said}.` : '',
      author ? `Author: ${author}.` : '',
      licence ? `Licence: ${licence}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    matched: [],
  };
}

/** What the author of a rule says about its weight: `score` of 0 to 100 as in Loki and THOR, or `severity`. */
function rating(meta: RuleMatch['meta']): { severity: Severity; said: string } | undefined {
  const score = typeof meta.score === 'string' && /^\d{1,3}$/.test(meta.score) ? Number(meta.score) : meta.score;
  if (typeof score === 'number' && score >= 0 && score <= 100)
    return { severity: score >= 75 ? 'high' : score >= 60 ? 'medium' : 'low', said: `${score} of 100` };
  const { severity } = meta;
  // A number here follows no convention (0 to 10 and 0 to 100 are both met), so only words are taken.
  const known = severities.find((s) => typeof severity === 'string' && s === severity.trim().toLowerCase());
  return known && { severity: known, said: known };
}
