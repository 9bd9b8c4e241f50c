import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encrypted, listed, snapshotText, zipOf } from '../../../fixtures/snapshots/write.ts';
import { type ByteSource, MemorySource } from '../../bytes/index.ts';
import { expand, type FileEntry } from '../../evidence/index.ts';
import { isSnapshot, type SnapshotItem, snapshotHead, snapshotItems } from './snapshot.ts';
import { decryptedSnapshot, opens, snapshotContainer } from './snapshot-container.ts';

const story = {
  created: 'Wed Jan 15 19:08:02 2025',
  folders: {
    '/home/webserver/htdocs/dana-na/auth': [
      listed('.', 4096, 'Oct 28  2024', 'drwxr-xr-x'),
      listed('compcheckresult.cgi', 1024, 'Oct 28  2024'),
      listed('a name with: colon:', 7, 'Jan 14 03:10'),
      'lrwxrwxrwx 1 root root       11 Dec 31 23:59 welcome.cgi -> url_0.cgi',
      'crw-rw---- 1 root root  10, 200 Jan  1 00:00 tun',
      'no line of ls',
    ],
    '/home/runtime//logs': [listed('log.events.vc0', 8192, 'Jan 15 19:07', '-rw-------')],
  },
  processes: [' 3100  2210  0.0  0.0 S   100   1000   500 /tmp/.t -c  two  spaces'],
  lsof: [
    'web        2300 root  mem    REG        9,6    20480     4800 /lib/libsecure.so.1',
    'web        2300 nr    DEL    REG       9,12               99 /tmp/gone.so',
    'perl       2301 root    4r   REG       9,12       88      100 /tmp/.x y (deleted)',
  ],
  events: ['2025-01-15 19:00:00 - gw1 - [127.0.0.1] Root::System()[] - Integrity Scan Results : Matched Files 24001'],
};
const text = snapshotText(story);

function read(bytes: Buffer | string, name = ''): { items: SnapshotItem[]; notes: string[] } {
  const source = new MemorySource(Buffer.from(bytes));
  const items: SnapshotItem[] = [];
  const told = snapshotItems(source, snapshotHead(source, name));
  for (;;) {
    const next = told.next();
    if (next.done) return { items, notes: next.value };
    items.push(next.value);
  }
}

const shown = (items: SnapshotItem[]): string[] =>
  items.map((item) => {
    if (item.kind === 'file') {
      const { kind, size, modified, permissions, target } = item.file;
      return `file ${item.path} ${kind} ${permissions} ${size} ${modified?.at} ${modified?.precision}${target ? ` -> ${target}` : ''}`;
    }
    const { offset: _, length: __, kind, ...rest } = item;
    return `${kind} ${JSON.stringify(Object.values(rest).length === 1 ? Object.values(rest)[0] : rest)}`;
  });

