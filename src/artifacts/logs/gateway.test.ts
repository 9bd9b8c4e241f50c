/** The edited logs of a whole device: what `sed -i` cut comes back, and nothing else is called cut. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, truth } from '../../../fixtures/image.ts';
import { Slice } from '../../bytes/index.ts';
import { type FileEntry, isUnread, openDevice } from '../../evidence/index.ts';
import { compareVersions, logHeadBytes, recogniseLog } from './index.ts';

interface Truth {
  planted: { path: string; state: string; cutLinesLeft?: string[]; cutRecords?: number }[];
}

async function logsOf(path: string): Promise<Map<string, FileEntry[]>> {
  const versions = new Map<string, FileEntry[]>();
  for (const tree of (await openDevice([path])).trees)
    for (const entry of tree.walk()) {
      if (isUnread(entry) || entry.kind !== 'file' || !entry.path) continue;
      if (!/\/(log\.\w+\.vc0|debuglog)$/.test(entry.path)) continue;
      const key = [...tree.layers, entry.path].join(' ');
      versions.set(key, [...(versions.get(key) ?? []), entry]);
    }
  return versions;
}

/** Each earlier version compared with the live one; what was cut, over all versions, as text. */
function cutOf(entries: FileEntry[]): Set<string> {
  const live = entries.find(({ allocation }) => allocation === 'allocated')!.open();
  const format = recogniseLog(live.read(0, logHeadBytes), '')!;
  const cut = new Set<string>();
  for (const entry of entries.filter(({ allocation }) => allocation !== 'allocated')) {
    const earlier = entry.open();
    const difference = compareVersions(format, earlier, live, {});
    for (const { record, before, after } of difference.cut) {
      expect(earlier.read(record.offset, record.length).toString('latin1')).toContain(record.key);
      expect([before, after].every((at) => at !== undefined && at < live.size)).toBe(true);
      cut.add(record.key);
    }
    expect([difference.changed, difference.unreadable, difference.inserted]).toEqual([[], [], 0]);
  }
  return cut;
}

let folder: string;
let edited: Map<string, FileEntry[]>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-logs-'));
  writeFileSync(join(folder, 'disk'), fixture('gateway/gateway.img.gz').bytes);
  edited = await logsOf(join(folder, 'disk'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (logs: Map<string, FileEntry[]>, end: string) =>
  [...logs].find(([name, entries]) => name.endsWith(end) && entries.length > 1)![1];

describe('the logs of a gateway that were cut', () => {
  it('debuglog: every cut line whose bytes are left, and no other', () => {
    const { cutLinesLeft = [] } = truth<Truth>('gateway/truth.json').planted.find(({ path }) =>
      path.endsWith('debuglog'),
    )!;
    expect(cutLinesLeft.length).toBeGreaterThan(10);
    expect([...cutOf(named(edited, '/var/dlogs/debuglog'))].sort()).toEqual([...cutLinesLeft].sort());
  });

  it('log.access.vc0: every cut record whose bytes are left, and no other', () => {
    const entries = named(edited, '/runtime/logs/log.access.vc0');
    // Found without the parser: the intruder's records that stand whole in what is left of the earlier version.
    const whole = /[0-9a-f]{8}\.[0-9a-f]{6}\tgw1\tAUT31556\tvc0\t[^\0]{1,200}\.cgi[^\t\0]*\t203\.0\.113\.77\t/g;
    const left = new Set<string>();
    for (const entry of entries.filter(({ allocation }) => allocation !== 'allocated'))
      for (const [text] of entry.open().read(0, entry.size).toString('latin1').matchAll(whole)) left.add(text);
    const { cutRecords = 0 } = truth<Truth>('gateway/truth.json').planted.find(({ path }) =>
      path.endsWith('access.vc0'),
    )!;
    expect(left.size).toBeGreaterThan(20);
    expect(left.size).toBeLessThanOrEqual(cutRecords);
    expect([...cutOf(entries)].sort()).toEqual([...left].sort());
  });

  it.each(['/var/dlogs/debuglog', '/runtime/logs/log.access.vc0'])('%s as it grew: nothing cut', (path) => {
    const entry = named(edited, path).find(({ allocation }) => allocation !== 'allocated')!;
    const whole = entry.open();
    const format = recogniseLog(whole.read(0, logHeadBytes), '')!;
    for (let size = 1024; size < whole.size; size += 3000) {
      const { cut, changed, inserted, fates } = compareVersions(format, new Slice(whole, 0, size), whole, {});
      expect([cut, changed, inserted, fates['beyond-the-end']]).toEqual([[], [], 0, 0]);
    }
  });
});
