/**
 * What `afterimage serve` is asked and what it answers: docs/api.md has the addresses. Every text that comes from
 * evidence (names, paths, log lines) is hostile: it is shown as text, never as markup. Times are RFC 3339, UTC.
 */
export type * from './cases.ts';
export type * from './events.ts';
export type * from './files.ts';
export type * from './findings.ts';
