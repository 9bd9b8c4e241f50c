import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/index.ts';
import {
  afterimage,
  coverageOf,
  findingsOf,
  json,
  type Run,
  unpack,
  verdictOf,
  workspace,
} from '../support/afterimage.ts';

interface Planted {
  path: string;
  what: string;
  family: string | null;
  state: 'live' | 'removed' | 'reverted' | 'unallocated' | 'edited';
  inode: number;
  size: number;
  sha256: string;
  offsets: number[];
  appeared: string;
  removed?: string;
  cutLinesLeft?: string[];
}

const folder = workspace();
let image: string;
let run: Run;
let casePath: string;
let findings: Finding[];
const planted = json<{ planted: Planted[] }>(import.meta.dirname, '../../fixtures/gateway/truth.json').planted;
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** How many events of each kind of log were read, as the ledger says. */
function eventsRead(path: string): unknown[] {
  const lines = readFileSync(join(path, 'ledger.jsonl'), 'utf8').split('\n').filter(Boolean);
  const entries = lines.map((line) => JSON.parse(line) as { action: string; detail: { events?: unknown[] } });
  return entries.find((entry) => entry.action === 'logs-read')?.detail.events ?? [];
}

beforeAll(() => {
  image = unpack('gateway/gateway.img.gz', folder);
  casePath = join(folder, 'gateway.case');
  run = afterimage(['examine', image, '-o', casePath]);
  findings = findingsOf(casePath);
});

