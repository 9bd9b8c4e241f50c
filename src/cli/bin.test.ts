import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));
const built = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const node = ['--import', 'tsx', bin];

const run = (words: string[]) => spawnSync(process.execPath, [...node, ...words], { encoding: 'utf8' });

describe('the program', () => {
  it('prints help on stdout and nothing on stderr', () => {
    const { status, stdout, stderr } = run(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^USAGE\n/);
  });

  it('answers a wrong command line with 64, on stderr only', () => {
    const { status, stdout, stderr } = run(['exmaine']);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain('Did you mean "examine"?');
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const child = spawn(process.execPath, [...node, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('fails when its output cannot be written', () => {
    const shell = spawnSync('sh', ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, ...node, '--help'], {
      encoding: 'utf8',
    });
    expect(shell.status).toBe(74);
    expect(shell.stderr).toMatch(/^afterimage: Cannot write to standard output: ENOSPC/);
  });

  it('completes words in bash', () => {
    const script = run(['completion', 'bash']).stdout;
    const shim = `afterimage() { "${process.execPath}" ${node.map((w) => `'${w}'`).join(' ')} "$@"; }`;
    const ask = 'COMP_WORDS=(afterimage find); COMP_CWORD=1; _afterimage; printf "%s\\n" "$COMPREPLY"';
    const { stdout, stderr } = spawnSync('bash', ['-c', `${shim}\n${script}\n${ask}`], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'findings\n', stderr: '' });
  });

  // `npm run build` makes it. How fast it starts is measured by the bench; what makes it slow is seen here.
  it.skipIf(!existsSync(built))('loads nothing but the commands for --help', () => {
    const folder = mkdtempSync(join(tmpdir(), 'afterimage-loaded-'));
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    expect(spawnSync(process.execPath, [built, '--help'], { env }).status).toBe(0);
    const loaded = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url);
    });
    rmSync(folder, { recursive: true });
    const rooms = /\/dist\/(?:index\.js|(?:bytes|evidence|artifacts|detectors|case|examination|assessment|reports)\/)/;
    expect(loaded.filter((url) => url.endsWith('/dist/cli/bin.js'))).toHaveLength(1);
    const ours = loaded.filter((url) => !url.includes('/node_modules/'));
    expect(ours.filter((url) => rooms.test(url))).toEqual([]);
    expect(loaded.filter((url) => /duckdb|yara/.test(url))).toEqual([]);
  });
});
