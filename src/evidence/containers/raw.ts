import type { Container } from './container.ts';

/** A file whose bytes are the device's, in order, as dd writes it. */
export const raw: Container = {
  name: 'raw',
  claims: (parts) => Math.min(1, parts.length),
  open: ([part]) => ({ source: part!.source }),
};
