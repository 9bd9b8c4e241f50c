export { theftOf } from './theft.ts';
export { theftWindows } from './windows.ts';
