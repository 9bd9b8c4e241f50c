import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import type { Coverage, Finding, Verdict } from '../../src/model/index.ts';

const root = resolve(import.meta.dirname, '..', '..');
const bin = join(root, 'dist', 'cli', 'bin.js');

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The last line of what was printed: the verdict. */
  last: string;
}

/** Runs the built command as a stranger would. */
export function afterimage(
  args: string[],
  options: { cwd?: string; timeout?: number; env?: NodeJS.ProcessEnv } = {},
): Run {
  const run = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    timeout: options.timeout ?? 120_000,
    maxBuffer: 256 * 1024 * 1024,
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
  });
  const last = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { status: run.status, stdout: run.stdout, stderr: run.stderr, last };
}

/** A folder that goes when the tests of this file are over. */
export function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'afterimage-walk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Unpacks a fixture into a folder. @param name path within `fixtures`, ending in `.gz` */
export function unpack(name: string, folder: string): string {
  const path = join(folder, name.split('/').at(-1)!.replace(/\.gz$/, ''));
  writeFileSync(path, gunzipSync(readFileSync(join(root, 'fixtures', name))));
  return path;
}

export const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;
export const verdictOf = (casePath: string): Verdict => json(casePath, 'verdict.json');
export const coverageOf = (casePath: string): Coverage[] => json(casePath, 'coverage.json');
export const findingsOf = (casePath: string): Finding[] =>
  readFileSync(join(casePath, 'findings.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Finding);
