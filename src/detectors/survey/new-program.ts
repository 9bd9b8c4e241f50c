import type { SurveyClaim, SurveyDetector, Surveyed } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, DAY, duration, MINUTE, seconds } from './clock.ts';
import { by } from './lives.ts';
import { isOnVolume, isProgram, isVendorProgram, Lists, volumeKey } from './places.ts';

/** Programs that make a cohort, and how much younger a newcomer is. */
const COHORT = 10;
const LATER = 14 * DAY;
/** Programs born together from which on it was an upgrade or a hotfix. */
const UPGRADE = 8;

const born = ({ facts }: Surveyed): number => seconds(facts.times.born)!;

/** A program in a vendor's folder whose inode was made weeks or months after those around it. */
export function newProgram(contentVersion: string): SurveyDetector {
  const volumes = new Lists<Surveyed>();
  return {
    name: 'new-program',
    contentVersion,
    entry(surveyed) {
      const { path, allocation, times } = surveyed.facts;
      if (path === undefined || allocation !== 'allocated' || !isOnVolume(surveyed.facts)) return;
      if (times.born !== undefined && isProgram(path)) volumes.add(volumeKey(surveyed), surveyed);
    },
    *finish() {
      for (const programs of volumes.values()) {
        programs.sort(by('born'));
        const files = programs.filter((f) => isVendorProgram(f.facts.path!));
        const middle = files[files.length >> 1]!;
        if (files.length < COHORT) continue;
        // Programs of the system count too: an upgrade lays down both.
        const later = programs.filter((f) => born(f) - born(middle) > LATER);
        for (const together of batches(later, born, 10 * MINUTE))
          if (together.length < UPGRADE)
            for (const subject of together.filter((f) => isVendorProgram(f.facts.path!)))
              yield claim(
                subject,
                middle,
                files.length,
                later.filter((f) => isVendorProgram(f.facts.path!)).length,
                contentVersion,
              );
      }
    },
  };
}

function claim(subject: Surveyed, middle: Surveyed, all: number, later: number, contentVersion: string): SurveyClaim {
  const { times } = subject.facts;
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
        `Its inode was made at ${times.born}, ${duration(between(middle.facts.times.born, times.born))} after the middle one of the ${all} vendor programs of this volume (${middle.facts.times.born}). ` +
        `${later === 1 ? 'It is the only one' : `${later} of them were made`} that late; an upgrade or a hotfix lays down at least ${UPGRADE} within minutes. ` +
        'Innocent causes that remain: a page customised by an administrator, or one file replaced by a copy (which gives it a new inode).',
    },
    [middle],
  );
}
