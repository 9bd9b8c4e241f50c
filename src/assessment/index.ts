export { type Limits, limitsOf, sizeText } from './coverage.ts';
export { conclude, counts } from './verdict.ts';
