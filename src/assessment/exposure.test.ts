import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../detectors/index.ts';
import type { Finding, Host } from '../model/index.ts';
import { exposureOf } from './exposure.ts';

const knowledge = loadKnowledge();

const host = (...systems: [role: string, version?: string][]): Host => ({
  product: 'ivanti-connect-secure',
  title: 'Pulse/Ivanti Connect Secure',
  confidence: 'high',
  systems: systems.map(([role, version]) => ({ role, layers: [], basis: '', ...(version && { version }) })),
  basis: [],
});

const sign = (notAfter: string): Finding => ({
  id: 'f',
  about: 'compromise',
  state: 'live',
  rule: { id: 'r', source: 'yara', version: '1' },
  actors: [],
  techniques: [],
  subject: { size: 1, allocation: 'allocated', content: 'intact' },
  appeared: { notAfter },
  severity: 'critical',
  confidence: 'high',
  title: '',
  explanation: '',
  locators: [],
});

describe('exposure', () => {
  it('says which vulnerabilities each version in use had, and when', () => {
    const installed = new Map([
      ['rollback', '2020-07-14T07:30:00Z'],
      ['current', '2020-11-05T08:00:00Z'],
    ]);
    const found = exposureOf(
      host(['current', '9.1R11.3'], ['rollback', '9.1R8']),
      installed,
      [sign('2021-01-14T03:14:00Z')],
      knowledge,
    );
    expect(found.open.map((o) => `${o.vulnerability} in ${o.version}: ${o.says}`)).toEqual([
      'CVE-2020-8243 in 9.1R8: 9.1R8 was in use from 2020-07-14 until 2020-11-05; public since 2020-09-29; needs a session of an administrator.',
      'CVE-2020-8260 in 9.1R8: 9.1R8 was in use from 2020-07-14 until 2020-11-05; public since 2020-10-28; needs a session of an administrator.',
      'CVE-2021-22893 in 9.1R8: 9.1R8 was in use from 2020-07-14 until 2020-11-05; public since 2021-04-20.',
      'CVE-2021-22893 in 9.1R11.3: 9.1R11.3 was in use from 2020-11-05 on; public since 2021-04-20; the first sign of a compromise (in place by 2021-01-14) falls into this time, before it was public; still open when the evidence was taken.',
    ]);
    expect(found.others.map((o) => o.vulnerability)).toEqual(['CVE-2019-11510']);
    expect(found.statement).toBe(
      '9.1R11.3 was open to CVE-2021-22893 when the evidence was taken; an earlier version on the device was open to CVE-2020-8243, CVE-2020-8260. Which hole was used is not shown by the version.',
    );
  });

  it('says that the fixed version came after the first sign', () => {
    const installed = new Map([
      ['rollback', '2020-11-05T08:00:00Z'],
      ['current', '2021-05-04T08:00:00Z'],
    ]);
    const found = exposureOf(
      host(['current', '9.1R11.4'], ['rollback', '9.1R11.3']),
      installed,
      [sign('2021-01-14T03:14:00Z')],
      knowledge,
    );
    expect(found.statement).toBe(
      '9.1R11.4 has none of the vulnerabilities that the knowledge lists for this product; an earlier version on the device was open to CVE-2021-22893; the version without CVE-2021-22893 was installed after the first sign of a compromise. Which hole was used is not shown by the version.',
    );
    expect(found.open[0]!.says).toContain(
      'the fixed version was installed after the first sign, so what came before may have stayed',
    );
  });

  it('does not say so when nothing was found, or what was found came later', () => {
    const installed = new Map([
      ['rollback', '2020-11-05T08:00:00Z'],
      ['current', '2021-05-04T08:00:00Z'],
    ]);
    for (const findings of [[], [sign('2021-06-01T00:00:00Z')]])
      expect(
        exposureOf(host(['current', '9.1R11.4'], ['rollback', '9.1R11.3']), installed, findings, knowledge).statement,
      ).not.toContain('after the first sign');
  });

  it('does not count what only a factory reset would bring back', () => {
    const found = exposureOf(host(['current', '22.7R2.5'], ['factory-reset', '9.1R1']), new Map(), [], knowledge);
    expect([found.open, found.others.length]).toEqual([[], 4]);
  });

  it('says when the days are not known', () => {
    const { statement, open } = exposureOf(host(['current', '9.0R3.2']), new Map(), [], knowledge);
    expect(open.map((o) => o.vulnerability)).toEqual([
      'CVE-2019-11510',
      'CVE-2020-8243',
      'CVE-2020-8260',
      'CVE-2021-22893',
    ]);
    expect(statement).toContain('No filesystem says when each version was installed.');
  });

  it('cannot say without a version, or when it is written in another way', () => {
    expect(exposureOf(host(['current']), new Map(), [], knowledge).statement).toBe(
      'Cannot say to which vulnerabilities the device was open, because its version is not known.',
    );
    const odd = exposureOf(host(['current', 'nightly']), new Map(), [], knowledge);
    expect(odd.open).toEqual([]);
    expect(odd.statement).toMatch(/^whether nightly was open to a published vulnerability cannot be said/i);
    const other = exposureOf({ ...host(['current', '9.1R8']), product: 'linux' }, new Map(), [], knowledge);
    expect(other.statement).toContain('the knowledge lists none for this product');
    expect(odd.others.every((o) => o.says.startsWith('cannot be judged'))).toBe(true);
  });
});
