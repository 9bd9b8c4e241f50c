import { describe, expect, it } from 'vitest';
import { afterimage } from '../../tests/cli/context.ts';

const refused = async (words: string) => {
  const { status, stdout, stderr } = await afterimage(words === '' ? [] : words.split(' '));
  expect(stdout).toBe('');
  expect(status).toBe(64);
  return stderr;
};

describe('a command line that is not understood', () => {
  it.each([
    [
      'exmaine gateway.img',
      'afterimage: no command named "exmaine". Did you mean "examine"?\nTry "afterimage --help".\n',
    ],
    ['frobnicate', 'afterimage: no command named "frobnicate".\nTry "afterimage --help".\n'],
    ['toString', 'afterimage: no command named "toString".\nTry "afterimage --help".\n'],
    ['content lst', 'afterimage: no command named "lst". Did you mean "list"?\nTry "afterimage --help".\n'],
    ['examine', 'afterimage: <evidence> is missing.\nTry "afterimage examine --help".\n'],
    [
      'examine x --jsn',
      'afterimage: no flag named "--jsn". Did you mean "--json"?\nTry "afterimage examine --help".\n',
    ],
    ['examine x --constructor', 'afterimage: no flag named "--constructor".\nTry "afterimage examine --help".\n'],
    ['examine x -z', 'afterimage: no flag named "-z".\nTry "afterimage examine --help".\n'],
    ['examine x -o', 'afterimage: --output needs a value.\nTry "afterimage examine --help".\n'],
    ['examine x -o a -o b', 'afterimage: --output was given twice.\nTry "afterimage examine --help".\n'],
    [
      'examine x --sha256 abc -t 0',
      'afterimage: --sha256: found "abc" (3 characters), expected a SHA-256 of 64 hexadecimal digits.\n' +
        'afterimage: --threads: found "0", expected a whole number from 1 to 256.\nTry "afterimage examine --help".\n',
    ],
    [
      'examine x --notes=',
      'afterimage: <evidence>: "--notes=" looks like a flag; write "./--notes=" if it is a file.\nTry "afterimage examine --help".\n',
    ],
    ['findings', 'afterimage: <case> is missing.\nTry "afterimage findings --help".\n'],
    [
      'findings c --severity hihg',
      'afterimage: --severity: found "hihg", expected one of informational, low, medium, high, critical. Did you mean "high"?\nTry "afterimage findings --help".\n',
    ],
    [
      'findings c --format jsnl',
      'afterimage: --format: found "jsnl", expected one of table, jsonl, json, csv. Did you mean "jsonl"?\nTry "afterimage findings --help".\n',
    ],
    [
      'findings c d',
      'afterimage: too many arguments: "d" is one more than the 1 expected.\nTry "afterimage findings --help".\n',
    ],
    [
      'completion tcsh',
      'afterimage: <shell>: found "tcsh", expected bash, zsh, fish.\nTry "afterimage completion --help".\n',
    ],
  ])('%s', async (words, message) => {
    expect(await refused(words)).toBe(message);
  });

  it('speaks English only, and says so', async () => {
    expect(await refused('examine x --lang de')).toContain('--lang: found "de", expected en or ja.');
  });

  it('never passes on what the words would do to the terminal', async () => {
    expect((await afterimage(['\u001b[2J'])).stderr).toBe(
      'afterimage: no command named "\\x1b[2J".\nTry "afterimage --help".\n',
    );
  });

  it.each([
    ['examine x --resume', 'Asked to resume a case without naming it, expected -o CASE.'],
    ['examine x --restart', 'Asked to restart a case without naming it, expected -o CASE.'],
    ['examine x -o c --resume --restart', 'Asked to resume and to restart at once, expected one of them.'],
    [
      `examine x --sha256 ${'0'.repeat(64)} --sha256 ${'1'.repeat(64)}`,
      'Found 2 values of --sha256 for 1 paths, expected at most one for each.',
    ],
  ])('refuses a contradiction: %s', async (words, message) => {
    expect(await refused(words)).toBe(`afterimage: ${message}\n`);
  });
});

describe('completion', () => {
  it('offers commands, flags and values', async () => {
    const offered = async (...words: string[]) =>
      (await afterimage(['__complete', ...words])).stdout.trimEnd().split('\n');
    expect(await offered('ex')).toEqual(['examine']);
    expect(await offered('examine', '--re')).toEqual(['--resume', '--restart']);
    expect(await offered('findings', 'case', '--severity', 'h')).toEqual(['high']);
    expect(await offered('completion', 'z')).toEqual(['zsh']);
  });
});
