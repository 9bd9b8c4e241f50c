export { assess } from './assess.ts';
export { type Limits, limitsOf, sizeText } from './coverage.ts';
export { refineIntervals } from './dating.ts';
export { conclude } from './verdict.ts';
export { counts, isStrong, thingOf } from './weight.ts';
