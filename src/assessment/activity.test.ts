import { describe, expect, it } from 'vitest';
import { gatewayCoverage } from '../../tests/support/coverage.ts';
import { loadKnowledge } from '../detectors/index.ts';
import type { Finding } from '../model/index.ts';
import { activityOf } from './activity.ts';

const knowledge = loadKnowledge();
let number = 0;
const found = (family: string, more: Partial<Finding>): Finding => ({
  id: `f${++number}`,
  about: 'compromise',
  state: 'removed',
  rule: { id: 'r', source: 'yara', version: '1' },
  family,
  actors: [],
  techniques: [],
  subject: { size: 1, allocation: 'deleted', content: 'intact' },
  severity: 'critical',
  confidence: 'high',
  title: '',
  explanation: '',
  locators: [],
  ...more,
});

const atrium = found('ATRIUM', {
  appeared: { notBefore: '2021-01-14T03:11:30Z', notAfter: '2021-01-14T03:12:00Z' },
  removed: { notBefore: '2021-04-18T02:15:00Z', notAfter: '2021-04-18T02:15:30Z' },
});
const slightpulse = found('SLIGHTPULSE', {
  appeared: { notAfter: '2021-01-14T03:14:00Z' },
  removed: { notBefore: '2021-04-18T02:14:07Z', notAfter: '2021-04-18T02:14:07Z' },
});

describe('from when to when', () => {
  it('is told with the clean-up and the report that followed it, and no reason why', () => {
    const activity = activityOf([atrium, slightpulse], [gatewayCoverage()], knowledge);
    expect(activity).toEqual({
      statement:
        'The first backdoor was in place by 2021-01-14; the first removal came 93 days later; the last deed that is dated was not after 2021-04-18; what was removed went between 2021-04-18T02:14:07Z and 2021-04-18T02:15:30Z, 2 days before "First public report on the Pulse Secure intrusions" (2021-04-20); one device does not show why.',
      first: { notAfter: '2021-01-14T03:12:00Z' },
      last: { notBefore: '2021-04-18T02:15:00Z', notAfter: '2021-04-18T02:15:30Z' },
      dwellDays: { least: 93, still: false },
      cleanUp: {
        from: '2021-04-18T02:14:07Z',
        until: '2021-04-18T02:15:30Z',
        daysAfterFirst: 93,
        disclosures: ['2 days before "First public report on the Pulse Secure intrusions" (2021-04-20)'],
      },
    });
  });

  it('lasts until the evidence ends while a backdoor is still there', () => {
    const live = found('ATRIUM', {
      state: 'live',
      appeared: { notBefore: '2021-01-14T03:11:30Z', notAfter: '2021-01-14T03:12:00Z' },
    });
    const { dwellDays, cleanUp } = activityOf([live], [gatewayCoverage()], knowledge);
    expect([dwellDays, cleanUp]).toEqual([{ least: 95, most: 95, still: true }, undefined]);
  });

  it('names no report that is far from the removal', () => {
    const early = { ...slightpulse, removed: { notAfter: '2021-02-01T00:00:00Z' } };
    expect(activityOf([early], [gatewayCoverage()], knowledge).cleanUp!.disclosures).toEqual([]);
  });

  it('is not known without dates, and not given without strong evidence', () => {
    expect(activityOf([found('ATRIUM', {})], [gatewayCoverage()], knowledge)).toEqual({
      statement: 'When the first backdoor came is not known.',
    });
    expect(activityOf([], [gatewayCoverage()], knowledge).statement).toMatch(/^No time of a compromise can be given/);
  });
});
