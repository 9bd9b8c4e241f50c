import { describe, expect, it } from 'vitest';
import type { Coverage, Finding, PassedAccount } from '../../model/index.ts';
import { theftOf, theftWindows } from './index.ts';

let number = 0;
const found = (id: string, techniques: string[], more: Partial<Finding> = {}): Finding => ({
  id: `f${++number}`,
  about: 'compromise',
  state: 'removed',
  rule: { id, source: 'yara', version: '1' },
  actors: [],
  techniques,
  subject: { size: 1, allocation: 'deleted', content: 'intact' },
  severity: 'critical',
  confidence: 'high',
  title: '',
  explanation: '',
  locators: [],
  ...more,
});

const logs = (records: number): Coverage[] => [
  {
    evidence: 'e',
    name: 'e',
    recognised: [],
    space: {},
    parsers: [],
    detectors: [],
    spans: records > 0 ? [{ log: '/data/runtime/logs/log.access.vc0', records }] : [],
    unread: [],
  },
];

const shell = found('atrium-parameter-command', ['T1505.003', 'T1059.004'], { family: 'ATRIUM' });
const capture = found('radialpulse-credential-append', ['T1056.003', 'T1554', 'T1074.001'], { family: 'RADIALPULSE' });
const loot = found('radialpulse-loot', ['T1074.001'], {
  family: 'RADIALPULSE',
  severity: 'high',
  confidence: 'medium',
});
const account: PassedAccount = {
  user: 'one',
  kind: 'user',
  first: '2021-02-01T00:00:00Z',
  last: '2021-02-01T00:00:00Z',
  records: 1,
  captured: true,
};

/** Each kind of thing with its grade, as a table. */
const graded = (findings: Finding[], records = 100): string[] =>
  theftOf(findings, logs(records), []).items.map((i) => `${i.what}: ${i.grade}`);

describe('what was taken', () => {
  it('is graded kind by kind, and captured logins are not yet gone', () => {
    expect(graded([shell, capture, loot])).toEqual([
      'Logins of users, captured on the device: observed',
      'Data laid ready to be taken: observed',
      'Files of the device, read through a backdoor: possible',
      'Documents inside the network, fetched through the gateway: possible',
      'Sessions of users taken over: possible',
      'The configuration, with the secrets it holds: possible',
      'Data that left the device: possible',
    ]);
    expect(theftOf([shell, capture, loot], logs(100), []).statement).toBe(
      'Observed: logins of users, captured on the device; data laid ready to be taken. That data left the device was not observed in what was read: signs of theft are no proof of it.',
    );
  });

  it('is likely where the program was found and its loot was not', () => {
    expect(graded([capture])[0]).toBe('Logins of users, captured on the device: likely');
  });

  it('is not observed where nothing was found, with logs read', () => {
    const theft = theftOf([], logs(2093), []);
    expect(new Set(theft.items.map((i) => i.grade))).toEqual(new Set(['not observed in what was read']));
    expect(theft.items.at(-1)!.because).toEqual(['Neither files nor 2093 log records tell of it.']);
    expect(theft.statement).toBe('Nothing that was taken was observed in what was read.');
    expect(theft.accounts.count).toBe(0);
  });

  it('cannot be assessed where only logs could tell and none was read', () => {
    const grades = graded([], 0);
    expect(grades.filter((g) => g.endsWith('cannot be assessed'))).toHaveLength(4);
    expect(grades[0]).toBe('Logins of users, captured on the device: not observed in what was read');
    expect(theftOf([shell], logs(0), []).accounts.says).toMatch(
      /^Which accounts passed the device cannot be said, because no log was read/,
    );
  });

  it('takes an export by an administrator for what it may be', () => {
    const exported = found('configuration-exported', ['T1005'], {
      about: 'lead',
      severity: 'low',
      confidence: 'low',
      rule: { id: 'configuration-exported', source: 'sigma', version: '1' },
    });
    expect(graded([exported])[5]).toBe('The configuration, with the secrets it holds: possible');
  });

  it('does not take the name of a file for stolen logins', () => {
    const named = found('indicator--x', ['T1056.003', 'T1074.001'], {
      confidence: 'low',
      severity: 'medium',
      about: 'lead',
      rule: { id: 'indicator--x', source: 'path', version: '1' },
    });
    expect(graded([named])[0]).toBe('Logins of users, captured on the device: not observed in what was read');
  });

  it('says that data left when answers were far larger than usual', () => {
    const large = found('bulk-answer', ['T1041'], {
      about: 'lead',
      severity: 'low',
      confidence: 'low',
      rule: { id: 'bulk-answer', source: 'builtin', version: '1' },
    });
    expect([graded([large]).at(-1), graded([shell, large]).at(-1)]).toEqual([
      'Data that left the device: possible',
      'Data that left the device: likely',
    ]);
  });
});

describe('the time in which logins could be read', () => {
  it('reaches from the earliest bound to the latest, and is open where something is still there', () => {
    const early = {
      ...capture,
      appeared: { notBefore: '2021-01-14T03:11:30Z', notAfter: '2021-01-14T03:14:00Z' },
      removed: { notAfter: '2021-04-18T02:15:30Z' },
    };
    const live = { ...shell, state: 'live' as const, appeared: { notAfter: '2021-01-14T03:12:00Z' } };
    expect(theftWindows([early, live])).toMatchObject({
      compromised: { from: '2021-01-14T03:11:30Z' },
      capturing: { from: '2021-01-14T03:11:30Z', until: '2021-04-18T02:15:30Z', findings: [capture.id] },
    });
    expect(theftWindows([early, live]).compromised).not.toHaveProperty('until');
    expect(theftWindows([])).toEqual({});
  });

  it('is told with the accounts and what the list does not know', () => {
    const { accounts } = theftOf([shell, capture], logs(5), [account, { ...account, user: 'two', captured: false }]);
    expect(accounts).toEqual({
      count: 2,
      says: 'accounts.csv lists 2 accounts that logged in through the device while a backdoor or a login capture was in place, 1 of them while logins were captured: reset them. It knows only logins that the logs still tell of. What the configuration keeps (local accounts, bind passwords, shared secrets, private keys) counts as read as well.',
    });
  });
});
