import type { LogClaim } from '../log-detector.ts';
import { evidenceOf, type FoundPause, type FoundRhythm, rotationNote } from './chain.ts';
import { list, MINUTE, plural, SECOND, say, span } from './place.ts';
import { byTime, isHeartbeat } from './rhythm.ts';
import type { Device } from './silence.ts';
import { nameOf, tampering } from './statement.ts';

/** Records of the built-in integrity scan, whose absence is looked at by itself. */
const SCANS = new Set(['SYS32087', 'SYS32088', 'SYS32100', 'SYS32039', 'SYS32040']);

interface Hole {
  nodes: string[];
  pause: FoundPause;
  /** Kinds that should have come, and how many of them in all. */
  kinds: string[];
  missed: number;
  /** Stretches of ten minutes in which the device had records while the beat should have come. */
  stretches: number;
  whole: boolean;
}

/** Heartbeats that did not come while the device was running. */
export function* heartbeatMissing(
  rhythms: readonly FoundRhythm[],
  device: Device,
  contentVersion: string,
): Generator<LogClaim> {
  const found: Hole[] = [];
  for (const all of rhythms.filter(({ kind }) => kind === '')) {
    const holes: Hole[] = [];
    for (const rhythm of rhythms)
      if (rhythm.node === all.node && isHeartbeat(rhythm))
        for (const pause of rhythm.longest) add(holes, pause, rhythm, device);
    for (const hole of holes) {
      if (hole.kinds.every((kind) => SCANS.has(kind))) continue;
      const empty = all.longest.find((pause) => byTime(pause) > 0.8 * byTime(hole.pause) && overlap(pause, hole) > 0.8);
      if (empty) Object.assign(hole, { pause: empty, whole: true });
      // The same hole in the records of two nodes is one.
      const same = found.find((other) => other.whole && hole.whole && overlap(hole.pause, other) > 0.8);
      if (!same) found.push(hole);
      else {
        same.nodes.push(...hole.nodes);
        same.missed += hole.missed;
        if (hole.pause.after.micros < same.pause.after.micros) same.pause = hole.pause;
      }
    }
  }
  for (const hole of found.sort((a, b) => a.pause.before.micros - b.pause.before.micros))
    yield claim(hole, device, contentVersion);
}

/** Adds a pause in which beats are missing, to a hole that other kinds have made already where there is one. */
function add(holes: Hole[], pause: FoundPause, rhythm: FoundRhythm, device: Device): void {
  if (device.returns(rhythm.node, pause.before.micros, byTime(pause))) return;
  const stretches = running(pause, rhythm, device);
  if (stretches === 0) return;
  const missed = Math.max(1, Math.round(byTime(pause) / rhythm.period!.micros) - 1);
  const same = holes.find((hole) => overlap(pause, hole) > 0.6);
  if (same) {
    same.kinds.push(rhythm.kind);
    same.missed += missed;
    if (byTime(pause) < byTime(same.pause)) same.pause = pause;
  } else holes.push({ nodes: [rhythm.node], pause, kinds: [rhythm.kind], missed, stretches, whole: false });
}

/** Share of the shorter of two stretches that both have. */
function overlap(a: FoundPause, { pause: b }: Hole): number {
  const both = Math.min(a.after.micros, b.after.micros) - Math.max(a.before.micros, b.before.micros);
  return both / Math.max(1, Math.min(byTime(a), byTime(b)));
}

/**
 * In how many stretches of a pause the device had records although at least two beats were overdue. A boot begins the
 * count anew, for the device may have been off before it; so may it have been for a while before the beat came back.
 */
function running({ before, after }: FoundPause, { node, period }: FoundRhythm, { life, activity }: Device): number {
  const beat = period!.micros;
  if (after.micros - before.micros < 2.5 * beat) return 0;
  const boots = life.within(before.micros + SECOND, after.micros, ['boot'], node).map(({ micros }) => micros);
  let found = 0;
  let start = before.micros;
  for (const end of [...boots, after.micros]) {
    const booted = end !== after.micros || (boots.length > 0 && boots.at(-1) === after.micros);
    const until = booted ? end : end - 1.05 * beat;
    const active = activity(node).within(start + beat, until);
    if (active && (!booted || active.last >= start + 2 * beat)) found += active.stretches;
    start = end;
  }
  return found;
}

function claim(hole: Hole, { life }: Device, contentVersion: string): LogClaim {
  const { pause, kinds, missed, stretches, whole, nodes } = hole;
  const node = nodes.join(' and ');
  const { before, after } = pause;
  const boot = life
    .within(after.micros - 10 * MINUTE, after.micros + MINUTE, ['boot'])
    .find((mark) => nodes.includes(mark.node));
  const switched = life.within(before.micros - 10 * MINUTE, before.micros + 90 * MINUTE, ['silenced'])[0];
  const strong = missed >= 6;
  const name = nameOf(pause.log);
  const what = whole
    ? `${name} holds no record of ${node || 'the node'} between ${list([before])} and ${list([after])}, ${span(byTime(pause))}`
    : `Between ${list([before])} and ${list([after])} ${name} holds ${plural(pause.between, 'record')} of ${node || 'the node'}, but none of ${kinds.length === 1 ? 'the kind' : 'the kinds'} ${kinds.join(', ')}`;
  return tampering('log-heartbeat-missing', contentVersion, pause.log, evidenceOf(pause), {
    severity: switched ? 'informational' : strong || (boot && missed >= 3) ? 'medium' : 'low',
    confidence: boot && strong && !switched ? 'medium' : 'low',
    techniques: whole ? ['T1070'] : ['T1562.006'],
    title: whole
      ? `${name} is silent for ${span(byTime(pause))} while the device was running`
      : `Heartbeats are missing from ${name} for ${span(byTime(pause))}`,
    explanation:
      `${what}. In this file ${kinds.join(', ')} ${kinds.length === 1 ? 'comes' : 'come'} at a steady distance, so that about ${plural(missed, 'record')} should stand there. ` +
      `The device was not off: its logs have records in ${stretches} stretches of ten minutes meanwhile, and time before a boot counts only as long as something was logged. ` +
      (boot
        ? `The silence ends at a boot sequence (${boot.code}, ${say(boot.micros)}), as when a log was replaced and its writer went on writing to the unlinked file until it started anew; that file may still lie on the disk. `
        : '') +
      (switched
        ? `An administrator changed what is logged at ${say(switched.micros)} (${switched.code}), which explains it if it concerns these records. `
        : '') +
      `${rotationNote(pause)}Innocent causes that remain: a log or statistics service that hung, a full disk, a setting changed elsewhere.`,
  });
}
