export {
  certificatesIn,
  type FoundCertificate,
  isBad,
} from './certificate.ts';
export { certificateTraces } from './certificate-traces.ts';
export { mayNameDevice, type NamedIn, namedIn } from './configuration.ts';
export { domainOf, hostName, isSomebodys, organisationKey } from './names.ts';
export { addressNumber, isPublic, type Network, networksOf } from './networks.ts';
export { type OwnerRow, readOwners, type StatedOwner, statedOwner } from './stated.ts';
