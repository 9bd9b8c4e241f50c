/**
 * CSV as RFC 4180 has it: CRLF, quotes doubled, cells quoted where they must be. Text that a spreadsheet would take for
 * a formula gets an apostrophe in front (OWASP, "CSV injection"): a file can be named `=cmd|...`, and the person who
 * opens the list is the one who would run it. JSON Lines keeps every value exactly.
 */

const formula = /^[=+\-@\t\r\n]/;
const special = /[",\r\n]/;

/** One cell. Numbers and booleans stay as they are, missing values are empty, structures become JSON. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value !== 'number' && typeof value !== 'bigint' && formula.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row, with its line end. */
export const csvRow = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`;
