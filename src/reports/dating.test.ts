import { describe, expect, it } from 'vitest';
import { gateway } from '../../tests/support/report-inputs.ts';
import { byInstant, type Finding, type Interval, type State } from '../model/index.ts';
import { basisOf, datingOf } from './dating.ts';
import { intervalText } from './times.ts';
import { wordsOf } from './words/index.ts';

const words = wordsOf('en');

const template = gateway().findings[0]!;
let made = 0;
const finding = (state: State, appeared?: Interval, removed?: Interval): Finding => {
  const { appeared: _, removed: __, ...rest } = template;
  made++;
  return {
    ...rest,
    id: `${made}`,
    subject: { ...rest.subject, path: `/f${made}` },
    state,
    ...(appeared && { appeared }),
    ...(removed && { removed }),
  };
};
const jan = '2021-01-14T03:12:00Z';
const feb = '2021-02-01T00:00:00Z';
const apr = '2021-04-18T02:14:07Z';
const texts = (...findings: Finding[]): string[] => {
  const dating = datingOf({ ...gateway().verdict, because: findings.map((f) => f.id) }, findings);
  return [words.since(dating), words.until(dating)];
};

describe('since and until', () => {
  it('are the first to appear and the stretch of the removals', () => {
    expect(
      texts(
        finding('live', { notBefore: feb, notAfter: feb }),
        finding('removed', { notBefore: jan, notAfter: jan }, { notBefore: apr, notAfter: apr }),
        finding('reverted', undefined, { notBefore: apr, notAfter: '2021-04-18T02:20:41.5Z' }),
      ),
    ).toEqual([
      '2021-01-14 03:12:00 UTC. 1 item at a time that is not known.',
      '1 item still in place when the evidence was taken. 2 items removed or put back, 2021-04-18, 02:14:07 to 02:20:41 UTC.',
    ]);
  });

  it('tell the removals that are dated apart from those that are not', () => {
    expect(
      texts(
        finding('removed', undefined, { notBefore: apr, notAfter: apr }),
        finding('reverted', undefined, { notBefore: jan }),
      )[1],
    ).toBe(
      '2 items removed or put back: 1 of them 2021-04-18 02:14:07 UTC, the other at a time that is not known exactly.',
    );
    expect(texts(finding('reverted', undefined, { notBefore: jan }))[1]).toBe(
      '1 item removed or put back, not before 2021-01-14 03:12:00 UTC.',
    );
  });

  it('count a file once, however many rules speak of it', () => {
    const one = finding('live', { notAfter: jan });
    expect(texts(one, { ...one, id: 'a' }, { ...one, id: 'b' })[1]).toBe(
      '1 item still in place when the evidence was taken.',
    );
  });

  it('have a lower bound only when every dated finding has one', () => {
    expect(texts(finding('live', { notBefore: feb, notAfter: apr }), finding('live', { notAfter: apr }))[0]).toBe(
      '2021-04-18 02:14:07 UTC at the latest.',
    );
    expect(texts(finding('removed', { notBefore: jan }, { notAfter: apr }))).toEqual([
      '2021-01-14 03:12:00 UTC at the earliest.',
      '1 item removed or put back, not after 2021-04-18 02:14:07 UTC.',
    ]);
  });

  it('say so when nothing is known', () => {
    expect(texts(finding('removed'))).toEqual([
      'No time of appearance is known.',
      '1 item removed or put back, at a time that is not known.',
    ]);
    expect(texts(finding('inferred'))[1]).toBe('Nothing says until when.');
  });

  it('rest on the strong findings that the verdict names, not on leads', () => {
    const { verdict, findings } = gateway();
    const basis = basisOf(verdict, findings);
    expect(basis).toHaveLength(7);
    expect(basis.some((f) => f.about !== 'compromise')).toBe(false);
    const leads = findings.filter((f) => f.about === 'lead');
    expect(basisOf({ ...verdict, because: leads.map((f) => f.id) }, findings)).toEqual(leads);
  });
});

it('orders instants by time, whatever the digits of their fraction', () => {
  const times = ['2021-01-01T00:00:00.000000002Z', '2021-01-01T00:00:00.00000001Z', '2021-01-01T00:00:00Z'];
  expect(times.toSorted(byInstant)).toEqual([times[2], times[0], times[1]]);
});

it('shows a time that is none as it is', () =>
  expect(intervalText({ notAfter: 'soon' }, words)).toBe('not after soon'));
