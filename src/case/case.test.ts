import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AfterimageError,
  type Claim,
  type Coverage,
  type EntryFacts,
  type Evidence,
  type Host,
  type Verdict,
} from '../model/index.ts';
import {
  type CaseFolder,
  type CreateCaseOptions,
  checkCase,
  createCase,
  type DraftFinding,
  fileRow,
  openCase,
  originsOf,
  queryFiles,
  queryTimeline,
  readCaseFile,
  readFindings,
  rowText,
  verifyLedger,
} from './index.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'case-'));
  writeFileSync(join(base, 'disk.img'), 'image');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const id = 'e'.repeat(64);
const evidence: Evidence[] = [
  { id, name: 'disk.img', kind: 'image', size: 5, hashes: { computed: { sha256: id } }, role: 'device' },
];
const host: Host = { product: 'unknown', title: 'Unknown', confidence: 'low', systems: [], basis: [] };
const verdict: Verdict = {
  subject: 'disk.img',
  scope: 'all of it',
  conclusion: 'compromised',
  confidence: 'high',
  because: [],
  limitedBy: [],
  statement: 'Compromised.',
};
const coverage: Coverage[] = [];

let clock = 0;
const options = (changes: Partial<CreateCaseOptions> = {}): CreateCaseOptions => ({
  mode: 'new',
  evidence: [join(base, 'disk.img')],
  tool: { name: 'afterimage', version: '0.1.0' },
  content: { version: '1', hash: 'c' },
  options: { rules: [] },
  now: () => new Date(Date.UTC(2026, 0, 2, 3, 4, clock++ % 60)),
  ...changes,
});

const facts = (path: string | undefined, changes: Partial<EntryFacts> = {}): EntryFacts => ({
  locator: { evidence: '0', layers: ['gpt:3', 'ext4'], bytes: [{ offset: 4096, length: 100 }] },
  ...(path !== undefined && { path }),
  kind: 'file',
  size: 100,
  allocation: 'allocated',
  content: 'intact',
  times: { modified: '2021-04-17T01:02:03.123456789Z', changed: '2021-04-18T00:00:00Z' },
  metaAddress: 12,
  ...changes,
});

const claim: Claim = {
  rule: { id: 'slightpulse-cgi', source: 'yara', version: '1' },
  about: 'compromise',
  family: 'SLIGHTPULSE',
  actors: ['UNC2630'],
  techniques: ['T1505.003'],
  severity: 'critical',
  confidence: 'high',
  title: 'Web shell',
  explanation: 'It reads commands from a request.',
  matched: [{ offset: 0, length: 4 }],
};

const deleted = facts('/home/webserver/htdocs/dana-na/evil.cgi', {
  allocation: 'deleted',
  metaAddress: 4711,
  times: { deleted: '2021-04-18T09:00:00Z' },
  locator: { evidence: '0', layers: ['gpt:3', 'ext4'], bytes: [{ offset: 8192, length: 100 }] },
});

const strange: EntryFacts[] = [
  facts('/a\0b\u001b[31m\u202e"\\\'; DROP TABLE x; --'),
  facts('/lone\ud800surrogate'),
  facts('/far future', { times: { modified: '+123456-01-01T00:00:00Z', accessed: '-000001-01-01T00:00:00Z' } }),
  facts('/huge', { size: 2 ** 70, metaAddress: 2 ** 63 }),
  facts(`/${'n'.repeat(1 << 20)}`),
  facts('/not a time', { times: { modified: 'infinity' } }),
];

const row = (f: EntryFacts): string =>
  rowText(f, {
    looked: 'read',
    content: [
      { evidence: 0, offset: f.locator.bytes[0]?.offset ?? 0, length: 100 },
      { offset: 0, length: 28 },
    ],
  });

const draft: DraftFinding = {
  claim,
  facts: deleted,
  locators: deleted.locator.bytes.map((b) => ({ ...deleted.locator, bytes: [b] })),
};

