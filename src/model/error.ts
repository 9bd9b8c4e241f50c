/** What kind of request failed; an entrance turns it into an exit status. */
export type ErrorCode =
  | 'usage'
  | 'no-input'
  | 'bad-content'
  | 'cannot-create'
  | 'io'
  | 'stated-hash'
  | 'interrupted'
  | 'unavailable'
  | 'software';

/**
 * Trouble with a *request*, thrown once and printed by an entrance. Trouble with *evidence* is never thrown: it is an
 * `Unread`. The message says what was being done, where, what was found and what was expected.
 */
export class AfterimageError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AfterimageError';
    this.code = code;
  }
}
