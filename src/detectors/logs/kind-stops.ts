import type { LogClaim } from '../log-detector.ts';
import { evidenceOf, type FoundPause, type FoundRhythm } from './chain.ts';
import { HOUR, list, plural, say, span } from './place.ts';
import { byTime, isHeartbeat } from './rhythm.ts';
import type { Device } from './silence.ts';
import { nameOf, tampering } from './statement.ts';

interface Stopped {
  pause: FoundPause;
  /** Records of the kind that the others of the same time let expect. */
  expected: number;
  /** When the node started again. */
  boot: number;
}

/**
 * A kind of record that came every day, stops at one moment while the other kinds go on, and comes back when the device
 * is started again: as when records are held back in the memory of the log server (CLEANPULSE, SPAWNSLOTH).
 */
export function* kindStops(
  rhythms: readonly FoundRhythm[],
  device: Device,
  contentVersion: string,
): Generator<LogClaim> {
  for (const all of rhythms.filter(({ kind }) => kind === ''))
    for (const rhythm of rhythms) {
      if (rhythm.node !== all.node || rhythm.kind === '' || isHeartbeat(rhythm)) continue;
      const stopped = rhythm.busiest.length > 0 && stoppedAt(rhythm, all, device);
      if (stopped) yield claim(rhythm, stopped, contentVersion);
    }
}

function stoppedAt(rhythm: FoundRhythm, all: FoundRhythm, { life }: Device): Stopped | undefined {
  const pause = rhythm.busiest[0]!;
  const { before, after, between, days, nodeDays } = pause;
  const length = byTime(pause);
  // Seen nearly every day before, and missing for longer than a weekend.
  if (rhythm.count < 40 || days < 4 || days < 0.8 * nodeDays || length < 36 * HOUR) return undefined;
  const expected = (rhythm.count / Math.max(1, all.count - between)) * between;
  if (expected < 25) return undefined;
  const others = [...rhythm.busiest, ...rhythm.longest].filter((one) => one.before.offset !== before.offset);
  const usual = Math.max(0, ...others.map(byTime));
  if (others.some((one) => 3 * one.between > between) || 2 * usual > length) return undefined;
  const boots = life.within(before.micros - 2 * HOUR, after.micros, ['boot', 'upgrade'], rhythm.node);
  const boot = boots.find(({ micros }) => micros > before.micros + 0.75 * length);
  // A boot when it stopped may have brought other software; one in the middle should have brought the kind back.
  if (!boot || boots.some(({ micros }) => micros < boot.micros - HOUR)) return undefined;
  if (after.micros - boot.micros > Math.max(2 * usual, HOUR)) return undefined;
  if (life.within(before.micros - 24 * HOUR, boot.micros, ['silenced']).length > 0) return undefined;
  return { pause, expected, boot: boot.micros };
}

function claim(rhythm: FoundRhythm, { pause, expected, boot }: Stopped, contentVersion: string): LogClaim {
  const { before, after, between } = pause;
  const name = nameOf(pause.log);
  return tampering('log-kind-stops', contentVersion, pause.log, evidenceOf(pause), {
    kind: rhythm.kind,
    severity: 'medium',
    confidence: expected >= 100 ? 'medium' : 'low',
    techniques: ['T1562.006'],
    title: `${rhythm.kind} stops in ${name} for ${span(byTime(pause))} and comes back after a restart`,
    explanation:
      `${rhythm.kind} came on ${pause.days} of ${plural(pause.nodeDays, 'day')} before; the last of them is dated ${list([before])}. Then ${plural(between, 'record')} of other kinds follow without one, where about ${Math.round(expected)} were to be expected by their share, until the node started again at ${say(boot)}; the next is dated ${list([after])}. No other pause of this kind is half as long. ` +
      'Consistent with records held back in the memory of the log server, which a restart ends; records cut out of the file afterwards look the same. Ruled out: a device that was off, rotation, a restart or upgrade when it stopped, and, as far as the administration log tells, a log category switched off. ' +
      'Innocent causes that remain: a source of these records that was away for as long and came back after the restart, such as a scanner, a monitor or an authentication server.',
  });
}
