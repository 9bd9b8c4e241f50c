/** The only way a value of a rule gets into a statement. */

/** Half of a pair of surrogates is no character and cannot be sent; it becomes the replacement character. */
const sendable = (text: string): string => Buffer.from(text).toString('utf8');

/** A text as an SQL literal. In DuckDB nothing but the quote itself means anything inside of one. */
export const literal = (text: string): string => `'${sendable(text).replaceAll("'", "''")}'`;

/** A text as a pattern of RE2 that matches nothing else. */
export const escaped = (text: string): string => sendable(text).replace(/[\\^$.|?*+()[\]{}\-/]/g, '\\$&');

/** A column of ours by its name. */
export const column = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Many conditions as one, nested in halves: DuckDB refuses expressions more than 1000 deep, and a chain of OR is as deep
 * as it is long.
 */
export function joined(parts: readonly string[], operator: 'AND' | 'OR' | '+'): string {
  if (parts.length <= 2) return parts.length === 1 ? parts[0]! : `(${parts.join(` ${operator} `)})`;
  const half = Math.ceil(parts.length / 2);
  return `(${joined(parts.slice(0, half), operator)} ${operator} ${joined(parts.slice(half), operator)})`;
}
