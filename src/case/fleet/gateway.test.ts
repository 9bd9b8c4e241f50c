import { describe, expect, it } from 'vitest';
import type { Ownership } from '../../model/index.ts';
import { ownerOf } from './gateway.ts';

const candidate = {
  name: 'North Wind GmbH',
  domains: ['north.example.com'],
  countries: ['Germany', 'DE'],
  weight: 9,
  grounds: [],
};
const ownership: Partial<Ownership> = { confidence: 'medium', candidates: [candidate], leading: 'North Wind GmbH' };

describe('whose a gateway is by its own case', () => {
  it('is the candidate that the device supports, with its country and how sure that is', () => {
    expect(ownerOf(ownership)).toEqual({
      organisation: 'North Wind GmbH',
      country: 'DE',
      basis: 'case',
      confidence: 'medium',
    });
  });

  it('is what was stated when it was examined, before all', () => {
    expect(
      ownerOf({ ...ownership, stated: { organisation: 'East Mill', sector: 'energy', by: ['o.csv line 2'] } }),
    ).toEqual({
      organisation: 'East Mill',
      sector: 'energy',
      basis: 'supplied',
      confidence: 'high',
    });
  });

  it('is nobody where the case does not tell its candidates apart, or is of an earlier version', () => {
    expect(ownerOf({ ...ownership, leading: undefined } as Partial<Ownership>)).toBeUndefined();
    expect(ownerOf(undefined)).toBeUndefined();
  });
});