/** Stores batches in the order given and finishes the case. */
async function fill(folder: CaseFolder, order: number[] = [0, 1, 2]): Promise<void> {
  const batches = [
    {
      files: [facts('/b'), facts('/a'), deleted].map(row).join(''),
      claims: `${JSON.stringify(draft)}\n`,
      tally: '{"n":1}\n',
    },
    { files: strange.map(row).join('') },
    {
      files: [
        facts(undefined, { kind: 'run', allocation: 'unallocated', times: {} }),
        facts('/b', { allocation: 'superseded', version: { transaction: 7, committed: '2021-04-18T00:00:01Z' } }),
      ]
        .map(row)
        .join(''),
      claims: '',
    },
  ];
  for (const seq of order) await folder.store(seq, batches[seq]!);
  const { findings, links } = await folder.mergeFindings([id]);
  await folder.complete({ evidence, host, coverage, verdict, findings, links, report: '<!doctype html>' });
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const r of rows) list.push(r);
  return list;
}

const read = (path: string, name: string): Buffer => readFileSync(join(path, name));
const resultNames = [
  'coverage.json',
  'files.parquet',
  'findings.jsonl',
  'report.html',
  'timeline.parquet',
  'verdict.json',
];

describe('a finished case', () => {
  test('holds the files of the contract and nothing else, and checks out', async () => {
    const path = join(base, "c[1]*'x");
    await fill(await createCase(path, options({ custody: { examiner: 'A. N. Other' } })));
    expect(readdirSync(path).sort()).toEqual([...resultNames, 'case.json', 'ledger.jsonl'].sort());
    expect(await checkCase(path)).toEqual([]);
    const file = (await readCaseFile(path))!;
    expect(file).toMatchObject({ state: 'complete', custody: { examiner: 'A. N. Other' }, evidence, host });
    expect(file.runs).toHaveLength(1);
    expect(Object.keys(file.files)).toEqual(resultNames);
    expect(await verifyLedger(path, file.ledger)).toEqual(file.ledger);
  });

  test('is the same bytes whatever the order of the batches, the folder and the clock', async () => {
    await fill(await createCase(join(base, 'one'), options()));
    await fill(await createCase(join(base, 'two'), options()), [2, 0, 1]);
    for (const name of resultNames)
      expect(read(join(base, 'one'), name).equals(read(join(base, 'two'), name)), name).toBe(true);
    expect(read(join(base, 'one'), 'case.json').equals(read(join(base, 'two'), 'case.json'))).toBe(false);
  });

  test('gives every row back, with exact times and names as they were', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const rows = await all(queryFiles(path));
    expect(rows).toHaveLength(11);
    expect(rows.at(-1)).toMatchObject({ allocation: 'unallocated', evidence: id });
    const paths = rows.flatMap((r) => r.path ?? []);
    expect(paths).toContain(strange[0]!.path);
    expect(paths).toContain('/lone\ufffdsurrogate');
    const b = rows.find((r) => r.path === '/b' && r.allocation === 'allocated')!;
    const { name_at, inode_at, ...expected } = fileRow(facts('/b'), {
      looked: 'read',
      content: [
        { evidence: 0, offset: 4096, length: 100 },
        { offset: 0, length: 28 },
      ],
    });
    expect(b).toEqual({ ...JSON.parse(JSON.stringify(expected)), evidence: id });
    expect(originsOf(b)).toEqual([
      { evidence: 0, offset: 4096, length: 100 },
      { offset: 0, length: 28 },
    ]);
    const far = rows.find((r) => r.path === '/far future')!;
    expect(far.modified).toBe('+123456-01-01T00:00:00Z');
    expect(rows.find((r) => r.path === '/huge')).not.toHaveProperty('size');
    expect(rows.find((r) => r.path?.startsWith('/nnn'))!.path!.length).toBeGreaterThan(1 << 18);
  });

  test('says where a name and an inode are recorded, by the hash of the evidence', async () => {
    const path = join(base, 'case');
    const folder = await createCase(path, options());
    const recorded = { name: { evidence: '0', layers: ['ext4'], bytes: [{ offset: 5, length: 12 }] } };
    await folder.store(0, { files: row(facts('/x', { recorded })) });
    await folder.complete({ evidence, host, coverage, verdict, findings: [], links: [], report: '' });
    const [x] = await all(queryFiles(path));
    expect(JSON.parse(x!.name_at!)).toEqual({ ...recorded.name, evidence: id });
    expect(x).not.toHaveProperty('inode_at');
  });

  test('without a single entry is a case all the same', async () => {
    const path = join(base, 'case');
    const folder = await createCase(path, options());
    await folder.complete({ evidence, host, coverage, verdict, findings: [], links: [], report: '' });
    expect(await all(queryFiles(path))).toEqual([]);
    expect(await all(queryTimeline(path))).toEqual([]);
    expect(await all(readFindings(path))).toEqual([]);
  });
});

