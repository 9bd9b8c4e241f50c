import { AfterimageError, type ApiFailure, type ErrorCode } from '../model/index.ts';

/** A request that is refused, with the status that says so. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: ApiFailure;

  constructor(status: number, code: string, message: string, parameters?: ApiFailure['error']['parameters']) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.body = { error: { code, message, ...(parameters && { parameters }) } };
  }
}

const statuses: Record<ErrorCode, number> = {
  usage: 400,
  'no-input': 404,
  'bad-content': 500,
  'stated-hash': 409,
  'cannot-create': 409,
  unavailable: 409,
  interrupted: 499,
  io: 500,
  software: 500,
};

/** What a failed request is answered with. Only what we threw on purpose is told; anything else is a bug of ours. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof AfterimageError) {
    const code = error.code === 'usage' ? 'bad-request' : error.code === 'no-input' ? 'not-found' : error.code;
    return new Refusal(statuses[error.code], code, error.message);
  }
  if (error instanceof Error && error.name === 'AbortError')
    return new Refusal(499, 'interrupted', 'The asker went away.');
  // A file went away between two looks, or the medium failed.
  if (error instanceof Error && 'syscall' in error) return new Refusal(500, 'io', error.message);
  return new Refusal(500, 'software', 'This is a bug in Afterimage, not a statement about the evidence.');
}

export const notFound = (what: string): Refusal => new Refusal(404, 'not-found', what);
