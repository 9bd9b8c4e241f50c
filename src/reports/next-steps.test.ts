import { describe, expect, it } from 'vitest';
import { gateway } from '../../tests/support/report-inputs.ts';
import type { Conclusion } from '../model/index.ts';
import { nextSteps } from './next-steps.ts';
import { wordsOf } from './words/index.ts';

const conclusions = Object.keys(wordsOf('en').conclusions) as Conclusion[];
const steps = (conclusion: Conclusion, change: (input: ReturnType<typeof gateway>) => void = () => {}) => {
  const input = gateway();
  change(input);
  return nextSteps({ ...input.verdict, conclusion }, input.findings, input.host, wordsOf('en'));
};

describe('what to do next', () => {
  it.each(conclusions)('is short for %s', (conclusion) => {
    const given = steps(conclusion);
    expect(given.length).toBeGreaterThanOrEqual(4);
    expect(given.length).toBeLessThanOrEqual(6);
    for (const { what, how } of given) expect(what.length + how.length).toBeLessThan(280);
  });

  it.each(['compromised', 'compromised-then-cleaned'] as const)(
    'keeps the device powered, then images it, and resets credentials only after that: %s',
    (conclusion) => {
      const whats = steps(conclusion).map((s) => s.what);
      expect(whats[0]).toMatch(/^Isolate .* keep it powered/);
      expect(whats[1]).toMatch(/^Preserve/);
      expect(whats[2]).toMatch(/credential/);
      expect(whats[3]).toBe('Look back to 2021-01-14 and before.');
    },
  );

  it.each(conclusions)('never has evidence destroyed: %s', (conclusion) => {
    // A rebuild or reset is named only together with the images that come first, or as what not to do.
    for (const { what, how } of steps(conclusion)) {
      const text = `${what} ${how}`;
      expect(text).not.toMatch(/power (it )?(off|down)|shut ?down|unplug|run the (vendor|integrity)/i);
      for (const sentence of text.split(/[.:] /))
        if (/\b(rebuild|wipe|delete|factory reset|reboot)\b/i.test(sentence))
          expect(sentence).toMatch(/after the images|destroy|comes? back|returns|do not/i);
    }
  });

  it('names the system in which a finding lies, and otherwise what to check', () => {
    expect(steps('compromised').map((s) => s.what)).toContain('Do not boot the rollback system.');
    const without = steps('compromised', (i) => {
      i.findings = i.findings.filter((f) => f.subject.system !== 'rollback');
      i.host.systems = i.host.systems.slice(0, 1);
    });
    const step = without.find((s) => s.what === 'Check the rollback and factory-reset systems.');
    expect(step?.how).toMatch(/Not all of them were found/);
  });

  it('never says that a device is clean or safe', () => {
    for (const conclusion of conclusions)
      for (const { what, how } of steps(conclusion))
        expect(`${what} ${how}`.replace('Do not take "cleaned" for safe.', '')).not.toMatch(/\b(clean|safe)\b/i);
  });
});
