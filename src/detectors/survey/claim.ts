import type { Claim, Locator } from '../../model/index.ts';
import type { SurveyClaim } from '../survey.ts';
import type { SurveyedFile } from './file.ts';

/** What a survey says, less what is the same in all of them. */
export type Statement = Pick<Claim, 'about' | 'techniques' | 'severity' | 'confidence' | 'title' | 'explanation'>;

/** Neighbours whose inodes are named as evidence; more would not say more. */
const MOST = 15;

/** A claim that rests on the inode of its subject, and on those it was compared with. */
export function claimOf(
  rule: string,
  contentVersion: string,
  subject: SurveyedFile,
  statement: Statement,
  compared: readonly SurveyedFile[] = [],
): SurveyClaim {
  return {
    ...subject.whole(),
    claim: {
      rule: { id: rule, source: 'builtin', version: contentVersion },
      actors: [],
      matched: [],
      ...statement,
    },
    locators: [subject, ...compared.slice(0, MOST)].map(recordOf),
  };
}

/** Where the times of an entry are recorded: its inode. */
function recordOf(file: SurveyedFile): Locator {
  const { recorded, locator } = file.whole().facts;
  return recorded?.metadata ?? recorded?.name ?? locator;
}
