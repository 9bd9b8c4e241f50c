import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, DAY, duration, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { by } from './lives.ts';
import { isVendorProgram, Lists } from './places.ts';

/** Programs that make a cohort, and how much younger a newcomer is. */
const COHORT = 10;
const LATER = 14 * DAY;
/** Programs born together from which on it was an upgrade or a hotfix. */
const UPGRADE = 8;

const born = (file: SurveyedFile): number => seconds(file.born)!;

/** A program in a vendor's folder whose inode was made weeks or months after those around it. */
export function newProgram(contentVersion: string): SurveyDetector {
  const volumes = new Lists<SurveyedFile>();
  return {
    name: 'new-program',
    contentVersion,
    entry(file) {
      if (file.allocation === 'allocated' && file.born !== undefined && file.isProgram) volumes.add(file.volume, file);
    },
    *finish() {
      for (const programs of volumes.values()) {
        programs.sort(by('born'));
        const files = programs.filter((f) => isVendorProgram(f.path));
        const middle = files[files.length >> 1]!;
        if (files.length < COHORT) continue;
        // Programs of the system count too: an upgrade lays down both.
        const later = programs.filter((f) => born(f) - born(middle) > LATER);
        for (const together of batches(later, born, 10 * MINUTE))
          if (together.length < UPGRADE)
            for (const subject of together.filter((f) => isVendorProgram(f.path)))
              yield claim(
                subject,
                middle,
                files.length,
                later.filter((f) => isVendorProgram(f.path)).length,
                contentVersion,
              );
      }
    },
  };
}

function claim(
  subject: SurveyedFile,
  middle: SurveyedFile,
  all: number,
  later: number,
  contentVersion: string,
): SurveyClaim {
  return claimOf(
    'new-program',
    contentVersion,
    subject,
    {
      about: 'lead',
      techniques: ['T1505.003', 'T1554'],
      severity: 'low',
      confidence: 'low',
      title: "New file among the vendor's programs",
      explanation:
        `Its inode was made at ${subject.born}, ${duration(between(middle.born, subject.born))} after the middle one of the ${all} vendor programs of this volume (${middle.born}). ` +
        `${later === 1 ? 'It is the only one' : `${later} of them were made`} that late; an upgrade or a hotfix lays down at least ${UPGRADE} within minutes. ` +
        'Innocent causes that remain: a page customised by an administrator, or one file replaced by a copy (which gives it a new inode).',
    },
    [middle],
  );
}
