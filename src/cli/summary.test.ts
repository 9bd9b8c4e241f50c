import { describe, expect, it } from 'vitest';
import { record } from '../../tests/cli/context.ts';
import type { ExamineResult, Finding } from '../index.ts';
import { summaryDocument, summaryLines } from './summary.ts';

const finding = (over: Partial<Finding> = {}): Finding => ({
  id: '00112233aabbccdd',
  about: 'compromise',
  state: 'removed',
  rule: { id: 'slightpulse-cgi', source: 'yara', version: '2026.11.23' },
  family: 'SLIGHTPULSE',
  actors: ['UNC2630'],
  techniques: ['T1505.003'],
  subject: {
    path: '/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi',
    size: 8123,
    allocation: 'deleted',
    content: 'intact',
  },
  severity: 'critical',
  confidence: 'high',
  title: 'Web shell',
  explanation: 'A web shell.',
  locators: [{ evidence: '0', layers: ['gpt:2', 'ext4'], bytes: [{ offset: 4096, length: 8123 }] }],
  ...over,
});

const result = (over: Partial<ExamineResult> = {}): ExamineResult => ({
  casePath: '/nowhere/case-17',
  verdict: {
    subject: 'gw1',
    scope: 'this host',
    conclusion: 'compromised-then-cleaned',
    confidence: 'high',
    because: ['00112233aabbccdd'],
    limitedBy: ['2 sectors of gateway.img could not be read.'],
    statement: 'gw1 was compromised and then cleaned up (high confidence).',
  },
  host: {
    product: 'ivanti-connect-secure',
    title: 'Pulse/Ivanti Connect Secure',
    confidence: 'high',
    version: '9.1R11.3',
    name: 'gw1',
    systems: [],
    basis: [],
  },
  evidence: [{ id: 'ab', name: 'gateway.img', kind: 'image', size: 64 << 20, hashes: {}, role: 'device' }],
  findings: [finding()],
  coverage: [
    {
      evidence: 'ab',
      name: 'gateway.img',
      recognised: ['gpt:2 ext4'],
      space: {
        allocated: { present: 1 << 20, read: 1 << 20, entries: 12 },
        unallocated: { present: 4096, read: 2048, entries: 1 },
      },
      parsers: [],
      detectors: [],
      spans: [],
      unread: [],
    },
  ],
  assessment: {
    attribution: {
      statement: 'Consistent with UNC2630 (SLIGHTPULSE), with low confidence; would change if it were taken wrongly.',
      leading: ['UNC2630'],
      confidence: 'low',
      hypotheses: [],
      unattributed: [],
      sensitivity: [],
    },
    theft: {
      statement: 'Likely: logins of users, captured on the device. More.',
      items: [],
      accounts: { count: 2, says: '' },
    },
    activity: { statement: '' },
    visibility: [],
    exposure: { statement: '9.1R11.3 was open to CVE-2021-22893.', versions: [], open: [], others: [] },
  },
  exitStatus: 1,
  ...over,
});