describe('the timeline', () => {
  test('has an event for every time, in order, and knows the finding of an entry', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const rows = await all(queryTimeline(path));
    const known = rows.flatMap((r) => r.at ?? []);
    expect([...known].sort()).toEqual(known);
    // Three times that no timestamp can hold come last, with their text kept.
    expect(rows.length - known.length).toBe(3);
    const [finding] = await all(readFindings(path));
    const [gone, ...others] = await all(queryTimeline(path, { findings: true }));
    expect(others).toEqual([]);
    expect(gone).toMatchObject({
      at: '2021-04-18T09:00:00.000000Z'.replace('.000000', ''),
      time_kind: 'deleted',
      source: 'filesystem',
      message: 'deleted /home/webserver/htdocs/dana-na/evil.cgi (deleted)',
      finding_id: finding!.id,
      recovered: true,
    });
    expect(JSON.parse(gone!.fields)).toMatchObject({ exact: '2021-04-18T09:00:00Z', inode: 4711, evidence: id });
  });

  test('is filtered by time, text and path', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    expect(
      await all(queryTimeline(path, { since: '2021-04-18T09:00:00Z', until: '2021-04-18T09:00:01Z' })),
    ).toHaveLength(1);
    expect(await all(queryTimeline(path, { until: '2021-04-17T01:02:03.123456Z' }))).toHaveLength(0);
    expect((await all(queryTimeline(path, { text: 'EVIL' }))).map((r) => r.time_kind)).toEqual(['deleted']);
    expect(await all(queryTimeline(path, { path: '/b', kind: ['changed'] }))).toHaveLength(2);
    await expect(all(queryTimeline(path, { since: 'yesterday' }))).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('a query', () => {
  test('takes every filter, and what evidence or user say stays data', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const paths = async (filter: Parameters<typeof queryFiles>[1]) =>
      (await all(queryFiles(path, filter))).map((r) => r.path);
    expect(await paths({ path: '*.cgi' })).toEqual([deleted.path]);
    expect(await paths({ path: 'evil.cgi' })).toEqual([deleted.path]);
    expect(await paths({ path: '/a\0b*DROP TABLE x; --' })).toEqual([strange[0]!.path]);
    expect(await paths({ path: "' OR 1=1 --" })).toEqual([]);
    expect(await paths({ allocation: ['superseded', 'deleted'] })).toEqual(['/b', deleted.path]);
    expect(await paths({ deleted: true })).toEqual(['/b', deleted.path, undefined]);
    expect(await paths({ kind: ['run'] })).toEqual([undefined]);
    expect(await paths({ inode: 4711 })).toEqual([deleted.path]);
    expect(await paths({ text: 'EVIL' })).toEqual([deleted.path]);
    expect(await paths({ since: '2021-04-18T08:00:00Z' })).toEqual([deleted.path]);
    expect(await paths({ limit: 1, offset: 1 })).toEqual([strange[0]!.path]);
    expect(
      await all(readFindings(path, { severity: 'critical', family: 'slightpulse', state: ['removed'] })),
    ).toHaveLength(1);
    expect(await all(readFindings(path, { state: ['live'] }))).toHaveLength(0);
    expect(await all(readFindings(path, { path: '*.cgi', text: 'web SHELL', limit: 5 }))).toHaveLength(1);
  });

  test('on something that is no case says what it is', async () => {
    await expect(openCase(join(base, 'nothing'))).rejects.toMatchObject({
      code: 'no-input',
      message: expect.stringContaining('does not exist'),
    });
    await expect(openCase(base)).rejects.toMatchObject({
      code: 'no-input',
      message: expect.stringContaining('no case.json'),
    });
    await expect(openCase(join(base, 'disk.img'))).rejects.toMatchObject({
      code: 'no-input',
      message: expect.stringContaining('not a folder'),
    });
  });

  test('on a changed case warns and reads what there is; on a damaged one it fails, naming the file', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const warnings: string[] = [];
    appendFileSync(join(path, 'findings.jsonl'), '{"id":"x"');
    const findings = readFindings(path, { onWarning: (w) => warnings.push(w) });
    await expect(all(findings)).rejects.toThrow(/findings\.jsonl: line 2 is not a finding/);
    expect(warnings[0]).toContain('was changed after the examination');
    for (const damage of [Buffer.alloc(0), Buffer.from('PAR1'), read(path, 'files.parquet').subarray(0, 2000)]) {
      writeFileSync(join(path, 'files.parquet'), damage);
      await expect(all(queryFiles(path))).rejects.toMatchObject({
        code: 'io',
        message: expect.stringContaining('files.parquet'),
      });
    }
    rmSync(join(path, 'files.parquet'));
    await expect(all(queryFiles(path))).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('does not exist'),
    });
    expect(await checkCase(path)).toHaveLength(2);
  });

  test('on randomly damaged results gives rows or one error of ours', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const names = ['files.parquet', 'timeline.parquet', 'findings.jsonl', 'case.json'] as const;
    const whole = Object.fromEntries(names.map((name) => [name, read(path, name)]));
    const damage = fc.record({ name: fc.constantFrom(...names), at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(damage, async ({ name, at, byte, cut }) => {
        const bytes = Buffer.from(whole[name]!);
        bytes[at % bytes.length] = byte;
        writeFileSync(join(path, name), cut ? bytes.subarray(0, at % bytes.length) : bytes);
        for (const query of [queryFiles, queryTimeline, readFindings])
          await all<unknown>(query(path)).catch((error: unknown) => expect(error).toBeInstanceOf(AfterimageError));
        writeFileSync(join(path, name), whole[name]!);
      }),
      { numRuns: 60 },
    );
  });

  test('on a case.json that is damaged names what is wrong', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    const text = read(path, 'case.json').toString();
    writeFileSync(join(path, 'case.json'), text.slice(0, 100));
    await expect(openCase(path)).rejects.toThrow('it is not JSON');
    writeFileSync(join(path, 'case.json'), text.replace('"formatVersion": 1', '"formatVersion": 99'));
    await expect(openCase(path)).rejects.toThrow('format version 99');
    writeFileSync(join(path, 'case.json'), text.replace('"state": "complete"', '"state": "fine"'));
    await expect(openCase(path)).rejects.toThrow('state is missing or not as a case has it');
  });
});

