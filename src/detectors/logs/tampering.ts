import type { Claim } from '../../model/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { clockBackwards } from './clock-backwards.ts';
import { counterHoles } from './counter-holes.ts';
import { effectsWithoutCause } from './effects.ts';
import { framing } from './framing.ts';
import { loneSurvivor } from './lone-survivor.ts';
import { recordClocks } from './record-clocks.ts';
import { scrubbedKinds } from './scrubbed-kinds.ts';
import { sessionPairs } from './session-pairs.ts';
import { silence } from './silence.ts';
import { statedRemovals } from './stated.ts';

/** Every sign of tampering. A new one is one file and one line here. */
export const tamperingSigns: readonly ((contentVersion: string) => LogDetector)[] = [
  framing,
  loneSurvivor,
  clockBackwards,
  recordClocks,
  silence,
  sessionPairs,
  effectsWithoutCause,
  statedRemovals,
  counterHoles,
] as ((contentVersion: string) => LogDetector)[];

/** Digests of the signs, by their names; a sign without interest in the file has none. */
type Digest = Record<string, unknown>;

/**
 * All signs of tampering together, so that they can raise each other: two signs of different kinds on one log lift each
 * by one step of severity, once, and the explanation says so. Two signs of one detector are one kind, for they may have
 * one cause. Informational ones neither lift nor are lifted.
 */
export function logTampering(contentVersion: string): LogDetector<Digest> {
  const signs = tamperingSigns.map((make) => make(contentVersion));
  return {
    name: 'log-tampering',
    contentVersion,
    watch(log) {
      const watchers = signs.flatMap((sign): [string, LogWatcher<unknown>][] => {
        const watcher = sign.watch(log);
        return watcher ? [[sign.name, watcher]] : [];
      });
      if (watchers.length === 0) return undefined;
      const listening = watchers.filter(([, watcher]) => watcher.gap);
      return {
        record(record) {
          for (const [, watcher] of watchers) watcher.record(record);
        },
        gap(gap) {
          for (const [, watcher] of listening) watcher.gap!(gap);
        },
        end: (notes) => Object.fromEntries(watchers.map(([name, watcher]) => [name, watcher.end(notes)])),
      };
    },
    *conclude(digests): Generator<LogClaim> {
      const found: { sign: string; claim: LogClaim }[] = [];
      for (const sign of signs) {
        const own = digests.flatMap(({ log, digest }) =>
          sign.name in digest ? [{ log, digest: digest[sign.name] }] : [],
        );
        for (const claim of sign.conclude(own)) found.push({ sign: sign.name, claim });
      }
      const kinds = new Map<string, Set<string>>();
      for (const { sign, claim } of found) {
        if (claim.claim.severity === 'informational') continue;
        const key = keyOf(claim.log);
        kinds.set(key, (kinds.get(key) ?? new Set()).add(sign));
      }
      for (const { sign, claim } of found) {
        const others = [...(kinds.get(keyOf(claim.log)) ?? [])].filter((kind) => kind !== sign);
        const raised = others.length > 0 && claim.claim.severity !== 'informational';
        yield raised ? { ...claim, claim: raise(claim.claim, others.length) } : claim;
      }
      yield* scrubbedKinds(
        found.map(({ claim }) => claim),
        contentVersion,
      );
    },
  };
}

/** The files of one log on one system are one log. */
const keyOf = ({ facts, series }: WatchedLog): string => `${facts.locator.evidence} ${facts.system ?? ''} ${series}`;

function raise(claim: Claim, others: number): Claim {
  const severity = claim.severity === 'low' ? 'medium' : 'high';
  const confidence = claim.confidence === 'low' ? 'medium' : claim.confidence;
  const what = others === 1 ? 'another sign of another kind' : `${others} signs of other kinds`;
  return {
    ...claim,
    severity: claim.severity === 'critical' ? 'critical' : severity,
    confidence,
    explanation: `${claim.explanation} Raised by one step, because ${what} of tampering ${others === 1 ? 'was' : 'were'} found in this log.`,
  };
}
