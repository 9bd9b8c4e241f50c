import { describe, expect, it } from 'vitest';
import { gateway } from '../../tests/support/report-inputs.ts';
import type { ReportInput } from './input.ts';
import { navigator } from './navigator.ts';

interface Layer {
  versions: Record<string, string>;
  domain: string;
  techniques: {
    techniqueID: string;
    score: number;
    color: string;
    comment: string;
    metadata: { name: string; value: string }[];
    links: { url: string }[];
  }[];
  legendItems: { label: string; color: string }[];
  gradient: { colors: string[]; minValue: number; maxValue: number };
}
const write = (input: ReportInput): Layer => JSON.parse(navigator.write(input)) as Layer;

describe('a layer of the ATT&CK Navigator', () => {
  const layer = write(gateway());
  const of = (id: string) => layer.techniques.find((t) => t.techniqueID === id)!;

  it('is of format 4.5 and has what that demands', () => {
    expect(layer).toMatchObject({ versions: { navigator: '4.9.0', layer: '4.5' }, domain: 'enterprise-attack' });
    expect(layer.gradient.colors.length).toBeGreaterThan(1);
    for (const t of layer.techniques) {
      expect(t.techniqueID).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(t.score).toBeGreaterThan(layer.gradient.minValue);
      expect(t.score).toBeLessThanOrEqual(layer.gradient.maxValue);
      expect(layer.legendItems.map((l) => l.color)).toContain(t.color);
      for (const m of t.metadata) expect([typeof m.name, typeof m.value]).toEqual(['string', 'string']);
    }
  });

  it('has every technique that findings speak of, once, and no other', () => {
    const seen = [...new Set(gateway().findings.flatMap((f) => f.techniques))].sort();
    expect(layer.techniques.map((t) => t.techniqueID)).toEqual(seen);
    expect(of('T1505.003').links).toEqual([
      { label: 'ATT&CK T1505.003', url: 'https://attack.mitre.org/techniques/T1505/003/' },
    ]);
  });

  it('scores a technique by the surest finding about it, and names what was found', () => {
    const input = gateway();
    const shells = input.findings.filter((f) => f.techniques.includes('T1505.003'));
    for (const f of shells) f.confidence = 'low';
    const low = write(input).techniques.find((t) => t.techniqueID === 'T1505.003')!;
    shells[1]!.confidence = 'medium';
    const medium = write(input).techniques.find((t) => t.techniqueID === 'T1505.003')!;
    expect([low.score, medium.score, of('T1505.003').score]).toEqual([15, 50, 85]);
    expect(new Set([low.color, medium.color, of('T1505.003').color]).size).toBe(3);
    expect(of('T1505.003').comment).toContain('live: /home/perl/DSUpgrade.pm');
  });

  it('leaves out what is no technique of ATT&CK', () => {
    const input = gateway();
    for (const f of input.findings) f.techniques = ['T1505.003"}', 'web shell', 'T15'];
    expect(write(input).techniques).toEqual([]);
  });
});
