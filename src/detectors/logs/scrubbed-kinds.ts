import type { LogClaim, WatchedLog } from '../log-detector.ts';
import { nameOf, type SignClaim } from './statement.ts';
import { leadTo, traces } from './trace-content.ts';

/**
 * Message kinds that are missing from one log, and are those which the operators of a family are known to take out. One
 * kind alone is weak; two or more of a published list are medium.
 */
export function* scrubbedKinds(signs: readonly SignClaim[], contentVersion: string): Generator<LogClaim> {
  const logs = new Map<WatchedLog, SignClaim[]>();
  for (const sign of signs) if (sign.kind !== undefined) logs.set(sign.log, [...(logs.get(sign.log) ?? []), sign]);
  for (const [log, own] of logs)
    for (const trace of traces()) {
      const found = own.filter(({ kind }) => trace.missing?.includes(kind!));
      const kinds = [...new Set(found.map(({ kind }) => kind!))].sort();
      if (kinds.length === 0) continue;
      yield {
        log,
        bytes: found.flatMap(({ bytes }) => bytes).slice(0, 16),
        claim: leadTo(trace, contentVersion, kinds.length > 1 && trace.status === 'confirmed', {
          title: `What is missing from ${nameOf(log)} is what operators of ${trace.family} take out`,
          explanation:
            `${kinds.join(', ')} ${kinds.length === 1 ? 'is' : 'are'} missing from a part of this log, as other findings on it say, and ${kinds.length === 1 ? 'is one' : 'are'} of ${trace.missing!.join(', ')}: ${trace.what}. Consistent with ${trace.family}; nothing of the family itself was found by this. ` +
            'Innocent causes that remain are those of the missing records; other intruders take out the same kinds.',
        }),
      };
    }
}
