import { describe, expect, it } from 'vitest';
import { record } from '../../tests/cli/context.ts';
import { interruptible } from './interrupt.ts';

describe('Ctrl-C', () => {
  it('asks the work to stop the first time and ends the process the second', async () => {
    const r = record();
    const said: string[] = [];
    const done = interruptible(
      r.context,
      () => said.push('stopping'),
      (signal) =>
        new Promise<string>((resolve) => signal.addEventListener('abort', () => setTimeout(() => resolve('stopped')))),
    );
    r.interrupt();
    expect([said, r.exits]).toEqual([['stopping'], []]);
    r.interrupt();
    expect([said, r.exits]).toEqual([['stopping'], [75]]);
    expect(await done).toBe('stopped');
  });

  it('leaves the signal alone when the work is over, also when it failed', async () => {
    const r = record();
    await expect(
      interruptible(
        r.context,
        () => {},
        async () => Promise.reject(new Error('no')),
      ),
    ).rejects.toThrow('no');
    r.interrupt();
    r.interrupt();
    expect(r.exits).toEqual([]);
  });
});