describe('the summary after a run', () => {
  it('says who, what was found, what was not seen, where the report is, and ends with the verdict', () => {
    expect(summaryLines(record({ isTTY: true, columns: 80 }).context, result()).join('\n')).toMatchInlineSnapshot(`
      "Host      gw1, Pulse/Ivanti Connect Secure 9.1R11.3
      Evidence  gateway.img, 64.0 MiB
      Read      live files 1.0 MiB, free space 2.0 KiB of 4.0 KiB

      STATE    SEVERITY  FAMILY       PATH
      removed  critical  SLIGHTPULSE  /home/webserver…na-na/meeting/meeting_testjs.cgi

      Not seen  - 2 sectors of gateway.img could not be read.
      Actors    Consistent with UNC2630 (SLIGHTPULSE), with low confidence.
      Taken     Likely: logins of users, captured on the device. Reset 2:
                accounts.csv.
      Report    case-17/report.html
      gw1 was compromised and then cleaned up (high confidence)."
    `);
  });

  it('fits a screen however much was found', () => {
    const many = Array.from({ length: 5000 }, (_, i) =>
      finding({ id: String(i), subject: { ...finding().subject, path: `/tmp/${i}` } }),
    );
    const limitedBy = Array.from({ length: 300 }, (_, i) => `Partition ${i} is encrypted.`);
    const lines = summaryLines(
      record({ isTTY: true, columns: 60 }).context,
      result({ findings: many, verdict: { ...result().verdict, limitedBy } }),
    );
    expect(lines.length).toBeLessThan(34);
    expect(lines).toContain('and 4990 more, in the report');
    expect(lines).toContain('          - and 296 more, in the report');
  });

  it('fits 80 columns and 24 rows with the prompt, each line but the verdict within the width', () => {
    const long = 'The journals reach back to a day, volume by volume; what was removed before is known only by traces.';
    const many = Array.from({ length: 40 }, (_, i) =>
      finding({ subject: { ...finding().subject, path: `${finding().subject.path}${i}`, system: 'current' } }),
    );
    const statement = `Compromised (high confidence): ${'W'.repeat(150)}`;
    const given = result({
      findings: many,
      verdict: { ...result().verdict, limitedBy: Array(9).fill(long), statement },
      host: { ...result().host, systems: [{ role: 'rollback', layers: [], basis: '' }] },
    });
    given.assessment.attribution.statement = `${'Consistent with UNC2630. '.repeat(20)}`;
    const { context } = record({ isTTY: true, columns: 80 });
    const lines = summaryLines({ ...context, stdout: { ...context.stdout, rows: 24 } }, given);
    const rows = lines.slice(0, -1).length + Math.ceil(statement.length / 80);
    expect(rows).toBeLessThan(24);
    for (const line of lines.slice(0, -1)) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toBe(statement);
    expect(lines.filter((line) => line.endsWith(' …'))).not.toEqual([]);
  });

  it('places a piece without a name by where it lies', () => {
    const { path: _, ...subject } = finding().subject;
    const lines = summaryLines(
      record().context,
      result({ findings: [finding({ subject: { ...subject, allocation: 'unallocated' } })] }),
    );
    expect(lines).toContain('removed  critical  SLIGHTPULSE  (unallocated) gpt:2 ext4 at byte 4096');
  });

  it('counts what several rules say of one thing once, and names the system where there are several', () => {
    const inRollback = finding({ subject: { ...finding().subject, system: 'rollback' } });
    const inCurrent = finding({ subject: { ...finding().subject, system: 'current' } });
    const lines = summaryLines(record().context, result({ findings: [inRollback, inRollback, inCurrent] }));
    expect(lines.slice(4, 7)).toEqual([
      'STATE    SEVERITY  FAMILY       SYSTEM    PATH',
      'removed  critical  SLIGHTPULSE  rollback  /home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi',
      'removed  critical  SLIGHTPULSE  current   /home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi',
    ]);
  });

  it('shows hostile names without letting them act, and colours only where wanted', () => {
    const hostile = result({
      findings: [finding({ subject: { ...finding().subject, path: '/tmp/\u001b[2J\u202e\nclean' } })],
      host: { ...result().host, name: 'gw\u001b]0;x\u0007' },
    });
    expect(summaryLines(record().context, hostile).join('\n')).not.toMatch(/[\u001b\u202e\u0007]/);
    expect(summaryLines(record({ isTTY: true, color: true }).context, hostile).join('\n')).not.toMatch(
      /\u001b(?!\[\d+m)/,
    );
  });

  it('is one document for scripts', () => {
    expect(summaryDocument(result())).toMatchObject({
      verdict: { conclusion: 'compromised-then-cleaned' },
      counts: {
        findings: 1,
        bySeverity: { critical: 1 },
        byState: { removed: 1 },
        byAbout: { compromise: 1 },
        unread: 0,
      },
      case: '/nowhere/case-17',
      exitStatus: 1,
    });
  });
});