describe('a system snapshot', () => {
  it('is read section by section, and what nobody reads is stated', async () => {
    const { items, notes } = read(text);
    await expect(`${[...shown(items), ...notes].join('\n')}\n`).toMatchFileSnapshot(
      '../../../fixtures/snapshots/story.expected.txt',
    );
  });

  it('gives every item the bytes it stands on', () => {
    for (const item of read(text).items) {
      const bytes = Buffer.from(text)
        .subarray(item.offset, item.offset + item.length)
        .toString();
      if (item.kind === 'file') expect(bytes).toContain(item.file.name);
      if (item.kind === 'process') expect(bytes.trimEnd().endsWith(item.process.command)).toBe(true);
      if (item.kind === 'log') expect(bytes).toContain(item.event.message);
    }
  });

  it('takes its time from its first line, else from its name, and the zone from nowhere', () => {
    const head = (content: string, name: string) => snapshotHead(new MemorySource(Buffer.from(content)), name);
    const named = 'pulsesecure-state-admin-gw1-20250116-010203.encrypted';
    expect(head(text, named)).toMatchObject({ node: 'gw1', created: { at: '2025-01-15T19:08:02Z', zone: 'unknown' } });
    expect(head('System state snapshot\n', named)).toMatchObject({ created: { at: '2025-01-16T01:02:03Z' } });
    expect(head('System state snapshot\n', 'x')).toEqual({});
    expect(head('System state snapshot created Wed Feb 30 19:08:02 2025\n', 'x')).toEqual({});
  });

  it('gives a date without a year the year before when it would lie in the future', () => {
    const years = read(text).items.flatMap((i) => (i.kind === 'file' ? [i.file.modified?.at.slice(0, 10)] : []));
    expect(years).toEqual(['2024-10-28', '2025-01-14', '2024-12-31', '2025-01-01', '2025-01-15']);
  });

  it('knows a section whose End is missing', () => {
    const sections = read(snapshotText({ ...story, cut: true })).items.flatMap((i) =>
      i.kind === 'section' ? [i.section] : [],
    );
    expect(sections.map((s) => s.complete)).toEqual([true, true, true, true, true, true, true, false]);
  });

  it('reads CRLF and the older headings without ###', () => {
    const older = text.replace(/^### /gm, '').replace(/^End of /gm, '### End of ');
    const kinds = (t: string) => read(t).items.map((i) => i.kind);
    expect(kinds(older)).toEqual(kinds(text));
    expect(kinds(text.replaceAll('\n', '\r\n'))).toEqual(kinds(text));
  });

  it('ends wherever it is cut, and with whatever is thrown into it', () => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 97) expect(read(bytes.subarray(0, at)).items.length).toBeLessThan(100);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ maxLength: 300 }), (at, noise) => {
        const damaged = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]);
        for (const item of read(damaged).items) expect(item.offset + item.length).toBeLessThanOrEqual(damaged.length);
      }),
      { numRuns: 200 },
    );
  });

  it('costs what its length says, also for hostile lines', () => {
    const line = (s: string) => `### Output of lsof -n\n${s}\n### End\n### Output of /bin/ls -laR /\n/:\n${s}\n`;
    for (const hostile of [' '.repeat(500_000), `a ${'1 '.repeat(250_000)}`, `-rwxrwxrwx ${' 1'.repeat(250_000)}`]) {
      const start = process.cpuUsage();
      read(`System state snapshot\n${line(hostile).repeat(4)}`);
      expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
    }
  });
});

describe('an encrypted snapshot', () => {
  const key = Buffer.from('5a'.repeat(8) + '11'.repeat(8) + '7e'.repeat(8), 'hex');
  const zip = zipOf({ 'pulsesecure-state.decrypted': text, debuglog: 'x' });
  const packed = encrypted(zip, key, Buffer.from('0102030405060708', 'hex'));
  const source = new MemorySource(packed, [{ evidence: 0, offset: 0, length: packed.length }]);
  const at = (bytes: Buffer): ByteSource => ({
    size: bytes.length,
    read: (o, n) => bytes.subarray(o, o + n),
    origin: (offset, length) => [{ evidence: 0, offset, length }],
  });

  it('opens with its key, at any place, each byte standing on one of the evidence', () => {
    const container = snapshotContainer(source)!;
    expect(container).toMatchObject({ type: 1, flag: 0, stated: zip.length, present: zip.length });
    expect(opens(source, container, key)).toBe(true);
    const plain = decryptedSnapshot(at(packed), container, key);
    expect(plain.read(0, plain.size).equals(zip)).toBe(true);
    fc.assert(
      fc.property(fc.nat(zip.length), fc.nat(100), (from, length) => {
        expect(plain.read(from, length).equals(zip.subarray(from, from + length))).toBe(true);
      }),
    );
    expect(plain.origin(3, 5)).toEqual([{ evidence: 0, offset: 17, length: 5 }]);
  });

  it('holds a zip whose member is the snapshot', async () => {
    const plain = decryptedSnapshot(at(packed), snapshotContainer(source)!, key);
    const members: FileEntry[] = [];
    for (const m of await expand(plain, [], { bytes: 1e6, members: 10, depth: 1 })) if ('open' in m) members.push(m);
    expect(members.map((m) => m.path)).toEqual(['/pulsesecure-state.decrypted', '/debuglog']);
    expect(isSnapshot(members[0]!.open().read(0, 64))).toBe(true);
  });

  it('does not open with another key, and is none when its size does not fit', () => {
    const container = snapshotContainer(source)!;
    expect(opens(source, container, Buffer.alloc(24, 3))).toBe(false);
    expect(opens(source, container, Buffer.alloc(16, 3))).toBe(false);
    expect(snapshotContainer(new MemorySource(packed.subarray(0, 20)))).toBeUndefined();
    const wrong = Buffer.from(packed);
    wrong.writeInt32LE(-5, 10);
    expect(snapshotContainer(new MemorySource(wrong))).toBeUndefined();
  });
});
