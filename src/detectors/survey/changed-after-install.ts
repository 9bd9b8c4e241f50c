import type { Instant } from '../../model/index.ts';
import type { SurveyClaim, SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import { batches, between, DAY, duration, HOUR, MINUTE, seconds } from './clock.ts';
import type { SurveyedFile } from './file.ts';
import { by } from './lives.ts';
import { Lists } from './places.ts';

/** Programs an installation must have laid down for it to count as one, and its share of all. */
const INSTALLED = 20;
const SHARE = 0.8;
/** Programs changed together from which on it was an upgrade. */
const UPGRADE = 8;

interface Install {
  files: SurveyedFile[];
  from: Instant;
  to: Instant;
}

const changed = (file: SurveyedFile): number => seconds(file.changed)!;

/**
 * On a volume whose programs were all laid down in one go and never touched since (a gateway mounts it read-only), the
 * few whose inode was changed later stand out. A change that left the modification time alone stands out more.
 */
export function changedAfterInstall(contentVersion: string): SurveyDetector {
  const volumes = new Lists<SurveyedFile>();
  return {
    name: 'changed-after-install',
    contentVersion,
    entry(file) {
      if (file.allocation === 'allocated' && file.isProgram) volumes.add(file.volume, file);
    },
    *finish() {
      for (const files of volumes.values()) {
        files.sort(by('changed'));
        const install = installOf(files);
        if (!install) continue;
        const later = files.filter((f) => between(install.to, f.changed) > DAY);
        for (const together of batches(later, changed, 10 * MINUTE)) {
          if (together.length >= UPGRADE) continue;
          // A file born later is new, which is another detector's.
          for (const subject of together)
            if (!(between(install.to, subject.born) > DAY))
              yield claim(subject, install, files.length, later.length, contentVersion);
        }
      }
    },
  };
}

/** The programs changed last within one stretch that holds nearly all of them. */
function installOf(sorted: SurveyedFile[]): Install | undefined {
  const [largest] = batches(sorted, changed, HOUR).sort((a, b) => b.length - a.length);
  if (!largest || largest.length < INSTALLED || largest.length < SHARE * sorted.length) return undefined;
  return { files: largest, from: largest[0]!.changed, to: largest.at(-1)!.changed };
}

function claim(
  subject: SurveyedFile,
  install: Install,
  all: number,
  later: number,
  contentVersion: string,
): SurveyClaim {
  const { modified, changed: last } = subject;
  const keptTime = !(between(install.to, modified) > 0);
  const same = install.files.filter((f) => f.modified === modified).length;
  return claimOf(
    'changed-after-install',
    contentVersion,
    subject,
    {
      about: keptTime ? 'tampering' : 'lead',
      techniques: keptTime ? ['T1070.006'] : [],
      severity: 'low',
      confidence: 'low',
      title: keptTime
        ? 'Inode changed long after installation, modification time old'
        : 'Program changed long after installation',
      explanation:
        `${install.files.length} of ${all} programs of this volume were last changed between ${install.from} and ${install.to}, when it was installed; this one's inode was changed at ${last}, ${duration(between(install.to, last))} later. ` +
        (keptTime
          ? `Its modification time is still ${modified}${same > 0 ? `, the same as that of ${same} installed programs` : ''}, so either only its name, mode or owner changed, or its content did and the time was put back. `
          : `It was modified at ${modified}. `) +
        `${later === 1 ? 'It is the only one' : `${later} programs in all were changed`} after installation; an upgrade changes at least ${UPGRADE} within minutes. ` +
        'Innocent causes that remain: chmod, chown or a rename by an administrator, a hotfix of a single file.',
    },
    install.files.slice(0, 3),
  );
}
