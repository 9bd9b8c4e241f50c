import { describe, expect, it } from 'vitest';
import type { FileRow } from '../case/index.ts';
import type { Host } from '../model/index.ts';
import { keyClaims } from './manifest-claims.ts';

const key = (system: string, sha256: string): FileRow => ({
  evidence: '0',
  layers: 'ext2',
  system,
  path: '/home/etc/manifest/manifest.2',
  kind: 'file',
  allocation: 'allocated',
  content: 'intact',
  size: 451,
  sha256,
  looked: 'read',
});
const host = (versions: Record<string, string>): Host => ({
  product: 'ivanti-connect-secure',
  title: '',
  confidence: 'high',
  systems: Object.entries(versions).map(([role, version]) => ({ role, version, layers: [], basis: '' })),
  basis: [],
});
const told = (rows: FileRow[], versions: Record<string, string>) => {
  const files = { systems: [], live: () => rows, earlier: () => [] };
  return [...keyClaims(files, host(versions), '1')].map(({ claim, facts }) => [
    facts.system,
    claim.about,
    claim.severity,
  ]);
};
const three = { current: '9.1R18', rollback: '9.1R18', 'factory-reset': '9.1R1' };

describe('the key beside the manifest', () => {
  it('is tampering when another system of the same version has another one', () => {
    expect(told([key('current', 'new'), key('rollback', 'old'), key('factory-reset', 'old')], three)).toEqual([
      ['current', 'tampering', 'high'],
    ]);
  });

  it('is a lead only when the versions differ too, for the vendor may change it', () => {
    expect(told([key('current', 'new'), key('rollback', 'old')], { current: '9.1R18', rollback: '9.1R11' })).toEqual([
      ['current', 'lead', 'low'],
    ]);
  });

  it('is nothing when it is that of another system, or the only one', () => {
    expect(told([key('current', 'a'), key('rollback', 'a'), key('factory-reset', 'b')], three)).toEqual([]);
    expect(told([key('current', 'a')], three)).toEqual([]);
    expect(told([key('rollback', 'a'), key('factory-reset', 'b')], three)).toEqual([]);
  });
});
