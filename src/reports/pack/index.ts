export { type MadePack, type MadePacks, makePacks, type PackOptions } from './make-packs.ts';
