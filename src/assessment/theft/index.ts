export { theftOf } from './theft.ts';
export { isLoot, theftWindows } from './windows.ts';
