import type { ErrorCode } from '../model/index.ts';

/**
 * What the process says when it ends. 0 to 2 are answers about the evidence; from 64 on (the numbers of sysexits.h) the
 * run itself failed and says nothing about the evidence.
 */
export const exitStatus = {
  nothingFound: 0,
  findings: 1,
  tooThin: 2,
  usage: 64,
  badData: 65,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  io: 74,
  interrupted: 75,
} as const;

/** The status for each kind of failed request. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  usage: exitStatus.usage,
  'bad-content': exitStatus.badData,
  'stated-hash': exitStatus.badData,
  'no-input': exitStatus.noInput,
  unavailable: exitStatus.unavailable,
  software: exitStatus.software,
  'cannot-create': exitStatus.cannotCreate,
  io: exitStatus.io,
  interrupted: exitStatus.interrupted,
};
