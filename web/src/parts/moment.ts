const shape =
  /^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?\s*(?:Z|UTC)?\s*$/i;

/**
 * A moment as people type it (`2021-04`, `2021-04-18`, `2021-04-18 02:14`, with seconds, with a `Z`), always UTC, as RFC 3339; undefined for
 * what is no moment.
 */
export function momentOf(typed: string): string | undefined {
  const m = shape.exec(typed);
  if (!m) return undefined;
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4], m[5], m[6]].map((p) => Number(p ?? 0));
  const at = new Date(Date.UTC(year!, month! - 1, m[3] === undefined ? 1 : day!, hour, minute, second));
  if (at.getUTCMonth() !== month! - 1 || (m[3] !== undefined && at.getUTCDate() !== day)) return undefined;
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
  return m[7] === undefined ? at.toISOString().replace('.000Z', 'Z') : at.toISOString().replace('.000Z', `.${m[7]}Z`);
}

/** As it stands in a field: without the letters. */
export const momentText = (instant: string): string => instant.replace('T', ' ').replace(/(\.0+)?Z$/, '');
