import { path } from './flags.ts';

/** The case folder, as the first argument of every command that reads one. */
export const caseArgument = { parse: path, brief: 'Case folder', placeholder: 'case' } as const;

/** Flags of listings that may be long. */
export interface PageFlags {
  limit?: number;
  offset?: number;
}
