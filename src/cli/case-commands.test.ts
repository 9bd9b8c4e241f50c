import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterimage } from '../../tests/cli/context.ts';
import type { Finding } from '../index.ts';

// `npm test` builds first; worker threads run the built files.
const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'afterimage-cli-'));
const image = join(folder, 'gateway.img');
const casePath = join(folder, 'case');
const webShell = '/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi';

const run = (...words: string[]) => spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8', cwd: folder });
const ask = (...words: string[]) => afterimage(words, { cwd: folder });
const lines = (text: string): string[] => text.trimEnd().split('\n');

let examined: ReturnType<typeof run>;

beforeAll(() => {
  const packed = new URL('../../fixtures/gateway/gateway.img.gz', import.meta.url);
  writeFileSync(image, gunzipSync(readFileSync(packed)));
  examined = run('examine', image, '-o', casePath, '--examiner', 'A. Lind', '--case-number', '17');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('examine', () => {
  it('ends stdout with the verdict, says nothing but progress on stderr, and exits with 1 when there are findings', () => {
    const { statement } = JSON.parse(readFileSync(join(casePath, 'verdict.json'), 'utf8'));
    // A line every ten seconds: on a slow machine there may be one.
    const stderr = lines(examined.stderr).filter((line) => !/^(Reading|Hashing|Writing the case) /.test(line));
    expect({ status: examined.status, stderr }).toEqual({ status: 1, stderr: examined.stderr === '' ? [''] : [] });
    expect(lines(examined.stdout).at(-1)).toBe(statement);
    expect(examined.stdout).not.toContain('\u001b');
    expect(examined.stdout).toContain('Report    case/report.html');
  });

  it('keeps who examined what, for the record', () => {
    expect(JSON.parse(readFileSync(join(casePath, 'case.json'), 'utf8')).custody).toEqual({
      examiner: 'A. Lind',
      caseNumber: '17',
    });
  });

  it('prints one JSON document and nothing else with --json, and 0 with --exit-zero', () => {
    const { status, stdout, stderr } = run('examine', image, '-o', join(folder, 'json'), '--json', '--exit-zero', '-q');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      exitStatus: 1,
      case: join(folder, 'json'),
      verdict: { conclusion: 'compromised' },
    });
  });

  it('names the case after the evidence when nobody names it', () => {
    const { stdout } = run('examine', image, '--json', '-q');
    expect(JSON.parse(stdout).case).toMatch(/\/afterimage-gateway\.img-\d{8}T\d{6}Z$/);
  });

  it('never turns a failure into 0', () => {
    const { status, stdout, stderr } = run('examine', 'no-such.img', '-o', join(folder, 'none'), '--exit-zero');
    expect({ status, stdout }).toEqual({ status: 66, stdout: '' });
    expect(stderr).toMatch(/^afterimage: .*no-such\.img/);
  });

  it('does not write into a case that is there', () => {
    const { status, stderr } = run('examine', image, '-o', casePath);
    expect(status).toBe(73);
    expect(stderr).toContain('--restart');
  });

  it('stops on Ctrl-C with a case that can be gone on with, and says how', async () => {
    const big = join(folder, 'big.img');
    writeFileSync(big, '');
    truncateSync(big, 4 * 2 ** 30);
    const child = spawn(process.execPath, [bin, 'examine', big, '-o', join(folder, 'stopped')], { cwd: folder });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const closed = new Promise((resolve) => child.on('close', resolve));
    const begun = join(folder, 'stopped', 'case.json');
    while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    expect(await closed).toBe(75);
    expect(stderr).toContain('note: stopping; the case keeps what was done. Interrupt again to end at once.\n');
    expect(stderr).toContain(`Go on with the same command, with --resume and -o ${join(folder, 'stopped')}\n`);
    expect(JSON.parse(readFileSync(begun, 'utf8')).state).toBe('interrupted');
    const reading = await ask('findings', 'stopped');
    expect(reading.status).toBe(69);
    expect(reading.stderr).toContain('--resume');
  }, 60_000);
});

