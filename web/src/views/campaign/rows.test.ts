import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignGateway } from '../../model.ts';
import { extentOf, rowsOf } from './rows.ts';

const gateway = (id: string, more: Partial<CampaignGateway>): CampaignGateway => ({
  id,
  name: id,
  conclusion: 'compromised',
  sameDevice: [],
  families: [],
  clusters: [],
  waves: [],
  live: false,
  ...more,
});
const at = (day: string) => ({ notBefore: `2021-${day}T00:00:00Z`, notAfter: `2021-${day}T00:00:00Z` });
const campaign = (gateways: CampaignGateway[]): Campaign =>
  ({ gateways, clusters: [{ id: 'one' }, { id: 'two' }] }) as unknown as Campaign;

describe('gateways over time', () => {
  it('stand with those of the same tools, in the order in which they were cleaned, those still there last', () => {
    const { rows } = rowsOf(
      campaign([
        gateway('d', { first: at('01-01'), cleaned: at('02-01'), clusters: ['two'] }),
        gateway('c', { first: at('01-01'), live: true, clusters: ['one'] }),
        gateway('b', { first: at('01-01'), cleaned: at('04-19'), clusters: ['one'] }),
        gateway('a', { first: at('01-01'), cleaned: at('04-20'), clusters: ['one'] }),
        gateway('undated', { clusters: ['one'] }),
      ]),
    );
    expect(rows.map((r) => r.gateway.id)).toEqual(['b', 'a', 'c', 'd']);
  });

  it('are drawn forwards when two bounds contradict each other', () => {
    const first = { notBefore: '2021-03-02T00:00:00Z', notAfter: '2021-03-01T00:00:00Z' };
    const { rows } = rowsOf(campaign([gateway('a', { first })]));
    expect(rows[0]!.first.from).toBeLessThan(rows[0]!.first.to!);
    expect(extentOf(rows)).toEqual({ from: Date.parse(first.notAfter), until: Date.parse(first.notBefore) });
    expect(extentOf([])).toBeUndefined();
  });

  it('are counted when there are more than can be drawn', () => {
    const many = Array.from({ length: 500 }, (_, i) => gateway(`g${i}`, { first: at('01-01') }));
    const { rows, undrawn } = rowsOf(campaign(many));
    expect(rows.length + undrawn).toBe(500);
    expect(undrawn).toBeGreaterThan(0);
  });
});
