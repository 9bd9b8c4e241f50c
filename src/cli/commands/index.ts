import type { CliRoute } from '../stricli.ts';
import { completion } from './completion.ts';

/** Every command, by name, in the order the help lists them. */
export const routes: Record<string, CliRoute> = {
  completion,
};
