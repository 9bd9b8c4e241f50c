import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OwnFolders } from './own-folders.ts';
import { type PathTally, voteOn } from './path.ts';

const tally = (voters: number, counts: number[], unread = 0): PathTally => ({
  voters,
  unread,
  counts: counts.toSorted((a, b) => b - a),
  contents: counts.length,
  present: counts.reduce((a, b) => a + b, 0),
});
const outcome = (voters: number, counts: number[], unread = 0) => voteOn(tally(voters, counts, unread)).outcome;

describe('a vote on one path', () => {
  it.each([
    ['all agree', 5, [5], 'agreed'],
    ['one of five differs', 5, [4, 1], 'odd'],
    ['one of three differs', 3, [2, 1], 'odd'],
    ['one does not have it', 5, [4], 'odd'],
    ['only one has it', 5, [1], 'odd'],
    ['a tie', 4, [2, 2], 'divided'],
    ['a tie between having it and not', 4, [2], 'divided'],
    ['two camps', 10, [6, 4], 'divided'],
    ['everybody differs, as host keys do', 5, [1, 1, 1, 1, 1], 'individual'],
    ['most differ', 6, [2, 1, 1, 1, 1], 'individual'],
    ['two voters', 2, [1, 1], 'too-few'],
    ['nobody', 0, [], 'too-few'],
  ] as const)('%s', (_, voters, counts, expected) => {
    expect(outcome(voters, [...counts])).toBe(expected);
  });

  it('takes what could not be read for no vote, neither for nor against', () => {
    expect(outcome(4, [2], 2)).toBe('too-few');
    expect(outcome(5, [3, 1], 1)).toBe('odd');
    expect(voteOn(tally(5, [4], 1))).toEqual({ outcome: 'agreed', of: 4, majority: 4, absent: false });
  });

  it('says when the majority has no such file', () => {
    expect(voteOn(tally(5, [1]))).toEqual({ outcome: 'odd', of: 5, majority: 4, absent: true });
    expect(voteOn(tally(5, [4]))).toEqual({ outcome: 'odd', of: 5, majority: 4, absent: false });
  });

  it('never calls a third or more of the voters odd, and never fewer than three enough', () => {
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
        fc.nat(4),
        (absent, counts, unread) => {
          const present = counts.reduce((a, b) => a + b, 0);
          const { outcome, of, majority } = voteOn(tally(present + absent + unread, counts, unread));
          expect(of).toBe(present + absent);
          if (outcome === 'odd') expect((of - majority) * 3).toBeLessThanOrEqual(of);
          if (outcome === 'odd' || outcome === 'agreed') expect(of).toBeGreaterThanOrEqual(3);
          if (outcome === 'agreed') expect(counts.length + (absent > 0 ? 1 : 0)).toBe(1);
        },
      ),
    );
  });
});

describe('folders in which devices have files of their own', () => {
  const shared = new Set(['/', '/data', '/data/logs', '/home', '/home/bin']);

  it('are learned from several devices, at the nearest folder that all have', () => {
    const own = new OwnFolders(shared, 5);
    own.add('/data/logs/session-1/a', 0);
    own.add('/data/logs/session-2/b', 1);
    own.add('/home/bin/x.cgi', 2);
    expect(own.covers('/data/logs/session-9/z')).toBe(true);
    expect(own.covers('/home/bin/x.cgi')).toBe(false);
    expect(own.list()).toEqual([{ folder: '/data/logs', devices: 2 }]);
  });

  it('are not made of one device that has many', () => {
    const own = new OwnFolders(shared, 5);
    for (let i = 0; i < 50; i++) own.add(`/home/bin/${i}`, 3);
    expect(own.covers('/home/bin/0')).toBe(false);
  });
});
