import { byText } from '../../model/index.ts';
import type { SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, duration, MINUTE, seconds } from './clock.ts';
import { oldestFirst } from './lives.ts';
import { isOnVolume, isWatched, Lists, volumeKey } from './places.ts';

/** Contradictions from which on the clock itself was corrected while the device ran. */
const CORRECTED = 8;

interface Contradiction {
  subject: Surveyed;
  compared: Surveyed[];
  sentence: string;
}

/**
 * Times that only the kernel writes and that cannot be in this order: born after the last change, changed after the
 * transaction that recorded it, an earlier version changed after a later one. The clock was set, or the inode edited.
 */
export function clockOrder(contentVersion: string): SurveyDetector {
  const single: Contradiction[] = [];
  const lives = new Lists<Surveyed>();
  return {
    name: 'clock-order',
    contentVersion,
    entry(surveyed) {
      const { facts } = surveyed;
      if (!isOnVolume(facts) || facts.path === undefined) return;
      const { born, changed } = facts.times;
      if (between(changed, born) > 2)
        single.push({
          subject: surveyed,
          compared: [],
          sentence: `Its inode was made at ${born}, ${duration(between(changed, born))} after its last change at ${changed}.`,
        });
      else if (between(facts.version?.committed, changed) > MINUTE)
        single.push({
          subject: surveyed,
          compared: [],
          sentence: `Its inode says it was changed at ${changed}, but the journal had recorded that change in transaction ${facts.version!.transaction}, committed at ${facts.version!.committed}.`,
        });
      if (isWatched(facts.path))
        lives.add(`${volumeKey(surveyed)} ${facts.metaAddress} ${born ?? facts.path}`, surveyed);
    },
    *finish() {
      const all = new Lists<Contradiction>();
      for (const found of [...single, ...[...lives.values()].flatMap(backwards)])
        all.add(volumeKey(found.subject), found);
      for (const list of all.values()) {
        const corrected = list.length >= CORRECTED;
        list.sort((a, b) => byText(a.subject.facts.path!, b.subject.facts.path!) || oldestFirst(a.subject, b.subject));
        for (const { subject, compared, sentence } of corrected ? list.slice(0, 1) : list)
          yield claimOf(
            'clock-order',
            contentVersion,
            subject,
            {
              about: 'tampering',
              techniques: ['T1070.006'],
              severity: corrected ? 'informational' : 'low',
              confidence: 'low',
              title: corrected ? 'The clock was set back while the device ran' : 'Kernel times in an impossible order',
              explanation:
                `${sentence} Only the kernel writes these times, from the clock of that moment; they cannot be in this order unless the clock was set or the inode edited on disk. ` +
                `${list.length === 1 ? 'No other file' : `${list.length - 1} more`} of this volume contradict${list.length === 1 ? 's' : ''} the clock. ` +
                'Innocent causes: a clock corrected at start-up or by time synchronisation, which usually shows on many files; a restored disk image.',
            },
            compared,
          );
      }
    },
  };
}

/** An earlier version whose change time is later than that of the next. */
function backwards(versions: Surveyed[]): Contradiction[] {
  if (versions.length < 2) return [];
  versions.sort(oldestFirst);
  for (const [i, later] of versions.entries()) {
    const earlier = versions[i - 1];
    if (!earlier || (earlier.facts.version === undefined && later.facts.version === undefined)) continue;
    const back = between(later.facts.times.changed, earlier.facts.times.changed);
    if (back <= 2 || seconds(later.facts.times.changed) === undefined) continue;
    return [
      {
        subject: later,
        compared: [earlier],
        sentence: `It was changed at ${later.facts.times.changed}, yet an earlier version, of transaction ${earlier.facts.version?.transaction ?? 'unknown'}, was changed at ${earlier.facts.times.changed}, ${duration(back)} later.`,
      },
    ];
  }
  return [];
}
