import { describe, expect, it } from 'vitest';
import { logFixture } from '../../../fixtures/logs/read.ts';
import { isGap, logHeadBytes, recogniseLog } from '../../artifacts/index.ts';
import { MemorySource } from '../../bytes/index.ts';
import type { WatchedLog } from '../log-detector.ts';
import { logCleared } from './log-cleared.ts';

/** What the detector concludes from one log. */
function concluded(bytes: Buffer, series: string) {
  const source = new MemorySource(bytes);
  const format = recogniseLog(bytes.subarray(0, logHeadBytes), series)!;
  const log = { facts: { path: series }, format: format.name, series } as WatchedLog;
  const detector = logCleared('test');
  const watcher = detector.watch(log);
  if (!watcher) return [];
  for (const record of format.records(source, {})) if (!isGap(record)) watcher.record(record);
  const digest = JSON.parse(JSON.stringify(watcher.end([])));
  return [...detector.conclude([{ log, digest }])];
}

describe('a log that was cleared', () => {
  it('is told by the first record behind the clearing, with its bytes', () => {
    const bytes = logFixture('two-words.vc0.gz');
    const [claim, ...more] = concluded(bytes, '/data/runtime/logs/log.events.vc0');
    expect(more).toEqual([]);
    expect(claim!.claim).toMatchObject({ rule: { id: 'log-cleared-adm20599' }, severity: 'medium', state: 'inferred' });
    for (const { offset, length } of claim!.bytes)
      expect(bytes.subarray(offset, offset + length).toString('latin1')).toContain('\tADM20599\t');
  });

  it('is not claimed of a log in which nothing of the kind stands', () => {
    expect(concluded(logFixture('one-word.vc0.gz').subarray(0, 8192), '/x/log.admin.vc0')).toEqual([]);
    expect(concluded(logFixture('web-access.log'), '/var/log/access.log')).toEqual([]);
  });

  it('is not claimed because somebody writes the code into a message', () => {
    const line = 'Apr 14 03:10:00 gw1 sshd[1]: Failed password for ADM20599 from 192.0.2.1 port 22 ssh2\n';
    expect(concluded(Buffer.from(line.repeat(5)), '/var/log/auth.log')).toEqual([]);
    const welf =
      'id=firewall time="2021-04-14 03:10:00" pri=6 fw=192.0.2.1 vpn=gw1 user=ADM20599 realm="Users" roles="" type=vpn msg="AUT24327: failed for ADM20599: log cleared"\n';
    expect(concluded(Buffer.from(welf.repeat(5)), '/var/log/messages')).toEqual([]);
  });
});
