import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CandidateWriter } from './candidates.ts';
import { createCase, type EventRow } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-candidates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const event = (message: string): EventRow => ({
  at: 1_618_369_800_123_456,
  time_kind: 'logged',
  source: 'syslog',
  message,
  fields: { values: { note: "it's" }, more: '' },
  evidence: '0',
  recovered: true,
  offset: 0,
  begins: 0,
  length: 1,
  layers: 'ext4',
  allocation: 'unallocated',
});

/** A case whose candidates are those of each unit: `name:format`, and as the message `name of unit.place`. */
async function caseOf(name: string, units: string[][]) {
  const c = await createCase(join(folder, name), {
    mode: 'new',
    evidence: [],
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    now: () => new Date(0),
  });
  mkdirSync(c.candidates);
  for (const [unit, candidates] of units.entries()) {
    const writer = new CandidateWriter(c.candidates, unit);
    for (const [place, candidate] of candidates.entries()) {
      const [known, format] = candidate.split(':') as [string, string];
      writer.add(event(`${known} of ${unit}.${place}`), known, format);
    }
    writer.end();
  }
  const taken = async (): Promise<unknown[]> => {
    const events = await c.events();
    if (!events) return [];
    const messages: unknown[] = [];
    for await (const { message, fields } of events.rows('SELECT message, fields FROM event')) {
      expect(fields).toBe(`{"note":"it's"}`);
      messages.push(message);
    }
    events.close();
    return messages;
  };
  return { c, taken };
}

const units = [['a:vc0', 'b:welf', 'a:vc0', 'x:vc0'], [], ['b:welf', 'c:audit', 'd:vc0'], ['e:vc0', 'a:vc0', 'f:welf']];

describe('candidates for events', () => {
  it('become events in their order: the first of each name, of formats that are met, and not those that are known', async () => {
    const { c, taken } = await caseOf('all', units);
    const choice = { formats: ['vc0', 'welf'], gone: ['x', "'; --"], units: 4, most: 100 };
    expect(await c.takeCandidates(7, choice)).toBe(0);
    expect(await taken()).toEqual(['a of 0.0', 'b of 0.1', 'd of 2.2', 'e of 3.0', 'f of 3.2']);
  });

  it('that are too many, or in units that nobody watched for, are counted', async () => {
    const few = await caseOf('few', units);
    const choice = { formats: ['vc0', 'welf'], gone: [], units: 4, most: 2 };
    expect(await few.c.takeCandidates(7, choice)).toBe(4);
    expect(await few.taken()).toEqual(['a of 0.0', 'b of 0.1']);
    const watched = await caseOf('watched', units);
    expect(await watched.c.takeCandidates(7, { ...choice, units: 3, most: 100 })).toBe(2);
    expect(await watched.taken()).toEqual(['a of 0.0', 'b of 0.1', 'x of 0.3', 'd of 2.2']);
    const none = await caseOf('none', units);
    expect(await none.c.takeCandidates(7, { ...choice, units: 0 })).toBe(6);
    expect(await none.taken()).toEqual([]);
  });

  it('may be none at all', async () => {
    const { c, taken } = await caseOf('empty', []);
    expect(await c.takeCandidates(7, { formats: [], gone: [], units: 0, most: 1 })).toBe(0);
    expect(await taken()).toEqual([]);
  });
});
