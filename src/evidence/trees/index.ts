export { openDirectory, openMember } from './directory.ts';
