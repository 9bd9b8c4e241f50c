import type { LogClaim, LogDetector } from '../log-detector.ts';
import { Activity } from './activity.ts';
import { chainsOf, type Watched } from './chain.ts';
import { heartbeatMissing } from './heartbeat-missing.ts';
import { kindStops } from './kind-stops.ts';
import { type Landmark, Life } from './landmarks.ts';
import { DAY, isWhole } from './place.ts';
import { type RhythmDigest, RhythmWatcher } from './rhythm.ts';
import { silentUntilBoot } from './silent-until-boot.ts';

/** What the logs of a device tell together, for questions about a silence in one of them. */
export interface Device {
  life: Life;
  /** When the node was running, as far as any log of it tells. */
  activity(node: string): Activity;
  /** True when the clock of the node had been set back before a moment by so much that a jump forward is its return. */
  returns(node: string, micros: number, by: number): boolean;
}

/**
 * Silence in a gateway's logs: heartbeats that are missing, a kind of record that stops, a log that says nothing until
 * the next boot. What counts is silence while the device was running, as its other logs tell; a device that was
 * switched off is silent in all of them.
 */
export function silence(contentVersion: string): LogDetector<RhythmDigest> {
  return {
    name: 'log-silence',
    contentVersion,
    watch: ({ facts }) => (facts.kind === 'file' ? new RhythmWatcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      const device = deviceOf(digests);
      const logs = new Map<string, Watched[]>();
      for (const watched of digests) {
        const { format, facts, series } = watched.log;
        if (format !== 'vc0' || !isWhole(facts)) continue;
        const key = `${facts.locator.evidence} ${facts.system ?? ''} ${series}`;
        logs.set(key, [...(logs.get(key) ?? []), watched]);
      }
      for (const files of logs.values())
        for (const rhythms of chainsOf(files)) {
          yield* heartbeatMissing(rhythms, device, contentVersion);
          yield* kindStops(rhythms, device, contentVersion);
          yield* silentUntilBoot(rhythms, device, contentVersion);
        }
    },
  };
}

function deviceOf(digests: readonly Watched[]): Device {
  const landmarks: Landmark[][] = digests.map(({ digest }) => digest.landmarks);
  const known = new Map<string, Activity>();
  const local = localNode(digests);
  const setBacks = digests.flatMap(({ digest }) => digest.setBacks);
  return {
    life: new Life(landmarks),
    returns: (node, micros, by) =>
      setBacks.some(
        (one) => one.node === node && one.micros <= micros && micros - one.micros < 30 * DAY && one.by > by / 3,
      ),
    activity(node) {
      let activity = known.get(node);
      if (!activity) {
        // Logs that name no node are those of the machine the evidence was taken from.
        const names = node === local ? [node, ''] : [node];
        activity = new Activity(digests.flatMap(({ digest }) => names.map((name) => digest.activity[name] ?? [])));
        known.set(node, activity);
      }
      return activity;
    },
  };
}

/** The node with the most records: the others are peers whose records came over the cluster. */
function localNode(digests: readonly Watched[]): string {
  const counts = new Map<string, number>();
  for (const { digest } of digests)
    for (const { node, kind, count } of digest.rhythms)
      if (kind === '') counts.set(node, (counts.get(node) ?? 0) + count);
  let local = '';
  for (const [node, count] of counts) if (count > (counts.get(local) ?? 0)) local = node;
  return local;
}