describe('creating a case', () => {
  test('where one is refuses, and says what would help', async () => {
    const path = join(base, 'case');
    const folder = await createCase(path, options());
    await folder.stop('interrupted', 'Stopped by the examiner.');
    await expect(createCase(path, options())).rejects.toMatchObject({
      code: 'cannot-create',
      message: expect.stringMatching(/holds a case already \(interrupted.*--resume.*--restart/),
    });
    await expect(openCase(path)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('--resume'),
    });
    await fill(await createCase(path, options({ mode: 'resume' })));
    await expect(createCase(path, options())).rejects.toThrow('Use --restart');
    await expect(createCase(path, options({ mode: 'resume' }))).rejects.toThrow('Use --restart');
  });

  test('in a folder with other files refuses and touches nothing', async () => {
    for (const mode of ['new', 'restart'] as const) {
      const path = join(base, mode);
      mkdirSync(path);
      writeFileSync(join(path, 'files.parquet'), 'mine');
      await expect(createCase(path, options({ mode }))).rejects.toThrow('not empty and no case');
      expect(readdirSync(path)).toEqual(['files.parquet']);
    }
  });

  test('in an empty folder is fine; resuming there is not', async () => {
    const path = join(base, 'empty', 'deep');
    mkdirSync(path, { recursive: true });
    await expect(createCase(path, options({ mode: 'resume' }))).rejects.toThrow('there is no case');
    await fill(await createCase(path, options()));
  });

  test('again removes what the contract names and leaves what others put there', async () => {
    const path = join(base, 'case');
    await fill(await createCase(path, options()));
    writeFileSync(join(path, 'notes.txt'), 'mine');
    const folder = await createCase(path, options({ mode: 'restart' }));
    expect(folder.done.size).toBe(0);
    expect(readdirSync(path).sort()).toEqual(['.work', 'case.json', 'ledger.jsonl', 'notes.txt']);
    await fill(folder);
    expect((await readCaseFile(path))!.runs).toHaveLength(1);
  });

  test('while another process writes it refuses', async () => {
    const path = join(base, 'case');
    const folder = await createCase(path, options());
    await expect(createCase(path, options({ mode: 'resume' }))).rejects.toThrow(
      `process ${process.pid} is still writing`,
    );
    await expect(createCase(path, options({ mode: 'restart' }))).rejects.toThrow(
      `process ${process.pid} is still writing`,
    );
    await expect(openCase(path)).rejects.toThrow('still writing it');
    await folder.stop('failed', 'test');
  });

  test('inside the evidence, or around it, is refused, also through a link', async () => {
    const collected = join(base, 'collected');
    mkdirSync(join(collected, 'sub'), { recursive: true });
    symlinkSync(collected, join(base, 'link'));
    for (const path of [collected, join(collected, 'sub', 'case'), join(base, 'link', 'case')])
      await expect(createCase(path, options({ evidence: [collected] }))).rejects.toThrow('lies in the evidence');
    await expect(createCase(base, options({ evidence: [collected] }))).rejects.toThrow('lies in it');
    await expect(createCase(join(base, 'disk.img'), options())).rejects.toMatchObject({ code: 'cannot-create' });
    expect(readdirSync(collected)).toEqual(['sub']);
  });

  test('where nothing can be written names the path and the reason', async () => {
    writeFileSync(join(base, 'file'), '');
    await expect(createCase(join(base, 'file', 'case'), options())).rejects.toMatchObject({
      code: 'cannot-create',
      message: expect.stringContaining(`${join(base, 'file', 'case')}: a part of the path is a file`),
    });
    await expect(createCase('/proc/case', options())).rejects.toMatchObject({ code: 'cannot-create' });
  });
});

