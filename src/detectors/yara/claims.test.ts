import { describe, expect, test } from 'vitest';
import { claimsOf } from './claims.ts';
import { compileRules } from './rules.ts';
import { YaraScanner } from './scanner.ts';

const ours = `rule two_parts {
  meta:
    id = "two-parts"
    title = "A title"
    explanation = "A plain sentence."
    family = "EXAMPLE"
    actors = "UNC0001, UNC0002"
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://example.com/report"
  strings:
    $a = "first-part"
    $b = "second-part"
  condition: all of them
}`;
const theirs = (meta: string) => `rule Theirs { meta: ${meta} strings: $a = "third-part" condition: $a }`;

function claims(text: string, own: boolean, data: Buffer, place: Parameters<typeof claimsOf>[2]) {
  const rules = compileRules([{ file: 'r.yar', namespace: 'r.yar', text, ours: own }]);
  expect(rules.rejected).toEqual([]);
  const { matches } = new YaraScanner(rules.bytes).scan(data, 10_000);
  return matches.flatMap((m) => claimsOf(m, rules, place, '2026.1'));
}

const at = (size: number, parts: [number, string][]): Buffer => {
  const data = Buffer.alloc(size);
  for (const [offset, text] of parts) data.write(text, offset);
  return data;
};
const file = { allocation: 'allocated' } as const;

describe('a rule of ours', () => {
  test('says what its meta says', () => {
    expect(
      claims(
        ours,
        true,
        at(100, [
          [5, 'second-part'],
          [50, 'first-part'],
        ]),
        file,
      ),
    ).toEqual([
      {
        rule: { id: 'two-parts', source: 'yara', version: '2026.1', reference: 'https://example.com/report' },
        about: 'compromise',
        family: 'EXAMPLE',
        actors: ['UNC0001', 'UNC0002'],
        techniques: ['T1505.003', 'T1059.004'],
        severity: 'critical',
        confidence: 'high',
        title: 'A title',
        explanation: 'A plain sentence.',
        matched: [
          { offset: 5, length: 11, label: '$b' },
          { offset: 50, length: 10, label: '$a' },
        ],
      },
    ]);
  });
});

describe('parts more than 64 KiB apart', () => {
  const far = at(200_000, [
    [0, 'first-part'],
    [150_000, 'second-part'],
  ]);

  test.each([
    ['free space', { allocation: 'unallocated' }],
    ['slack', { allocation: 'slack' }],
    ['a window of a bigger file', { allocation: 'allocated', window: true }],
  ] as const)('in %s lower the confidence and say so', (_, place) => {
    const [claim, ...more] = claims(ours, true, far, place);
    expect(more).toEqual([]);
    expect(claim).toMatchObject({ severity: 'critical', confidence: 'medium' });
    expect(claim?.explanation).toContain('may belong to different files');
    expect(claim?.matched).toHaveLength(2);
  });

  test('within one file are one file', () => {
    expect(claims(ours, true, far, file)).toMatchObject([{ confidence: 'high', explanation: 'A plain sentence.' }]);
    expect(claims(ours, true, far, { allocation: 'deleted' })).toMatchObject([{ confidence: 'high' }]);
  });
});

describe('files put end to end', () => {
  const parts = at(2_000, [
    [0, 'first-part'],
    [1_000, 'second-part'],
  ]);

  test('are no compromise by parts that may be of different files', () => {
    expect(claims(ours, true, parts, { allocation: 'allocated', joined: true })).toMatchObject([
      { about: 'lead', severity: 'low', confidence: 'low', explanation: expect.stringContaining('different members') },
    ]);
  });

  test('are carved like all else in free space', () => {
    expect(claims(ours, true, parts, { allocation: 'unallocated', joined: true })).toMatchObject([
      { severity: 'critical', confidence: 'high' },
    ]);
  });
});

test('two complete finds in one stretch of free space are two claims, and a stray part is neither', () => {
  const data = at(600_000, [
    [1_000, 'first-part'],
    [2_000, 'second-part'],
    [200_000, 'first-part'],
    [400_000, 'second-part'],
    [401_000, 'first-part'],
  ]);
  expect(claims(ours, true, data, { allocation: 'unallocated' }).map((c) => c.matched.map((m) => m.offset))).toEqual([
    [1_000, 2_000],
    [400_000, 401_000],
  ]);
});

describe("a third party's rule", () => {
  const data = at(100, [[7, 'third-part']]);

  test('is a lead of medium severity when its author says nothing', () => {
    const [claim] = claims(theirs('description = "Something"'), false, data, file);
    expect(claim).toMatchObject({
      rule: { id: 'r.yar/Theirs', source: 'yara' },
      about: 'lead',
      severity: 'medium',
      confidence: 'medium',
      title: 'Something',
      matched: [{ offset: 7, length: 10, label: '$a' }],
    });
    expect(claim?.explanation).toBe(
      'The content matches Theirs, a third-party YARA rule from r.yar; Afterimage vouches for the match, not for the rule.',
    );
  });

  test('is about a compromise when its author rates it high; author and licence are named', () => {
    const meta =
      'score = 80 author = "A. Author" license = "MIT" url = "https://example.com/r" mitre = "T1059 and T1505.003"';
    const [claim] = claims(theirs(meta), false, data, file);
    expect(claim).toMatchObject({
      about: 'compromise',
      severity: 'high',
      confidence: 'medium',
      title: 'Theirs',
      techniques: ['T1059', 'T1505.003'],
      rule: { reference: 'https://example.com/r' },
    });
    expect(claim?.explanation).toContain('Its author rates it 80 of 100. Author: A. Author. Licence: MIT.');
  });

  test.each(['score = 30', 'severity = "low"', 'score = "junk"', 'score = -5', 'severity = 9'])(
    'is never below medium: %s',
    (meta) => {
      expect(claims(theirs(meta), false, data, file)).toMatchObject([{ about: 'lead', severity: 'medium' }]);
    },
  );

  test('may not speak as one of ours', () => {
    const meta = 'id = "two-parts" about = "compromise" confidence = "high" severity = "informational"';
    expect(claims(theirs(meta), false, data, file)).toMatchObject([
      { rule: { id: 'r.yar/Theirs' }, about: 'lead', confidence: 'medium', severity: 'medium' },
    ]);
  });
});

test('carries at most 32 matches of a pattern', () => {
  const text = 'rule many { strings: $a = "abcd" condition: $a }';
  expect(claims(text, false, Buffer.alloc(4_000, 'abcd'), file)[0]?.matched).toHaveLength(32);
});
