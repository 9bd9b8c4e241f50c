import { ext } from './ext/index.ts';
import type { FileSystemFormat } from './format.ts';

/** Every filesystem we read. A new one is one file and one line here. */
export const fileSystems: readonly FileSystemFormat[] = [ext];

export type { FileSystemFormat } from './format.ts';