describe('resuming', () => {
  test('keeps finished batches, drops halves, and gives the same bytes as one run', async () => {
    await fill(await createCase(join(base, 'whole'), options()));
    const path = join(base, 'case');
    const first = await createCase(path, options());
    await first.store(0, { files: '{"path":"not finished"}\n', claims: `${JSON.stringify(draft)}\n` });
    await first.store(1, { files: strange.map(row).join('') });
    await first.stop('interrupted', 'test');
    rmSync(join(path, '.work/parts/00000000.files.ndjson'));
    const second = await createCase(path, options({ mode: 'resume' }));
    expect(second.resumed).toBe(true);
    expect([...second.done]).toEqual([1]);
    expect(readdirSync(join(path, '.work/parts'))).toEqual(['00000001.files.ndjson']);
    await fill(second, [0, 2]);
    for (const name of resultNames) expect(read(path, name).equals(read(join(base, 'whole'), name)), name).toBe(true);
    const file = (await readCaseFile(path))!;
    expect(file.runs.map((r) => r.state)).toEqual(['interrupted', 'complete']);
    expect(await checkCase(path)).toEqual([]);
  });

  test('refuses when evidence, content, options or tool are not the same', async () => {
    const path = join(base, 'case');
    await (await createCase(path, options())).stop('failed', 'test');
    const resume = (changes: Partial<CreateCaseOptions>) => createCase(path, options({ mode: 'resume', ...changes }));
    await expect(resume({ content: { version: '2', hash: 'd' } })).rejects.toThrow('the detection content changed');
    await expect(resume({ options: { rules: ['x'] } })).rejects.toThrow('the options changed');
    appendFileSync(join(base, 'disk.img'), '!');
    await expect(resume({})).rejects.toThrow('the evidence changed');
  });

  test('a run that was killed counts as interrupted', async () => {
    const path = join(base, 'case');
    await createCase(path, options());
    writeFileSync(join(path, '.work/lock'), '999999999 1\n');
    await expect(openCase(path)).rejects.toThrow('was interrupted');
    const folder = await createCase(path, options({ mode: 'resume' }));
    await fill(folder);
    expect((await readCaseFile(path))!.runs.map((r) => r.state)).toEqual(['interrupted', 'complete']);
  });
});

