import { describe, expect, it } from 'vitest';
import { neverStarted, rewrittenVersion, twoVersions } from './upgrade.ts';

const file = { path: '/home/VERSION', version: '9.1R18.6', build: '1', changed: '2025-01-10T00:00:00Z' };
const start = { at: '2025-01-12T00:00:00Z', versions: ['9.1R11.3'], log: 'log', until: '2025-01-20T00:00:00Z' };

describe('a VERSION file', () => {
  it('that states what never started is told of, but not when the log ends before it was written', () => {
    expect(neverStarted(file, start, '1')?.rule.id).toBe('upgrade-not-started');
    expect(neverStarted({ ...file, changed: '2025-01-21T00:00:00Z' }, start, '1')).toBeUndefined();
  });

  it('that states what started is nothing, whatever zeros stand behind', () => {
    expect(neverStarted(file, { ...start, versions: ['9.1R11.3', '9.1R18.6'] }, '1')).toBeUndefined();
    expect(neverStarted({ ...file, version: '9.1R18' }, { ...start, versions: ['9.1R18.0'] }, '1')).toBeUndefined();
  });

  it('is held against that of the boot volume, and against what it was', () => {
    const boot = { path: '/boot/VERSION', version: '9.1R11.3', build: '1' };
    expect(twoVersions(file, boot, '1')?.severity).toBe('medium');
    expect(twoVersions(file, { ...boot, version: '9.1R18.6' }, '1')).toBeUndefined();
    expect(twoVersions(file, { path: '/boot/VERSION', version: '9.1R18.6' }, '1')).toBeUndefined();
    expect(rewrittenVersion(file, { ...file, version: '9.1R11.3' }, '1')?.state).toBe('edited');
    expect(rewrittenVersion(file, file, '1')).toBeUndefined();
  });
});
