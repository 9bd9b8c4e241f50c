import type { Container } from './container.ts';
import { raw } from './raw.ts';
import { shifted } from './shifted.ts';
import { split } from './split.ts';

/** Every way an image is kept in files; the first that claims a file opens it. A new one is one file and one line here. */
export const containers: readonly Container[] = [split, shifted, raw];

export type { Container, Part } from './container.ts';
export { joined, siblings } from './split.ts';
