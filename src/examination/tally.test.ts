import { describe, expect, it } from 'vitest';
import { Counter, closeCoverage } from './tally.ts';

const head = { id: 'e', name: 'gateway.img', recognised: ['ext4'] };

describe('what could not be read', () => {
  it('keeps its bytes when there is too much of it to list', () => {
    const counter = new Counter();
    const stretches = 1000;
    for (let i = 0; i < stretches; i++)
      counter.unread({
        locator: { evidence: '0', layers: [], bytes: [{ offset: i, length: 1 }] },
        reason: 'r',
        bytes: 512,
      });
    const [coverage] = closeCoverage([head], counter.tallies.values(), [], []);
    expect(coverage!.unread.length).toBeLessThan(stretches);
    expect(coverage!.unread.reduce((sum, u) => sum + u.bytes, 0)).toBe(512 * stretches);
    expect(coverage!.unread.at(-1)!.reason).toMatch(/^\d+ more stretches could not be read and are not listed$/);
  });
});
