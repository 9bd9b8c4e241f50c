import { describe, expect, it } from 'vitest';
import type { Coverage, Finding, Host } from '../model/index.ts';
import { conclude, limitsOf } from './index.ts';

const host: Host = {
  product: 'ivanti-connect-secure',
  title: 'Pulse/Ivanti Connect Secure',
  confidence: 'high',
  version: '9.1R11.3',
  systems: [],
  basis: [],
};
const coverage = (change: Partial<Coverage> = {}): Coverage => ({
  evidence: 'e',
  name: 'gateway.img',
  recognised: ['ext4'],
  space: {
    allocated: { present: 1000, read: 1000, entries: 10 },
    unallocated: { present: 500, read: 500, entries: 1 },
  },
  parsers: [],
  detectors: [{ name: 'yara', contentVersion: '1', looked: 10, skipped: 0, timedOut: 0 }],
  spans: [],
  unread: [],
  ...change,
});
const finding = (change: Partial<Finding> = {}): Finding => ({
  id: 'f',
  about: 'compromise',
  state: 'live',
  rule: { id: 'r', source: 'yara', version: '1' },
  family: 'ATRIUM',
  actors: [],
  techniques: [],
  subject: { path: '/a.cgi', size: 1, allocation: 'allocated', content: 'intact' },
  severity: 'critical',
  confidence: 'high',
  title: '',
  explanation: '',
  locators: [],
  ...change,
});
const concludeFor = (findings: Finding[], c: Coverage = coverage()) =>
  conclude('gateway.img', host, findings, limitsOf([c], host));

describe('the verdict', () => {
  it.each([
    ['compromised', [finding()]],
    ['compromised', [finding({ state: 'removed' }), finding()]],
    ['compromised-then-cleaned', [finding({ state: 'removed' })]],
    ['compromised-then-cleaned', [finding({ state: 'reverted', severity: 'high', confidence: 'medium' })]],
    ['suspected', [finding({ confidence: 'low' })]],
    ['suspected', [finding({ about: 'tampering', severity: 'medium' })]],
    ['suspected', [finding({ state: 'inferred' })]],
    ['no-evidence-found', [finding({ severity: 'low' })]],
    ['no-evidence-found', []],
  ] as [string, Finding[]][])('%s: %#', (conclusion, findings) => {
    expect(concludeFor(findings).conclusion).toBe(conclusion);
  });

  it('is inconclusive when too much was not read, and names what', () => {
    const unread = [
      {
        locator: { evidence: 'e', layers: [], bytes: [] },
        reason: 'gpt:3: encrypted volume (LUKS), not read',
        bytes: 4096,
      },
    ];
    const verdict = concludeFor([], coverage({ unread }));
    expect(verdict.conclusion).toBe('inconclusive');
    expect(verdict.statement).toContain('LUKS');
  });

  it('is inconclusive when a scan timed out: giving up is not finding nothing', () => {
    const detectors = [{ name: 'yara', contentVersion: '1', looked: 9, skipped: 0, timedOut: 1 }];
    expect(concludeFor([], coverage({ detectors })).conclusion).toBe('inconclusive');
  });

  it('is inconclusive when no source remembers, and says which are missing', () => {
    const present = { space: { allocated: { present: 1000, read: 1000, entries: 10 } } };
    const verdict = concludeFor([], coverage(present));
    expect(verdict.conclusion).toBe('inconclusive');
    expect(verdict.statement).toContain('no log that is read, no journal and no free space');
    const log = { log: '/data/runtime/logs/log.events.vc0', records: 1262, from: '2020-11-05T08:09:12Z' };
    expect(concludeFor([], coverage({ ...present, spans: [log] })).conclusion).toBe('no-evidence-found');
    expect(concludeFor([finding()], coverage(present)).conclusion).toBe('compromised');
  });

  it('is inconclusive when nothing was there to be read', () => {
    expect(concludeFor([], coverage({ space: {} })).conclusion).toBe('inconclusive');
  });

  it('never says clean, whatever it says', () => {
    const all = [[], [finding()], [finding({ state: 'removed' })], [finding({ confidence: 'low' })]].map((f) =>
      concludeFor(f),
    );
    for (const v of all) expect(`${v.statement} ${v.limitedBy.join(' ')}`).not.toMatch(/\bclean\b/i);
  });

  it('states an absence with what limits it', () => {
    expect(concludeFor([]).statement).toMatch(
      /^No evidence found in what was read \(11 entries, 1\.5 KiB\); \d+ limits are stated\.$/,
    );
    expect(concludeFor([]).limitedBy.join(' ')).toMatch(/rollback/);
  });
});
