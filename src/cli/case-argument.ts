import { path, wholeNumber } from './flags.ts';

/** The case folder, as the first argument of every command that reads one. */
export const caseArgument = { parse: path, brief: 'Case folder', placeholder: 'case' } as const;

/** Flags of listings that may be long. */
export interface PageFlags {
  limit?: number;
  offset?: number;
}

const most = 1_000_000_000_000;

/** Their definitions. */
export const pageFlags = {
  limit: { kind: 'parsed', parse: wholeNumber(1, most), optional: true, brief: 'At most so many', placeholder: 'n' },
  offset: {
    kind: 'parsed',
    parse: wholeNumber(0, most),
    optional: true,
    brief: 'Leave out so many first',
    placeholder: 'n',
  },
} as const;

/** Where the evidence of a case lies now, for commands that read it again. */
export const evidenceFlag = {
  kind: 'parsed',
  parse: path,
  optional: true,
  variadic: true,
  brief: 'Where the evidence lies now, when it moved; repeatable',
  placeholder: 'path',
} as const;
