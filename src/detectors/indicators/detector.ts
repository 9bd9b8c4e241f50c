import type { Claim, Confidence, Severity } from '../../model/index.ts';
import type { EntryDetector, EntryView } from '../detector.ts';
import { type Evaluate, prepare } from './evaluate.ts';
import type { Indicator } from './indicator.ts';
import { keysOf } from './keys.ts';
import type { IndicatorSet } from './load.ts';
import { type Basis, type FileObservation, observe } from './observation.ts';

interface Prepared {
  indicator: Indicator;
  /** Made when an entry first asks for it: most never do. */
  holds?: Evaluate;
}

/** What indicators are looked up by. */
const keys = ['sha256', 'sha1', 'md5', 'path', 'name', 'folder'] as const;
type Key = (typeof keys)[number];

/**
 * Compares entries with indicators: hashes, names and paths by lookup, whatever else by asking. A name counts wherever
 * it stands, also in a deleted entry whose content is gone. Paths and names compare whole, never by their beginning.
 * @param contentVersion version of our own content
 */
export function indicatorDetector(set: IndicatorSet, contentVersion: string): EntryDetector {
  const byKey = new Map(keys.map((key) => [key, new Map<string, Prepared[]>()]));
  const always: Prepared[] = [];
  for (const indicator of set.indicators) {
    const prepared: Prepared = { indicator };
    const list = keysOf(indicator.test);
    if (!list) always.push(prepared);
    else
      for (const text of list) {
        const colon = text.indexOf(':');
        const byValue = byKey.get(text.slice(0, colon) as Key)!;
        const value = text.slice(colon + 1);
        const same = byValue.get(value);
        if (same) same.push(prepared);
        else byValue.set(value, [prepared]);
      }
  }
  return {
    name: 'indicators',
    contentVersion,
    entry(view: EntryView): Claim[] {
      const observation = observe(view);
      if (!observation) return [];
      const asked = new Set(always);
      for (const [key, byValue] of byKey)
        for (const prepared of byValue.get(observation[key] ?? '') ?? []) asked.add(prepared);
      return asked.size === 0 ? [] : claimsOf(asked, observation, contentVersion);
    },
  };
}

function claimsOf(asked: Iterable<Prepared>, observation: FileObservation, contentVersion: string): Claim[] {
  const claims: Claim[] = [];
  const told = new Set<string>();
  for (const prepared of asked) {
    prepared.holds ??= prepare(prepared.indicator.test);
    const basis = prepared.holds(observation);
    if (!basis) continue;
    // A list often has the MD5, SHA-1 and SHA-256 of one file: that is one statement, not three.
    const statement = `${prepared.indicator.file}\n${prepared.indicator.family ?? ''}`;
    if (basis.has('hash') && told.has(statement)) continue;
    if (basis.has('hash')) told.add(statement);
    claims.push(claimOf(prepared.indicator, basis, observation, contentVersion));
  }
  return claims;
}

type Kind = 'hash' | 'path' | 'name' | 'stix';

function kindOf(basis: ReadonlySet<Basis>): Kind {
  if (basis.has('hash')) return 'hash';
  if (basis.has('path') || (basis.has('name') && basis.has('folder'))) return 'path';
  return basis.has('name') ? 'name' : 'stix';
}

function claimOf(
  indicator: Indicator,
  basis: ReadonlySet<Basis>,
  seen: FileObservation,
  contentVersion: string,
): Claim {
  const kind = kindOf(basis);
  const { id, ours, version, reference, family, description, validFrom, validUntil } = indicator;
  const from = ours ? 'the content of Afterimage' : indicator.file;
  return {
    rule: { id, source: kind, version: ours ? contentVersion : version, ...(reference && { reference }) },
    about: kind === 'hash' ? 'compromise' : 'lead',
    ...(family && { family }),
    actors: indicator.actors,
    techniques: indicator.techniques,
    ...weight(kind, indicator),
    title: `${family ? `${family}: ` : ''}${titles[kind]}`,
    explanation: [
      description === undefined ? '' : /[.!?]$/.test(description) ? description : `${description}.`,
      `${said[kind]} (indicator in ${from}${kind === 'hash' ? `, SHA-256 of the file ${seen.sha256}` : ''}).`,
      validUntil ? `Its publisher states it for ${validFrom ?? 'any time'} until ${validUntil}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    matched: [],
    ...(kind !== 'hash' && { byName: true }),
  };
}

const titles: Record<Kind, string> = {
  hash: 'file with a listed hash',
  path: 'file at a listed path',
  name: 'file with a listed name',
  stix: 'file with listed properties',
};

const said: Record<Kind, string> = {
  hash: 'The content has a listed hash',
  path: 'The path is a listed one; the content was not what matched',
  name: 'The name is a listed one; an innocent file may carry it',
  stix: 'Size, times or folder fit a listed pattern; an innocent file may fit as well',
};

/** A hash names content, so it weighs what its publisher says; a path or a name is a lead, however sure they are. */
function weight(kind: Kind, { listed, confidence: stated }: Indicator): { severity: Severity; confidence: Confidence } {
  if (kind === 'hash') {
    const confidence = stated === undefined || stated >= 75 ? 'high' : stated >= 40 ? 'medium' : 'low';
    return { severity: listed ? 'high' : 'critical', confidence };
  }
  // A path that is only recalled, or that anybody may use (/tmp/1), must not decide a verdict.
  if (kind === 'path' && stated !== undefined && stated < 30) return { severity: 'low', confidence: 'low' };
  if (kind === 'path') return { severity: 'medium', confidence: (stated ?? 0) >= 60 ? 'medium' : 'low' };
  if (kind === 'name') return { severity: (stated ?? 50) >= 40 ? 'medium' : 'low', confidence: 'low' };
  return { severity: 'low', confidence: 'low' };
}
