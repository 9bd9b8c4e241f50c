/** The nouns that the server speaks in: types alone, nothing of them is in the bundle. */
export type * from '../../src/model/api/index.ts';
export type * from '../../src/model/index.ts';
