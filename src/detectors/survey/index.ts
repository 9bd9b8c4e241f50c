import type { SurveyDetector } from '../survey.ts';
import { changedAfterInstall } from './changed-after-install.ts';
import { cleanUpWave } from './clean-up-wave.ts';
import { clockOrder } from './clock-order.ts';
import { futureTime } from './future-time.ts';
import { inodeOrder } from './inode-order.ts';
import { keptModificationTime } from './kept-modification-time.ts';
import { logReplaced } from './log-replaced.ts';
import { logShrunk } from './log-shrunk.ts';
import { newProgram } from './new-program.ts';
import { putBack } from './put-back.ts';
import { setBackTime } from './set-back-time.ts';
import { shreddedName } from './shredded-name.ts';
import { wholeSecondTime } from './whole-second-time.ts';
import { wipedContent } from './wiped-content.ts';

/** A way of looking at a whole device, as `afterimage formats` lists it. */
export interface SurveyKind {
  name: string;
  /** One line. */
  description: string;
  make: (contentVersion: string) => SurveyDetector;
}

/** Every survey there is. A new one is one file and one line here. */
export const surveyDetectors: readonly SurveyKind[] = [
  {
    name: 'kept-modification-time',
    description: 'content that changed while the modification time did not',
    make: keptModificationTime,
  },
  { name: 'set-back-time', description: 'lone programs modified before they were born', make: setBackTime },
  {
    name: 'whole-second-time',
    description: 'lone programs whose modification time has no fraction',
    make: wholeSecondTime,
  },
  { name: 'future-time', description: 'files modified after their own last change', make: futureTime },
  { name: 'clock-order', description: 'kernel times in an impossible order', make: clockOrder },
  { name: 'inode-order', description: 'birth times that do not fit the inode numbers', make: inodeOrder },
  {
    name: 'changed-after-install',
    description: 'programs changed long after their volume was installed',
    make: changedAfterInstall,
  },
  { name: 'new-program', description: "files born among a vendor's programs long after them", make: newProgram },
  { name: 'put-back', description: 'programs that had other content for a while', make: putBack },
  {
    name: 'log-replaced',
    description: 'append-only logs with a new inode that no rotation explains',
    make: logReplaced,
  },
  { name: 'log-shrunk', description: 'append-only logs that were larger before under the same inode', make: logShrunk },
  { name: 'wiped-content', description: 'deleted files whose blocks hold nothing', make: wipedContent },
  { name: 'shredded-name', description: 'files deleted under names of zeros', make: shreddedName },
  {
    name: 'clean-up-wave',
    description: 'programs and hidden files deleted within minutes of one another',
    make: cleanUpWave,
  },
];
