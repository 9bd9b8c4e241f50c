import { bulkAnswer } from './bulk-answer.ts';
import { loginWithoutStep } from './login-without-step.ts';
import { loneVisitor } from './lone-visitor.ts';
import type { QueryDetector } from './query.ts';
import { vanishedPage } from './vanished-page.ts';

export { pagesSql, type QueryClaim, type QueryContext, type QueryRow } from './query.ts';

/** Every question that is asked of all events. A new one is one file and one line here. */
export const queryDetectors: readonly QueryDetector[] = [vanishedPage, loneVisitor, bulkAnswer, loginWithoutStep];
