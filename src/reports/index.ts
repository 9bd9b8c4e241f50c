import { caseUco } from './case-uco/index.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { misp } from './misp/index.ts';
import { navigator } from './navigator.ts';
import type { Report } from './report.ts';
import { stix } from './stix/index.ts';

/** Every kind of report, in the order in which they are listed. */
export { bodyfileLine } from './bodyfile.ts';
export { commandsFor } from './commands.ts';
export { datingOf } from './dating.ts';
export { nextSteps } from './next-steps.ts';
export { kindOf } from './selection.ts';
export { statementOf } from './statement.ts';
export { timesketchLine } from './timesketch.ts';
export { wordsOf } from './words/index.ts';
export const reports: readonly Report[] = [html, markdown, json, stix, navigator, misp, caseUco];

export type { Examined, ReportInput } from './input.ts';
export { type MadePack, type MadePacks, makePacks, type PackOptions } from './pack/index.ts';
export { readInput } from './read-input.ts';
export type { Report, Terms } from './report.ts';
export type { Language } from './words/index.ts';
