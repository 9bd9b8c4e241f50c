import { describe, expect, it } from 'vitest';
import { loadKnowledge, readKnowledge } from '../../detectors/index.ts';
import type { ExposedTo, Exposure, Finding } from '../../model/index.ts';
import { attribute } from './index.ts';

const knowledge = loadKnowledge();

/** A finding with what an attribution looks at; the rest is as plain as can be. */
let number = 0;
const found = (family: string | undefined, more: Partial<Finding> = {}): Finding => ({
  id: `f${++number}`,
  about: 'compromise',
  state: 'removed',
  rule: { id: 'rule', source: 'yara', version: '1' },
  ...(family && { family }),
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

/** Who leads, how sure, and what is said. */
const told = (...findings: Finding[]) => {
  const { leading, confidence, statement } = attribute(findings, knowledge);
  return { leading, confidence, statement };
};

describe('attribution', () => {
  it('names an actor by several families of its own, and says what would change it', () => {
    expect(told(found('ATRIUM'), found('SLIGHTPULSE'), found('PULSECHECK'))).toEqual({
      leading: ['UNC2630'],
      confidence: 'medium',
      statement:
        'Consistent with UNC2630 (ATRIUM, PULSECHECK and SLIGHTPULSE), with medium confidence; would change if 3 of its families (ATRIUM, PULSECHECK and SLIGHTPULSE) were taken for it wrongly, or if somebody else were shown to use them.',
    });
  });

  it('is less sure when one family carries it', () => {
    expect(told(found('HARDPULSE'))).toEqual({
      leading: ['UNC2717'],
      confidence: 'low',
      statement:
        'Consistent with UNC2717 (HARDPULSE), with low confidence; would change if HARDPULSE were taken for it wrongly, or if somebody else were shown to use them.',
    });
  });

  it('claims nobody for families that nobody attributed', () => {
    expect(told(found('LOCKPICK'), found('STEADYPULSE'))).toEqual({
      leading: ['unknown actor'],
      confidence: 'low',
      statement:
        'Consistent with no known actor: there is LOCKPICK and STEADYPULSE (which nobody attributed in public); would change if a family of a known actor were found, or somebody attributed it.',
    });
  });

  it('does not count an unattributed family beside attributed ones', () => {
    const { leading, statement } = told(found('ATRIUM'), found('SLIGHTPULSE'), found('STEADYPULSE'));
    expect(leading).toEqual(['UNC2630']);
    expect(statement).toMatch(/\. Not attributed by anybody, and not counted: STEADYPULSE\.$/);
  });

  it('does not name an actor for the name of a file', () => {
    const named = found('PULSEJUMP', {
      confidence: 'low',
      severity: 'medium',
      about: 'lead',
      rule: { id: 'r', source: 'path', version: '1' },
    });
    expect(told(named)).toEqual({
      leading: ['no intrusion'],
      confidence: 'low',
      statement:
        'Nothing strong enough to speak of an intruder was found in what was read; would change if what was not seen held a backdoor, or a finding to review proved to be one. What there is of UNC2717 (PULSEJUMP) is too little to name it.',
    });
  });

  it('names two actors on one device, each by its own', () => {
    expect(told(found('SLIGHTPULSE'), found('ATRIUM'), found('HARDPULSE'), found('PULSEJUMP')).leading).toEqual([
      'UNC2630',
      'UNC2717',
    ]);
  });

  it('does not tell between two actors that share the only family', () => {
    const shared = attribute([found('BUSHWALK'), found('BUSHWALK', { confidence: 'medium' })], knowledge);
    expect([shared.leading, shared.confidence]).toEqual([['unknown actor'], 'low']);
    expect(shared.statement).toBe(
      'Consistent with no known actor: there is nothing that one alone is known for; would change if a family of a known actor were found, or somebody attributed it. What there is of UNC5221 or UNC5325 (BUSHWALK) is too little to name either.',
    );
  });

  it('counts two published names of one activity as one', () => {
    const { hypotheses, leading } = attribute([found('LIGHTWIRE'), found('ZIPLINE')], knowledge);
    expect(leading).toEqual(['UNC5221']);
    expect(hypotheses.find((h) => h.name === 'UNC5221')?.also).toEqual(['UNC5337', 'UTA0178']);
    expect(hypotheses.some((h) => h.name === 'UTA0178')).toBe(false);
  });

  it('keeps a suspected tie a tie: APT5 is not named with UNC2630', () => {
    const { leading, hypotheses } = attribute([found('ATRIUM'), found('SLIGHTPULSE')], knowledge);
    expect(leading).toEqual(['UNC2630']);
    expect(hypotheses.find((h) => h.name === 'APT5')).toMatchObject({ score: 0, for: [], against: [] });
  });

  it('holds every hypothesis, also those nothing speaks for', () => {
    const names = attribute([], knowledge).hypotheses.map((h) => h.name);
    expect(names.sort()).toEqual(
      [
        'APT5',
        'UNC2630',
        'UNC2717',
        'UNC5221',
        'UNC5325',
        'insider',
        'no intrusion',
        'opportunist',
        'unknown actor',
      ].sort(),
    );
  });

  it('says of nothing found that nothing was found in what was read', () => {
    expect(told()).toEqual({
      leading: ['no intrusion'],
      confidence: 'low',
      statement:
        'Nothing that calls for an intruder was found in what was read; would change if what was not seen held a backdoor, or a finding to review proved to be one.',
    });
  });

  it('takes a plain web shell for anybody’s, and says so', () => {
    const { leading, statement } = told(found(undefined, { techniques: ['T1505.003'] }));
    expect(leading).toEqual(['unknown actor', 'opportunist']);
    expect(statement).toMatch(
      /^Consistent with no known actor: .* What was found speaks as much for an opportunist\.$/,
    );
  });

  it('does not make an actor of what administrators do and a log that was cut', () => {
    const done = {
      about: 'lead',
      severity: 'low',
      rule: { id: 'local-account-added', source: 'sigma', version: '1' },
    } as const;
    const cut = { about: 'tampering', severity: 'medium', confidence: 'medium' } as const;
    const { leading, statement } = told(found(undefined, done), found(undefined, cut));
    expect(leading).toEqual(['no intrusion', 'insider']);
    expect(statement).toMatch(/^Nothing strong enough .* What was found speaks as much for an insider\.$/);
  });

  it('weighs a shared family above every shared technique', () => {
    const techniques = ['T1505.003', 'T1059.004', 'T1056.003', 'T1070.002', 'T1574.006', 'T1562.001', 'T1003.007'];
    const { hypotheses } = attribute([found('HARDPULSE'), found(undefined, { techniques })], knowledge);
    const weights = hypotheses.flatMap((h) =>
      h.for.filter((w) => w.what.startsWith('Techniques')).map((w) => w.weight),
    );
    const family = hypotheses.find((h) => h.name === 'UNC2717')!.for[0]!;
    expect(family.what).toBe('Family HARDPULSE');
    expect(Math.max(...weights)).toBeLessThanOrEqual(2);
    expect(family.weight).toBeGreaterThan(4 * Math.max(...weights));
  });

  it('holds a family used before it was public against an opportunist', () => {
    const early = found('SLIGHTPULSE', {
      appeared: { notBefore: '2021-01-14T03:14:00Z', notAfter: '2021-01-14T03:14:00Z' },
    });
    const opportunist = attribute([early], knowledge).hypotheses.find((h) => h.name === 'opportunist')!;
    expect(opportunist.against[0]).toMatchObject({
      weight: -3,
      basis: 'in place before the family became public on 2021-04-20',
    });
  });

  it('weighs the holes that stood open at the first sign, and what was public of them by then', () => {
    const sign = found(undefined, { appeared: { notAfter: '2021-01-14T03:14:00Z' } });
    const hole = (published: string, more: Partial<ExposedTo> = {}): Exposure => ({
      statement: '',
      versions: [{ system: 'current', version: '9.1R10', installed: '2020-12-01T00:00:00Z' }],
      open: [
        {
          vulnerability: 'CVE-1',
          entry: 'without-login',
          system: 'current',
          version: '9.1R10',
          from: '2020-12-01T00:00:00Z',
          published,
          fixed: [],
          says: '',
          ...more,
        },
      ],
      others: [],
    });
    const weights = (exposure: Exposure) =>
      attribute([sign], knowledge, exposure)
        .hypotheses.flatMap((h) => [...h.for, ...h.against].map((w) => ({ on: h.name, ...w })))
        .filter((w) => w.what.startsWith('Holes'))
        .map((w) => `${w.on} ${w.weight}: ${w.basis}`)
        .sort();
    expect(weights(hole('2020-06-01'))).toEqual([
      'insider -1: nobody needed a login: CVE-1',
      'opportunist 1: open to what was public and needs no login: CVE-1',
    ]);
    expect(weights(hole('2021-04-20'))).toEqual([
      'opportunist -2: open without a login only to what was not public yet: CVE-1',
    ]);
    expect(weights(hole('2020-06-01', { from: undefined }))).toContain(
      'opportunist 0.5: open to what was public and needs no login: CVE-1',
    );
    expect(weights(hole('2020-06-01', { entry: 'administrator' }))).toEqual([]);
    expect(weights(hole('2020-06-01', { until: '2021-01-01T00:00:00Z' }))).toEqual([]);
    expect(weights(hole('2020-06-01', { from: '2021-02-01T00:00:00Z' }))).toEqual([]);
  });

  it('shows what leaving out each piece does', () => {
    const { sensitivity } = attribute([found('HARDPULSE'), found('LOCKPICK')], knowledge);
    expect(sensitivity).toEqual([
      { without: 'Family HARDPULSE', leading: ['unknown actor'], changes: true },
      { without: 'Family LOCKPICK', leading: ['UNC2717'], changes: false },
    ]);
  });

  it('follows the knowledge: an actor that is not in it is not named, a new one is', () => {
    const objects = [
      { type: 'malware', id: 'malware--00000000-0000-4000-8000-000000000001', name: 'ATRIUM' },
      { type: 'intrusion-set', id: 'intrusion-set--00000000-0000-4000-8000-000000000002', name: 'Somebody' },
      {
        type: 'relationship',
        id: 'relationship--00000000-0000-4000-8000-000000000003',
        relationship_type: 'uses',
        source_ref: 'intrusion-set--00000000-0000-4000-8000-000000000002',
        target_ref: 'malware--00000000-0000-4000-8000-000000000001',
      },
    ];
    const read = (...given: object[]) => readKnowledge([{ file: 'k.json', text: JSON.stringify(given), ours: false }]);
    expect(attribute([found('ATRIUM')], read(...objects)).leading).toEqual(['Somebody']);
    expect(attribute([found('ATRIUM')], read(objects[0]!)).leading).toEqual(['unknown actor']);
  });
});
