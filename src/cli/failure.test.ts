import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { record } from '../../tests/cli/context.ts';
import { AfterimageError } from '../model/index.ts';
import { exitStatus, statusOf } from './exit-status.ts';
import { reportFailure } from './failure.ts';

function told(error: unknown, verbose = false) {
  const r = record();
  return { status: reportFailure(r.context, error, verbose), stderr: r.stderr() };
}

describe('failures', () => {
  it('prints one message for a request that failed, and its status', () => {
    const error = new AfterimageError('no-input', 'Cannot open gateway.img: no such file.', {
      cause: new Error('ENOENT'),
    });
    expect(told(error)).toEqual({ status: 66, stderr: 'afterimage: Cannot open gateway.img: no such file.\n' });
    expect(told(error, true).stderr).toMatch(/\n {2}because: Error: ENOENT\n/);
  });

  it('calls a bug a bug, with the stack only when asked', () => {
    const plain = told(new TypeError("Cannot read properties of undefined (reading 'x')"));
    expect(plain).toEqual({
      status: 70,
      stderr:
        "afterimage: this is a bug in Afterimage, not a statement about the evidence: TypeError: Cannot read properties of undefined (reading 'x')\n" +
        'Run it again with -v to see where, and please report it.\n',
    });
    expect(told(new TypeError('x'), true).stderr).toContain('failure.test.ts');
  });

  it('passes on what the operating system refused', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    expect(told(full)).toEqual({ status: 74, stderr: 'afterimage: ENOSPC: no space left on device, write\n' });
  });

  it('shows names in messages without letting them act', () => {
    expect(told(new AfterimageError('io', 'Cannot read /tmp/\u001b[2J\u202ex')).stderr).toBe(
      'afterimage: Cannot read /tmp/\\x1b[2J\\u{202e}x\n',
    );
  });
});

describe('docs/errors.md', () => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

  it('lists every error code with the status the code gives it', () => {
    const listed = [...page.matchAll(/^\| `([a-z-]+)` \| (\d+) \|/gm)].map((m) => [m[1], Number(m[2])]);
    expect(Object.fromEntries(listed)).toEqual(statusOf);
  });

  it('lists every exit status', () => {
    const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map((m) => Number(m[1]));
    expect(listed).toEqual([...new Set(Object.values(exitStatus))].toSorted((a, b) => a - b));
  });
});
