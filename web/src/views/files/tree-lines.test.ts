import { describe, expect, it } from 'vitest';
import type { TreeAnswer, TreeEntry } from '../../model.ts';
import { foldersOf, joined, linesOf } from './tree-lines.ts';

const entry = (path: string, kind: TreeEntry['kind'] = 'file'): TreeEntry => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  path,
  kind,
  standing: 'live',
  versions: 1,
  reverted: false,
  findings: [],
});
const answers: Record<string, TreeAnswer> = {
  '/': { path: '/', entries: [entry('/z'), entry('/home', 'directory'), entry('/a')], more: 0 },
  '/home': { path: '/home', entries: [entry('/home/x'), entry('/home/bin', 'directory')], more: 3 },
};

describe('the lines of a tree', () => {
  it('are those of unfolded folders, each under its folder, folders first', () => {
    const lines = linesOf(
      (p) => answers[p],
      (p) => p === '/home',
    );
    expect(lines.map((l) => `${l.depth} ${l.entry.path} ${l.open ?? ''}`.trim())).toEqual([
      '0 /home true',
      '1 /home/bin false',
      '1 /home/x',
      '0 /a',
      '0 /z',
    ]);
    expect(lines.find((l) => l.entry.path === '/home/x')!.more).toBe(3);
  });

  it('end at some depth, even in a folder that holds itself', () => {
    const loop: TreeAnswer = { path: '/', entries: [entry('/', 'directory')], more: 0 };
    expect(
      linesOf(
        () => loop,
        () => true,
      ).length,
    ).toBeLessThan(100);
  });

  it('show a folder once that two systems share, with all that lies below it', () => {
    const data = (entries: number): TreeEntry => ({
      ...entry('/data', 'directory'),
      below: { entries, gone: 1, findings: 0 },
    });
    const of = (...entries: TreeEntry[]): TreeAnswer => ({ path: '/', entries, more: 0 });
    const both = joined([of(data(2), entry('/a')), of(data(40))]);
    expect(both.entries.map((e) => [e.path, e.below?.entries])).toEqual([
      ['/data', 42],
      ['/a', undefined],
    ]);
  });

  it('are unfolded down to what a link names', () => {
    expect(foldersOf('/home/webserver/htdocs/a.cgi')).toEqual(['/home', '/home/webserver', '/home/webserver/htdocs']);
    expect(foldersOf('/a')).toEqual([]);
    expect(foldersOf('/')).toEqual([]);
  });
});