describe('a gateway that was broken into and cleaned up', () => {
  it('ends with the verdict, and with status 1', () => {
    expect([run.status, run.last]).toEqual([1, verdictOf(casePath).statement]);
    expect(verdictOf(casePath)).toMatchObject({
      conclusion: 'compromised',
      confidence: 'high',
      subject: 'gateway.img',
    });
  });

  for (const p of planted.filter((f) => f.family !== null)) {
    it(`finds ${p.family}: ${p.what}`, () => {
      const state = p.state === 'unallocated' ? 'removed' : p.state;
      const about = findings.filter(
        (f) => f.family === p.family && f.state === state && (p.state === 'unallocated' || f.subject.path === p.path),
      );
      expect(about.length).toBeGreaterThan(0);
      const [finding] = about;
      expect(finding!.severity).toMatch(/high|critical/);
      // Content that lies in one piece: the hash of the whole, and the image offset another tool can check.
      if (p.offsets.length === 1) {
        expect(finding!.subject.sha256).toBe(p.sha256);
        const [first] = finding!.locators.flatMap((l) => l.bytes);
        expect(first!.offset).toBeGreaterThanOrEqual(p.offsets[0]!);
        expect(first!.offset).toBeLessThan(p.offsets[0]! + p.size);
      }
      if (p.state !== 'unallocated') expect(finding!.subject.inode).toBe(p.inode);
    });

    it(`dates it so that the truth lies inside: ${p.what}`, () => {
      const finding = findings.find((f) => f.family === p.family && f.subject.path === p.path);
      if (p.state === 'unallocated') {
        expect(finding).toBeUndefined();
        return;
      }
      const within = (at: string, interval: Finding['appeared']): boolean =>
        (interval?.notBefore === undefined || interval.notBefore.slice(0, 19) <= at.slice(0, 19)) &&
        (interval?.notAfter === undefined || interval.notAfter.slice(0, 19) >= at.slice(0, 19));
      expect([finding!.appeared, within(p.appeared, finding!.appeared)]).toEqual([finding!.appeared, true]);
      if (p.removed) expect([finding!.removed, within(p.removed, finding!.removed)]).toEqual([finding!.removed, true]);
    });
  }

  it('brings back, in their place, the log lines that were cut and whose bytes are left, and none else', () => {
    const log = planted.find((p) => p.path === '/data/var/dlogs/debuglog')!;
    const finding = findings.find((f) => f.rule.id === 'log-edit' && f.subject.path === log.path)!;
    expect([finding.state, finding.techniques]).toEqual(['edited', ['T1070.002']]);
    const struck = finding
      .difference!.text.split('\n')
      .filter((l) => l.startsWith('-'))
      .map((l) => l.slice(1));
    expect(struck).toEqual(log.cutLinesLeft);
    const bytes = readFileSync(image);
    const cut = finding.locators
      .flatMap((l) => l.bytes)
      .map((b) => bytes.toString('utf8', b.offset, b.offset + b.length));
    expect(cut).toEqual(log.cutLinesLeft);
    const timeline = afterimage(['timeline', casePath, '--jsonl', '--path', log.path])
      .stdout.trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { source: string; recovered: boolean });
    expect(timeline.filter((e) => e.source === 'debuglog' && e.recovered).length).toBe(log.cutLinesLeft!.length);
  });

  it('lists the records of one code, one user and one machine, and no other', () => {
    type Record = { fields: { code?: string; user?: string; node?: string; host?: string } };
    const listed = (...args: string[]): Record[] =>
      afterimage(['logs', casePath, '--jsonl', ...args])
        .stdout.split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record);
    const all = listed();
    const { code, user, node } = all.find(({ fields }) => fields.code && fields.user && fields.node)!.fields;
    for (const [flags, fits] of [
      [['--code', code!], ({ fields }) => fields.code === code],
      [['--user', user!, '--node', node!], ({ fields }) => fields.user === user && fields.node === node],
      [['--node', `${node}x`], () => false],
    ] satisfies [string[], (record: Record) => boolean][]) {
      expect(listed(...flags)).toEqual(all.filter(fits));
    }
    expect(listed('--code', code!).length).toBeGreaterThan(0);
  });

  it('says how a file that was put back differs from the one that stands there now', () => {
    const finding = findings.find((f) => f.family === 'RADIALPULSE' && f.state === 'reverted')!;
    expect(finding.difference!.text).toContain('/tmp/dsactiveuser.statementcounters');
    expect([finding.removed!.notBefore, finding.removed!.notAfter].every((t) => t?.startsWith('2021-04-18T02:1'))).toBe(
      true,
    );
  });

  it('shows every version of a file, with what changed', () => {
    const told = afterimage(['history', casePath, '/home/webserver/htdocs/dana-na/auth/login.cgi', '--json']);
    const versions = (
      JSON.parse(told.stdout) as { row: { system: string; allocation: string; sha256: string } }[]
    ).filter((v) => v.row.system === 'current');
    expect(versions.map((v) => v.row.allocation)).toEqual(['superseded', 'superseded', 'allocated']);
    expect(versions[0]!.row.sha256).toBe(versions[2]!.row.sha256);
  });

  it('says how far back each journal reaches', () => {
    const spans = coverageOf(casePath).flatMap((c) => c.spans);
    expect(spans.map((s) => s.log)).toContain('journal of mbr:2 > lvm:groupA/home > ext4');
    for (const span of spans.filter((s) => s.log.startsWith('journal of ')))
      expect(span.says).toMatch(/what was removed or replaced before is known only by what it left behind/);
  });

  it('tells the three systems apart', () => {
    expect(
      json<{ host: { systems: { role: string; version: string }[] } }>(casePath, 'case.json').host.systems.map((s) => [
        s.role,
        s.version,
      ]),
    ).toEqual([
      ['factory-reset', '9.1R1'],
      ['current', '9.1R11.3'],
      ['rollback', '9.1R8'],
    ]);
    expect(findings.find((f) => f.subject.path === '/home/perl/DSUpgrade.pm')!.subject.system).toBe('rollback');
  });

  it('leads every locator back to bytes of the image', () => {
    const bytes = readFileSync(image);
    for (const finding of findings) {
      for (const locator of finding.locators) {
        expect(locator.evidence).toBe(sha256(image));
        expect(locator.bytes.length).toBeGreaterThan(0);
        for (const { offset, length } of locator.bytes) expect(offset + length).toBeLessThanOrEqual(bytes.length);
      }
    }
  });

  it('recovers what was deleted, byte for byte, into a zip that a stranger can open', async () => {
    const { BlobReader, ZipReader, Uint8ArrayWriter } = await import('@zip.js/zip.js');
    const deleted = planted.find((p) => p.state === 'removed' && p.offsets.length === 1)!;
    const zip = join(folder, 'deleted.zip');
    const recovered = afterimage(['recover', casePath, deleted.path, '-o', zip]);
    expect([recovered.status, recovered.stderr]).toEqual([0, '']);
    const reader = new ZipReader(new BlobReader(new Blob([readFileSync(zip)])), { password: 'infected' });
    // Every version under that path comes along: the trojanised one that was deleted is among them.
    const entry = (await reader.getEntries()).find((e) => e.filename === `${deleted.sha256}.vir`);
    expect(entry!.encrypted).toBe(true);
    const bytes = !entry || entry.directory ? new Uint8Array() : await entry.getData(new Uint8ArrayWriter());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(deleted.sha256);
  });

  it('says what it read, and that the rest of its sight is limited', () => {
    const [coverage] = coverageOf(casePath);
    // Some deleted files are known by size only; their content is gone, and the difference says how much.
    for (const [kind, space] of Object.entries(coverage!.space))
      if (kind !== 'deleted') expect([kind, space.read]).toEqual([kind, space.present]);
    expect(coverage!.detectors.map((d) => [d.name, d.timedOut])).toEqual(
      expect.arrayContaining([
        ['yara', 0],
        ['indicators', 0],
      ]),
    );
    expect(verdictOf(casePath).limitedBy.length).toBeGreaterThan(0);
  });

  it('gives the same bytes twice, but for what belongs to the run, and leaves the evidence as it was', () => {
    const before = sha256(image);
    const again = join(folder, 'again.case');
    afterimage(['examine', image, '-o', again, '-t', '1']);
    const results = readdirSync(casePath).filter((f) => f !== 'case.json' && f !== 'ledger.jsonl');
    expect(results.sort()).toEqual([
      'accounts.csv',
      'assessment.json',
      'coverage.json',
      'files.parquet',
      'findings.jsonl',
      'report.html',
      'timeline.parquet',
      'verdict.json',
    ]);
    for (const file of results) expect([file, sha256(join(again, file))]).toEqual([file, sha256(join(casePath, file))]);
    expect(sha256(image)).toBe(before);
  });

  it('holds each system against its own manifest, and only what was planted there is another program', () => {
    const [coverage] = JSON.parse(readFileSync(join(casePath, 'coverage.json'), 'utf8')) as {
      compared: { system: string; same: number; changed: number; missing: number }[];
    }[];
    const compared = coverage!.compared.map(({ system, same, changed, missing }) => [system, same, changed, missing]);
    expect(compared.sort()).toEqual([
      ['current', 77, 1, 2],
      ['factory-reset', 80, 0, 0],
      ['rollback', 79, 1, 0],
    ]);
    const changed = findings.filter((f) => f.rule.id === 'manifest-changed').map((f) => f.subject.path);
    expect(changed.sort()).toEqual([
      '/home/perl/DSUpgrade.pm',
      '/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi',
    ]);
  });

  it('keeps a ledger that holds, and notices when a file of the case was changed', () => {
    expect(afterimage(['verify', casePath]).status).toBe(0);
  });
});

