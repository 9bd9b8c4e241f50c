/**
 * Requests that a gateway tells in a sentence or in arguments instead of fields: what was asked for becomes `uri`, as
 * in an access log. Source: a published sample line of AUT31556, `Unauthenticated request url /x?y came from IP 192.0.2.1.`
 */

/** Code of the one sentence about requests whose text is public. */
const UNAUTHENTICATED = 'AUT31556';
const before = 'Unauthenticated request url ';
const between = ' came from IP ';

/** Codes whose first argument is the address that was asked for, where they are kept as code and arguments. */
const withArgument = new Set([UNAUTHENTICATED, 'AUT20920']);

/** Adds `uri`, and the code and the address where the form of the log leaves them out. */
export function addRequestFields(fields: Record<string, string>, message: string): void {
  if (fields.uri !== undefined) return;
  if (fields.arg1 !== undefined) {
    if (fields.arg1.startsWith('/') && withArgument.has(fields.code ?? '')) fields.uri = fields.arg1;
    return;
  }
  if (!message.startsWith(before)) return;
  // The address is the server's, what stands before it is the client's and may say anything: the last one counts.
  const end = message.lastIndexOf(between);
  if (end < before.length) return;
  fields.code ??= UNAUTHENTICATED;
  fields.uri = message.slice(before.length, end);
  const ip = message.slice(end + between.length).replace(/\.?\s*$/, '');
  if (/^[0-9a-fA-F.:]{2,45}$/.test(ip)) fields.source_ip ??= ip;
}
