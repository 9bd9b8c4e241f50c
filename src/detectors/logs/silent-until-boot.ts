import type { LogClaim } from '../log-detector.ts';
import { evidenceOf, type FoundRhythm, rotationNote } from './chain.ts';
import { HOUR, list, say, span } from './place.ts';
import { byTime, isHeartbeat } from './rhythm.ts';
import type { Device } from './silence.ts';
import { nameOf, tampering } from './statement.ts';

/** A log without heartbeats of its own that says nothing for days, until the device starts again. */
export function* silentUntilBoot(
  rhythms: readonly FoundRhythm[],
  device: Device,
  contentVersion: string,
): Generator<LogClaim> {
  for (const all of rhythms.filter(({ kind }) => kind === '')) {
    const [pause, next] = all.longest;
    if (!pause || all.count < 100 || pause.days < 5) continue;
    if (rhythms.some((one) => one.node === all.node && isHeartbeat(one))) continue;
    const length = byTime(pause);
    const { before, after } = pause;
    if (length < 48 * HOUR || (next && 3 * byTime(next) > length)) continue;
    const boots = device.life.within(before.micros, after.micros, ['boot'], all.node);
    const boot = boots.find(({ micros }) => micros > before.micros + 0.8 * length && after.micros - micros < 12 * HOUR);
    const active = boot && device.activity(all.node).within(before.micros + HOUR, boot.micros - HOUR);
    if (!active || active.stretches < 12 || boots[0] !== boot) continue;
    const name = nameOf(pause.log);
    yield tampering('log-silent-until-boot', contentVersion, pause.log, evidenceOf(pause), {
      severity: 'low',
      confidence: 'low',
      title: `${name} is silent for ${span(length)} and goes on after a boot`,
      explanation:
        `Between ${list([before])} and ${list([after])} the file holds no record of ${all.node || 'the node'}; its next longest silence is ${next ? span(byTime(next)) : 'shorter than ten minutes'}. Other logs of the device have records in ${active.stretches} stretches of ten minutes meanwhile, and the node started again at ${say(boot!.micros)}. ` +
        `${rotationNote(pause)}Consistent with a log that was replaced while its writer kept the unlinked file open. Innocent cause that remains: nobody used the device for that long.`,
    });
  }
}