describe('the same gateway, never broken into', () => {
  it('yields no finding above informational, and says so with its limits', () => {
    const clean = unpack('gateway-clean/gateway-clean.img.gz', folder);
    const path = join(folder, 'clean.case');
    const quiet = afterimage(['examine', clean, '-o', path]);
    expect(findingsOf(path).filter((f) => f.severity !== 'informational')).toEqual([]);
    expect([quiet.status, verdictOf(path).conclusion]).toEqual([0, 'no-evidence-found']);
    expect(quiet.last).toMatch(/^No evidence found in what was read/);
  });
});

describe('the same image in other wrappers', () => {
  it('is examined inside gzip as well, with the same findings', () => {
    const packed = join(import.meta.dirname, '../../fixtures/gateway/gateway.img.gz');
    const path = join(folder, 'packed.case');
    afterimage(['examine', packed, '-o', path]);
    const told = (list: Finding[]) =>
      list
        .filter((f) => f.subject.path !== undefined)
        .map((f) => [f.rule.id, f.subject.path, f.subject.sha256, f.state])
        .sort();
    expect(told(findingsOf(path))).toEqual(told(findings));
    expect(eventsRead(path)).toEqual(eventsRead(casePath));
    expect(eventsRead(path)).toContainEqual(
      expect.objectContaining({ source: 'vc0', service: 'events', recovered: false }),
    );
  });

  it('refuses evidence that is not what it was said to be', () => {
    const wrong = afterimage(['examine', image, '-o', join(folder, 'wrong.case'), '--sha256', '0'.repeat(64)]);
    expect(wrong.status).toBe(65);
    expect(wrong.stderr).toContain(`SHA-256 is ${sha256(image)}, stated was ${'0'.repeat(64)}`);
  });
});
