/** Another machine's record of a device, laid beside the device's own logs. */
export { EventList, Kinds } from './event-list.ts';
export { Gathering, gatewayNode } from './gathering.ts';
export { type Belonging, belongs } from './identity.ts';
export type { LocalFate } from './judge-local.ts';
export { type RemoteFate, remoteFates } from './judge-remote.ts';
export { type Reconciliation, reconcile } from './reconcile.ts';
