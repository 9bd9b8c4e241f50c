export { type OwnerRow, readOwners, type StatedOwner, statedOwner } from './stated.ts';