const root = process.getuid?.() === 0;

describe('a full medium', () => {
  const mount = () => {
    const path = join(base, 'small');
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path]);
    return path;
  };
  const canMount = () => {
    if (!root) return false;
    try {
      execFileSync('umount', [mount()]);
      rmSync(join(base, 'small'), { recursive: true });
      return true;
    } catch {
      return false;
    }
  };

  test('fails with path and reason at every step, leaves no half file, and the case can be taken up elsewhere', async ({
    skip,
  }) => {
    if (!canMount()) skip('needs root to mount a small tmpfs');
    const small = mount();
    try {
      const path = join(small, 'case');
      const folder = await createCase(path, options());
      const line = row(facts(`/${'x'.repeat(1000)}`));
      await folder.store(0, { files: line.repeat(500) });
      const full = folder.store(1, { files: line.repeat(3000) });
      await expect(full).rejects.toMatchObject({
        code: 'io',
        message: expect.stringMatching(/00000001\.files\.ndjson: no space left on the medium \(ENOSPC\)/),
      });
      expect([...folder.done]).toEqual([0]);
      writeFileSync(join(small, 'ballast'), Buffer.alloc(1 << 20));
      const { findings, links } = await folder.mergeFindings([id]);
      const finish = folder.complete({
        evidence,
        host,
        coverage,
        verdict,
        findings,
        links,
        report: 'x'.repeat(4 << 20),
      });
      await expect(finish).rejects.toMatchObject({ code: 'io', message: expect.stringContaining(path) });
      await folder.stop('failed', 'The medium is full.');
      expect(readdirSync(path).filter((name) => name.endsWith('.partial'))).toEqual([]);
      expect(existsSync(join(path, 'report.html'))).toBe(false);
      rmSync(join(small, 'ballast'));
      const again = await createCase(path, options({ mode: 'resume' }));
      expect([...again.done]).toEqual([0]);
      await again.stop('interrupted', 'test');
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  });

  test('a read-only one is refused with the reason', async ({ skip }) => {
    if (!canMount()) skip('needs root to mount a small tmpfs');
    const small = mount();
    try {
      execFileSync('mount', ['-o', 'remount,ro', small]);
      await expect(createCase(join(small, 'case'), options())).rejects.toThrow('the medium is read-only (EROFS)');
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  });
});
