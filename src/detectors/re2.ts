import { RE2JS } from 're2js';

/**
 * Compiles a regular expression that is matched in linear time, whatever it says and whatever it is matched against.
 * RE2 has no lookaround and no backreference.
 * @throws Error with the reason when RE2 cannot take it
 */
export const re2 = (source: string, { dotAll = false } = {}): RE2JS => RE2JS.compile(source, dotAll ? RE2JS.DOTALL : 0);
