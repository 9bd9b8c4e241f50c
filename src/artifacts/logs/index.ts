import { audit } from './audit.ts';
import { debuglog } from './debuglog.ts';
import { type LogFormat, logHeadBytes } from './format.ts';
import { pulseText } from './pulse-text.ts';
import { syslog } from './syslog.ts';
import { vc0 } from './vc0.ts';
import { webAccess } from './web-access.ts';
import { welf } from './welf.ts';
import { wtmp } from './wtmp.ts';

/** Every log format we read. A new one is one file and one line here. */
export const logFormats: readonly LogFormat[] = [vc0, pulseText, welf, audit, webAccess, syslog, debuglog, wtmp];

/** Below this a format is a guess. */
const sure = 0.4;

/**
 * The format of a log by its first bytes, its name helping little; undefined for anything else.
 * @param head the first `logHeadBytes` bytes
 */
export function recogniseLog(head: Buffer, name: string): LogFormat | undefined {
  const bytes = head.subarray(0, logHeadBytes);
  let best: LogFormat | undefined;
  let most = sure;
  for (const format of logFormats) {
    const confidence = format.recognises(bytes, name, most);
    if (confidence > most) [best, most] = [format, confidence];
  }
  return best;
}

export type { Fate } from './alignment.ts';
export * from './format.ts';
export type { MessageCode } from './messages.ts';
export { contentPath, logName, seriesOf, serviceOf } from './series.ts';
export { type ChangedRecord, type CutRecord, compareVersions, type VersionDifference } from './versions.ts';
