import { byText, type Instant } from '../../model/index.ts';
import type { SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { between, DAY, duration } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { Lists } from './places.ts';

/** Files with future times from which on their source had a wrong clock. */
const WRONG_CLOCK = 5;
/** Most candidates of one volume that are kept. */
const MOST = 1000;

/** A modification time later than the change that set it: nobody had written anything then. */
export function futureTime(contentVersion: string): SurveyDetector {
  const candidates = new Lists<SurveyedFile>();
  const latest = new Map<string, Instant>();
  return {
    name: 'future-time',
    contentVersion,
    entry(file) {
      const { volume, changed } = file;
      const known = latest.get(volume);
      if (known === undefined || changed > known) latest.set(volume, changed);
      if (file.allocation !== 'allocated' || !(between(changed, file.modified) > DAY)) return;
      if ((candidates.get(volume)?.length ?? 0) < MOST) candidates.add(volume, file);
    },
    *finish() {
      for (const [volume, files] of candidates) {
        const last = latest.get(volume)!;
        const lone = files.length < WRONG_CLOCK;
        for (const subject of lone ? files.sort((a, b) => byText(a.path, b.path)) : files.slice(0, 1)) {
          const { modified, changed } = subject;
          const beyond = between(last, modified) > DAY;
          yield claimOf('future-time', contentVersion, subject, {
            about: 'tampering',
            techniques: ['T1070.006'],
            severity: lone ? 'low' : 'informational',
            confidence: 'low',
            title: 'Modified in the future',
            explanation:
              `This file says it was modified at ${modified}, ${duration(between(changed, modified))} after its inode was last changed at ${changed}, which is when that time must have been set. ` +
              (beyond
                ? `Nothing on this volume was changed after ${last}. `
                : `The last change of anything on this volume was at ${last}. `) +
              `${files.length === 1 ? 'No other file' : `${files.length - 1} others`} of this volume ${files.length === 2 ? 'has' : 'have'} such a time. ` +
              'Innocent causes: it was copied or extracted with its time from a machine whose clock was ahead, or this clock was behind then.',
          });
        }
      }
    },
  };
}
