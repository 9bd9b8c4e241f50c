import { describe, expect, it } from 'vitest';
import type { EntryFacts } from '../../model/index.ts';
import { Comparison, type Expected } from './comparison.ts';

const facts = (path: string, kind: EntryFacts['kind'] = 'file'): EntryFacts => ({
  locator: { evidence: '0', layers: [], bytes: [{ offset: 0, length: 1 }] },
  path,
  kind,
  size: 1,
  allocation: 'allocated',
  content: 'intact',
  times: {},
});
const path = (i: number): string => `/home/bin/program${i}`;
const list = (n: number): Expected[] => Array.from({ length: n }, (_, i) => ({ path: path(i), sha256: 'good' }));

/** @param hashes of program 0, 1, …; undefined for one that is not there, '' for one that could not be read */
function compared(hashes: (string | undefined)[], excluded: string[] = [], extra: EntryFacts[] = []) {
  const comparison = new Comparison(list(hashes.length), (p) => excluded.includes(p));
  comparison.entry({ facts: facts('/home/bin', 'directory') });
  for (const [i, sha256] of hashes.entries())
    if (sha256 !== undefined) comparison.entry({ facts: facts(path(i)), ...(sha256 && { hashes: { sha256 } }) });
  for (const more of extra) comparison.entry({ facts: more, hashes: { sha256: 'new' } });
  const { changed, added, missing, ...counts } = comparison.finish();
  return {
    ...counts,
    changed: changed.map((c) => c.expected.path),
    added: added.map((a) => a.facts.path),
    missing: missing.map((m) => m.expected.path),
  };
}

const good = (n: number): string[] => Array.from({ length: n }, () => 'good');

describe('a comparison with a list', () => {
  it('tells what changed, is new, is gone, and what it could not judge', () => {
    const extra = [facts('/home/bin/new'), facts('/home/bin/new.log'), facts('/home/other/x'), facts('/home/bin/skip')];
    expect(compared(['bad', '', undefined, ...good(7)], ['/home/bin/skip'], extra)).toEqual({
      same: 7,
      changed: [path(0)],
      unread: 1,
      missing: [path(2)],
      absent: 1,
      added: ['/home/bin/new'],
      excluded: 1,
      other: 0,
    });
  });

  it('takes a link in the place of a file for there', () => {
    expect(compared([undefined, ...good(9)], [], [facts(path(0), 'symlink')]).missing).toEqual([]);
  });

  it('misses nothing in a selection of files', () => {
    expect(compared([...good(5), ...Array.from({ length: 20 }, () => undefined)])).toMatchObject({
      missing: [],
      absent: 20,
    });
  });

  it('refuses a list of another version by the evidence, and not one of which a few files differ', () => {
    const bad = (n: number): string[] => Array.from({ length: n }, () => 'bad');
    expect(compared([...bad(30), ...good(70)]).refused).toContain('30 of the 100 listed files');
    expect(compared([...bad(11), ...good(9)]).refused).toBeUndefined();
    expect(compared([...bad(15), ...good(85)]).refused).toBeUndefined();
    expect(compared([undefined]).refused).toBe('none of the files it lists was found');
  });
});
