export { type OwnerInput, ownershipOf } from './owner.ts';
