import { byText } from '../../model/index.ts';
import type { SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, duration, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { oldestFirst } from './lives.ts';
import { isWatched, Lists } from './places.ts';

/** Contradictions from which on the clock itself was corrected while the device ran. */
const CORRECTED = 8;

interface Contradiction {
  subject: SurveyedFile;
  compared: SurveyedFile[];
  sentence: string;
}

/**
 * Times that only the kernel writes and that cannot be in this order: born after the last change, changed after the
 * transaction that recorded it, an earlier version changed after a later one. The clock was set, or the inode edited.
 */
export function clockOrder(contentVersion: string): SurveyDetector {
  const single: Contradiction[] = [];
  const lives = new Lists<SurveyedFile>();
  return {
    name: 'clock-order',
    contentVersion,
    entry(file) {
      const { born, changed, version } = file;
      if (between(changed, born) > 2)
        single.push({
          subject: file,
          compared: [],
          sentence: `Its inode was made at ${born}, ${duration(between(changed, born))} after its last change at ${changed}.`,
        });
      else if (between(version?.committed, changed) > MINUTE)
        single.push({
          subject: file,
          compared: [],
          sentence: `Its inode says it was changed at ${changed}, but the journal had recorded that change in transaction ${version!.transaction}, committed at ${version!.committed}.`,
        });
      if (isWatched(file)) lives.add(`${file.volume} ${file.inode} ${born ?? file.path}`, file);
    },
    *finish() {
      const all = new Lists<Contradiction>();
      for (const found of [...single, ...[...lives.values()].flatMap(backwards)]) all.add(found.subject.volume, found);
      for (const list of all.values()) {
        const corrected = list.length >= CORRECTED;
        list.sort((a, b) => byText(a.subject.path, b.subject.path) || oldestFirst(a.subject, b.subject));
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
function backwards(versions: SurveyedFile[]): Contradiction[] {
  if (versions.length < 2) return [];
  versions.sort(oldestFirst);
  for (const [i, later] of versions.entries()) {
    const earlier = versions[i - 1];
    if (!earlier || (earlier.version === undefined && later.version === undefined)) continue;
    const back = between(later.changed, earlier.changed);
    if (back <= 2 || seconds(later.changed) === undefined) continue;
    return [
      {
        subject: later,
        compared: [earlier],
        sentence: `It was changed at ${later.changed}, yet an earlier version, of transaction ${earlier.version?.transaction ?? 'unknown'}, was changed at ${earlier.changed}, ${duration(back)} later.`,
      },
    ];
  }
  return [];
}
