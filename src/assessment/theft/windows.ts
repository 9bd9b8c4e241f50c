import type { Finding, Instant, TheftWindow } from '../../model/index.ts';
import { isStrong } from '../weight.ts';

/** ATT&CK techniques by which logins are read: input capture, memory and credential files, second factors. */
const capture = /^T1(?:056|003|111|552\.001)\b/;

const matters = (f: Finding): boolean =>
  f.confidence !== 'low' && f.about !== 'exposure' && f.severity !== 'informational';

/** Findings of something that records logins, or of what it recorded. */
export const isCapture = (f: Finding): boolean => matters(f) && f.techniques.some((t) => capture.test(t));

/** Findings of stolen logins themselves: the file into which they were written, known by its content. */
export const isLoot = (f: Finding): boolean => matters(f) && f.rule.source === 'yara' && /-loot$/.test(f.rule.id);

/** While any of these was in place: from the earliest bound to the latest, open where one has none. */
export function windowOf(findings: readonly Finding[]): TheftWindow | undefined {
  if (findings.length === 0) return undefined;
  const from = findings.flatMap((f) => f.appeared?.notBefore ?? f.appeared?.notAfter ?? []).sort()[0];
  const ends = findings.map((f) => (f.state === 'live' ? undefined : (f.removed?.notAfter ?? f.removed?.notBefore)));
  const until = ends.includes(undefined) ? undefined : (ends as Instant[]).sort().at(-1);
  return { ...(from && { from }), ...(until && { until }), findings: findings.map((f) => f.id) };
}

/** While any backdoor was in place, and while logins were captured. */
export function theftWindows(findings: readonly Finding[]): { compromised?: TheftWindow; capturing?: TheftWindow } {
  const compromised = windowOf(findings.filter(isStrong));
  const capturing = windowOf(findings.filter((f) => isCapture(f) || isLoot(f)));
  return { ...(compromised && { compromised }), ...(capturing && { capturing }) };
}