describe('findings', () => {
  const found = async (...words: string[]): Promise<Finding[]> =>
    JSON.parse((await ask('findings', 'case', '--json', ...words)).stdout);

  it('lists every finding, in every shape', async () => {
    const all = lines(readFileSync(join(casePath, 'findings.jsonl'), 'utf8')).map((l) => JSON.parse(l));
    expect(all.length).toBeGreaterThan(5);
    expect(await found()).toEqual(all);
    expect(lines((await ask('findings', 'case', '--jsonl')).stdout).map((l) => JSON.parse(l))).toEqual(all);
    expect(lines((await ask('findings', 'case')).stdout)).toHaveLength(all.length + 1);
    expect(lines((await ask('findings', 'case', '--csv')).stdout)).toHaveLength(all.length + 1);
  });

  it('filters', async () => {
    expect((await found('--severity', 'critical')).every((f) => f.severity === 'critical')).toBe(true);
    expect((await found('--family', 'slightpulse', '--state', 'removed')).map((f) => f.subject.path)).toContain(
      webShell,
    );
    expect((await found('--path', '/tmp/*')).every((f) => f.subject.path?.startsWith('/tmp/'))).toBe(true);
    expect(await found('--limit', '2')).toHaveLength(2);
    expect((await found('--offset', '1'))[0]).toEqual((await found())[1]);
  });

  it('colours on a terminal, and not with --no-color', async () => {
    const setting = { cwd: folder, isTTY: true, columns: 100, color: true };
    expect((await afterimage(['findings', 'case'], setting)).stdout).toMatch(/\u001b\[31mcritical *\u001b\[39m/);
    expect((await afterimage(['findings', 'case', '--no-color'], setting)).stdout).not.toContain('\u001b');
  });

  it('says so when nothing fits, without an error', async () => {
    expect(await ask('findings', 'case', '--family', 'NOSUCH')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'afterimage: note: no finding fits.\n',
    });
  });
});

describe('files and timeline', () => {
  it('finds a deleted file by its path', async () => {
    const { stdout } = await ask('files', 'case', '--path', '*/meeting_testjs.cgi', '--deleted', '--jsonl');
    const rows = lines(stdout).map((l) => JSON.parse(l));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect([row.path, row.allocation === 'allocated']).toEqual([webShell, false]);
  });

  it('finds by inode, hash and time', async () => {
    const [row] = lines((await ask('files', 'case', '--path', webShell, '--kind', 'file', '--jsonl')).stdout).map((l) =>
      JSON.parse(l),
    );
    const by = async (...words: string[]) => (await ask('files', 'case', '--jsonl', ...words)).stdout;
    expect(await by('--sha256', row.sha256)).toContain(row.sha256);
    expect(await by('--inode', String(row.inode))).toContain(row.sha256);
    expect(await by('--path', webShell, '--since', row.modified.slice(0, 10))).toContain(row.sha256);
    expect(await by('--path', webShell, '--since', '2037-01-01')).toBe('');
  });

  it('lists events in order, those of a finding with its id', async () => {
    const rows = lines((await ask('timeline', 'case', '--findings', '--jsonl')).stdout).map((l) => JSON.parse(l));
    expect(rows.length).toBeGreaterThan(10);
    // As numbers of one width: a time without a fraction is the beginning of its second.
    const at = rows.map((r) => `${r.at.slice(0, 19)}.${r.at.slice(20, -1).padEnd(9, '0')}`);
    expect(at).toEqual(at.toSorted());
    expect(rows.every((r) => /^[0-9a-f]{16}$/.test(r.finding_id))).toBe(true);
    expect((await ask('timeline', 'case', '--kind', 'deleted', '--limit', '1')).stdout).toContain('deleted');
  });
});

describe('report', () => {
  it('writes what report.html says, byte for byte, and Markdown by default', async () => {
    expect((await ask('report', 'case', '-f', 'html')).stdout).toBe(
      readFileSync(join(casePath, 'report.html'), 'utf8'),
    );
    expect((await ask('report', 'case')).stdout).toMatch(/^# /);
  });

  it('speaks the language that was asked for, when examining and afterwards, and English otherwise', async () => {
    writeFileSync(join(folder, 'note.txt'), 'a note');
    expect(run('examine', 'note.txt', '-o', 'ja-case', '--lang', 'ja').status).toBe(0);
    const written = readFileSync(join(folder, 'ja-case', 'report.html'), 'utf8');
    expect(written).toContain('<html lang="ja">');
    expect((await ask('report', 'ja-case', '-f', 'html', '--lang', 'ja')).stdout).toBe(written);
    expect((await ask('report', 'ja-case', '--lang', 'ja')).stdout).toContain('## 次に行うこと');
    expect((await ask('report', 'ja-case')).stdout).toContain('## What to do next');
  });

  it('does not overwrite a file, and knows what was meant', async () => {
    writeFileSync(join(folder, 'there.md'), 'mine');
    const refused = await ask('report', 'case', '-o', 'there.md');
    expect(refused).toEqual({
      status: 73,
      stdout: '',
      stderr: `afterimage: Cannot create ${folder}/there.md: it exists already.\n`,
    });
    expect(readFileSync(join(folder, 'there.md'), 'utf8')).toBe('mine');
    const slip = await ask('report', 'case', '-f', 'markdwon');
    expect([slip.status, slip.stdout]).toEqual([64, '']);
    expect(slip.stderr).toMatch(
      /^afterimage: No report named "markdwon"\. Did you mean "markdown"\? Known: html, markdown, /,
    );
  });
});

describe('recover', () => {
  it('writes every version into an encrypted zip and lists them', async () => {
    const { status, stdout } = await ask('recover', 'case', webShell, '-o', 'shell.zip', '--json');
    expect(status).toBe(0);
    const { items, output } = JSON.parse(stdout);
    expect(items.length).toBeGreaterThan(1);
    expect(output).toBe(join(folder, 'shell.zip'));
    expect(readFileSync(output).subarray(0, 2).toString()).toBe('PK');
    expect(readFileSync(output).includes('exit;')).toBe(false);
  });

  it('refuses to print a sample', async () => {
    const { status, stdout, stderr } = await ask('recover', 'case', webShell, '-o', 'raw.zip', '--raw-stdout');
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain('--raw-stdout is refused: a recovered file may be malware');
    expect(existsSync(join(folder, 'raw.zip'))).toBe(false);
  });
});

describe('verify', () => {
  const damaged = (name: string, damage: (path: string) => void): string => {
    const copy = join(folder, name);
    cpSync(casePath, copy, { recursive: true });
    damage(copy);
    return copy;
  };

  it('finds a finished case as it was written', async () => {
    const { status, stdout } = await ask('verify', 'case', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).map((c: { name: string; result: string }) => `${c.result} ${c.name}`)).toEqual([
      'ok case.json',
      'ok accounts.csv',
      'ok assessment.json',
      'ok coverage.json',
      'ok files.parquet',
      'ok findings.jsonl',
      'ok report.html',
      'ok timeline.parquet',
      'ok verdict.json',
      'ok ledger.jsonl',
    ]);
  });

  it.each<[string, string, (path: string) => void]>([
    ['a changed verdict', 'changed  verdict.json', (path) => appendFileSync(join(path, 'verdict.json'), ' ')],
    ['a missing report', 'missing  report.html', (path) => rmSync(join(path, 'report.html'))],
    [
      'a cut-off ledger',
      'broken  ledger.jsonl',
      (path) => {
        const text = readFileSync(join(path, 'ledger.jsonl'), 'utf8');
        writeFileSync(join(path, 'ledger.jsonl'), `${lines(text).slice(0, -1).join('\n')}\n`);
      },
    ],
    [
      'a hash taken out of case.json',
      'missing  findings.jsonl',
      (path) => {
        const file = JSON.parse(readFileSync(join(path, 'case.json'), 'utf8'));
        delete file.files['findings.jsonl'];
        writeFileSync(join(path, 'case.json'), JSON.stringify(file));
      },
    ],
  ])('tells of %s', async (what, line, damage) => {
    const { status, stdout } = await ask('verify', damaged(what.replaceAll(' ', '-'), damage));
    expect(status).toBe(1);
    expect(stdout).toContain(line);
  });

  it('says that findings of a changed case were changed, and shows them all the same', async () => {
    const copy = damaged('findings-changed', (path) => {
      const file = join(path, 'findings.jsonl');
      writeFileSync(file, `${lines(readFileSync(file, 'utf8')).slice(1).join('\n')}\n`);
    });
    const { status, stderr, stdout } = await ask('findings', copy);
    expect(status).toBe(0);
    expect(stderr).toContain('was changed after the examination');
    expect(stdout).toContain('ATRIUM');
  });

  it('refuses a folder that is no case', async () => {
    expect((await ask('verify', '.')).stderr).toMatch(
      /^afterimage: Cannot verify .*: it has no case\.json, so it is not a case\.\n$/,
    );
  });
});

describe('what this version can do', () => {
  it('lists every format, product, detector and report', async () => {
    const rows = JSON.parse((await ask('formats', '--json')).stdout) as { kind: string; name: string }[];
    expect(new Set(rows.map((r) => r.kind))).toEqual(
      new Set([
        'container',
        'volumes',
        'filesystem',
        'archive',
        'product',
        'log',
        'record',
        'detector',
        'rules over',
        'report',
      ]),
    );
    expect(rows.map((r) => r.name)).toContain('ext2/ext3/ext4');
  });

  it('lists the content by family', async () => {
    const { stdout } = await ask('content', 'list');
    expect(stdout).toMatch(/^SLIGHTPULSE +\d+ +high/m);
    expect(stdout).toMatch(/\nContent [\d.]+: \d+ rules, \d+ indicators\n$/);
  });

  it('says with file and line what of somebody’s content cannot be used', async () => {
    writeFileSync(join(folder, 'bad.yar'), 'rule good { condition: true }\nrule bad { condition: $x }\n');
    const { status, stdout } = await ask('content', 'check', 'bad.yar');
    expect(status).toBe(1);
    expect(stdout).toMatch(/bad\.yar:2 .*\$x/);
    expect(stdout).toMatch(/\n1 rules, 0 indicators, 0 samples: 1 problem\n$/);
  });

  it('prints its version and that of its content', async () => {
    expect((await ask('--version')).stdout).toMatch(/^afterimage \d+\.\d+\.\d+ \(content [\d.]+\)\n$/);
  });
});
