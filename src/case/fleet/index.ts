export { type Fleet, type Refused, readFleet } from './fleet.ts';
export type { ReadGateway } from './gateway.ts';
export { expectNewFolder, writeDocuments } from './write.ts';
