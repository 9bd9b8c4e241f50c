import type { CliRoute } from '../stricli.ts';
import { completion } from './completion.ts';
import { content } from './content.ts';
import { formats } from './formats.ts';

/** Every command, by name, in the order the help lists them. */
export const routes: Record<string, CliRoute> = {
  formats,
  content,
  completion,
};
