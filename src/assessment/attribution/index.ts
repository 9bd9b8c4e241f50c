export { actorsOf } from './actors.ts';
export { attribute } from './attribute.ts';
