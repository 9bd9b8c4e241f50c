import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../../tests/support/coverage.ts';
import { gateway } from '../../../tests/support/report-inputs.ts';
import { assess, conclude, limitsOf } from '../../assessment/index.ts';
import { loadKnowledge } from '../../detectors/index.ts';
import { disclosures } from '../../model/disclosures.ts';
import type { Finding, Host } from '../../model/index.ts';
import { assessedParts } from '../assessment.ts';
import { statementOf } from '../statement.ts';
import { languages, wordsOf } from './index.ts';

const [en, ja] = [wordsOf('en'), wordsOf('ja')];

/** Paths of all words of a catalogue, and whether each is a text or made from something. */
const shapeOf = (value: unknown, path = ''): string[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${path}/${key}`))
    : [path];

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(textsOf)
      : [];

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
const host = (more: Partial<Host> = {}): Host => ({
  product: 'ivanti-connect-secure',
  title: 'Pulse/Ivanti Connect Secure',
  confidence: 'high',
  systems: [],
  basis: [],
  ...more,
});

describe('the words of a report', () => {
  it('are the same in every language, and none is empty or left in English', () => {
    for (const language of languages)
      expect(shapeOf({ ...wordsOf(language), assessed: 0 }).sort()).toEqual(shapeOf({ ...en, assessed: 0 }).sort());
    const { stays: _, tag: __, methods, ...rest } = ja;
    expect(methods.lead).toBe(en.methods.lead);
    const left = textsOf(rest).filter((text) => !japanese.test(text));
    // Only terms that are the same in both.
    expect(left).toEqual(['。']);
  });

  it('never call a device clean', () => {
    for (const text of textsOf(ja)) expect(text).not.toMatch(/クリーン|安全です|問題ありません/);
  });

  it('say every limit of a verdict that is ours in Japanese', () => {
    const span = (log: string, from?: string) => ({ log, ...(from && { from, to: from }) });
    const cases = [
      limitsOf([coverage()], host({ product: 'unknown' }), 1),
      limitsOf([coverage()], host(), 3),
      limitsOf([coverage()], host({ systems: [{ role: 'rollback', layers: [], basis: '' }] })),
      limitsOf([coverage()], host({ systems: [{ role: 'factory-reset', layers: [], basis: '' }] })),
      limitsOf([coverage({ spans: [span('journal of a')] })], host()),
      limitsOf([coverage({ spans: [span('journal of a', '2021-01-01T00:00:00Z')] })], host()),
      limitsOf(
        [
          coverage({
            spans: [
              span('journal of a', '2021-01-01T00:00:00Z'),
              span('journal of b', '2020-01-01T00:00:00Z'),
              { log: '/l', records: 5 },
            ],
            detectors: [{ name: 'yara', contentVersion: '1', looked: 1, skipped: 0, timedOut: 2 }],
          }),
        ],
        host(),
      ),
    ];
    const sentences = new Set(cases.flatMap((c) => c.limitedBy));
    expect(sentences.size).toBeGreaterThan(12);
    expect([...sentences].filter((s) => !japanese.test(ja.sentence(s) ?? ''))).toEqual([]);
    // Numbers and times come through.
    expect(
      ja.sentence(
        'The journal reaches back to 2021-01-01 00:00:00 UTC; what was removed or put back before is known only by what it left behind.',
      ),
    ).toContain('2021-01-01 00:00:00 UTC');
    expect(ja.sentence('a reason that a parser gives')).toBeUndefined();
  });

  it('say what follows from the findings in Japanese, cell by cell', () => {
    const knowledge = loadKnowledge();
    const { findings, coverage: read, host: gatewayHost } = gateway();
    const since = new Map([
      ['rollback', '2020-07-14T07:30:00Z'],
      ['current', '2020-11-05T08:00:01Z'],
    ]);
    const account = {
      user: 'a',
      kind: 'user',
      first: since.get('current')!,
      last: since.get('current')!,
      records: 1,
      captured: true,
    } as const;
    const trace = { kind: 'certificate', domain: 'north.example.com', present: true } as const;
    const says =
      'A certificate in /etc/a.crt is for vpn.north.example.com of North GmbH, valid from 2026-01-01 to 2027-01-01.';
    const marks = { host: [], evidence: [], address: [], serial: [] };
    const owner = { traces: [{ ...trace, says, locators: [] }], passedOver: [], marks, caseName: 'gw', stated: [] };
    const because = 'It names no host: it is of a person, a program or the product.';
    const passedOver = [{ what: 'Certificate of North GmbH in /etc/b.pem', because, locators: [] }];
    const nobody = { ...owner, traces: [], passedOver };
    const assessments = [
      assess({
        findings,
        coverage: read,
        host: gatewayHost,
        installed: since,
        accounts: [account],
        knowledge,
        owner: { ...owner, passedOver },
      }),
      ...[findings, findings.filter((f) => f.family === 'STEADYPULSE'), findings.filter((f) => !f.family), []].map(
        (f) =>
          assess({
            findings: f,
            coverage: read,
            host: gatewayHost,
            installed: new Map(),
            accounts: [],
            knowledge,
            owner: nobody,
          }),
      ),
      assess({
        findings,
        coverage: [],
        host: host({ product: 'unknown' }),
        installed: new Map(),
        accounts: [],
        knowledge,
        owner,
      }),
      assess({
        findings: [],
        coverage: [coverage()],
        host: host(),
        installed: new Map(),
        accounts: [],
        knowledge,
        owner: nobody,
      }),
    ];
    const texts = assessments
      .flatMap(assessedParts)
      .flatMap(({ lead, notes, tables }) => [
        lead,
        ...notes,
        ...tables.flatMap(({ head, rows }) => [head, ...rows].flat()),
      ]);
    expect(texts.length).toBeGreaterThan(300);
    // A name stays what it is.
    const names = ['north.example.com: 5'];
    expect([...new Set(texts.filter((t) => ja.assessedText(t) === undefined))]).toEqual(names);
    expect(ja.assessedText('9.1R8 was in use from 2020-07-14 on; public since 2021-04-20.')).toBe(
      '9.1R8 は 2020-07-14 から使用。2021-04-20 に公表。',
    );
    // A text that is not ours stays what it is, whatever its brackets.
    for (const text of ['somebody did this; public since 2021-04-20.', '('.repeat(2000), 'Family ', 'x (1); y (2)'])
      expect(ja.assessedText(text)).toBeUndefined();
  });

  it('count a verdict in Japanese as its English statement does', () => {
    const { findings } = gateway();
    for (const chosen of [
      findings,
      findings.filter((f) => f.state !== 'live'),
      findings.filter((f) => f.about === 'lead'),
      [],
    ] as Finding[][]) {
      const verdict = conclude('gw', host(), chosen, limitsOf([coverage()], host()));
      const numbers = (text: string): string[] =>
        [...text.matchAll(/\b\d+ items?\b|(\d+) 件/g)].map((m) => Number.parseInt(m[1] ?? m[0], 10).toString());
      expect(statementOf({ verdict, findings: chosen }, en)).toBe(verdict.statement);
      const told = statementOf({ verdict, findings: chosen }, ja);
      expect(told.startsWith(ja.conclusions[verdict.conclusion])).toBe(true);
      expect(numbers(told)).toEqual(numbers(verdict.statement));
    }
  });
});

it('the days of published reports are those that the content knows', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../content/indicators/source.yaml'), 'utf8');
  const days = new Set([...source.matchAll(/reported: (\S+)/g)].map((m) => m[1]!));
  expect([...disclosures]).toEqual([...days].sort());
});
