import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grid } from '../../../fixtures/witness/grid.ts';
import { brier, gather, reconcilePair, score } from '../../../fixtures/witness/measure.ts';
import { plain, plant } from '../../../fixtures/witness/plant.ts';
import { intruder } from '../../../fixtures/witness/story.ts';
import { belongs, EventList, Kinds, reconcile, remoteFates } from './index.ts';

const innocent = { ...plain, events: 3000, loss: 0.03, skew: -300, zone: 540, dst: 60 };

describe('a log beside its remote copy', () => {
  it('says "edit" rightly: precision and recall of at least 0.98 on planted truth, and a Brier score below 0.01', () => {
    const sum = { right: 0, wrong: 0, missed: 0 };
    const said: ReturnType<typeof score>['said'] = [];
    for (const plan of grid(1, 2500, 1000)) {
      // Every combination of witness and road meets some cut, and every cut some road: a third of the grid.
      if (plan.seed % 3 !== 0) continue;
      const found = score(plant(plan));
      for (const key of ['right', 'wrong', 'missed'] as const) sum[key] += found[key];
      said.push(...found.said);
    }
    expect(sum.right).toBeGreaterThan(200);
    expect(sum.right / (sum.right + sum.wrong)).toBeGreaterThanOrEqual(0.98);
    expect(sum.right / (sum.right + sum.missed)).toBeGreaterThanOrEqual(0.98);
    expect(brier(said)).toBeLessThan(0.01);
  }, 60_000);

  it.each(['welf', 'standard', 'mixed'] as const)('accuses nobody of what loss and a DST change did (%s)', (remote) => {
    const { result, wrong } = score(plant({ ...innocent, remote }));
    expect([wrong, result.remote.edit]).toEqual([0, 0]);
    expect(result.local.loss).toBeGreaterThan(20);
    expect(result.remote.rotation).toBeGreaterThan(100);
    expect(result.pieces.map(({ shift }) => Math.round(shift / 10) * 10)).toEqual([32_100, 35_700]);
  });

  it('names the records of one address, and nothing else', () => {
    const planted = plant({ ...innocent, edits: ['address'] });
    const { fate } = reconcilePair(planted);
    const named = planted.lines.filter((_, i) => remoteFates[fate[i]!] === 'edit').map(({ id }) => planted.story[id]!);
    expect(named.length).toBeGreaterThan(10);
    expect(new Set(named.map(({ source }) => source))).toEqual(new Set([intruder]));
  });

  it('calls a kind that never arrives filtered, and a silence that ends as the system starts no edit', () => {
    expect(reconcilePair(plant({ ...innocent, filter: ['WEB20174'] })).local.filter).toBeGreaterThan(300);
    const { remote } = reconcilePair(plant({ ...innocent, outage: 360 }));
    expect(remote.silence).toBeGreaterThan(5);
    expect(remote.edit).toBe(0);
  });

  it('counts a datagram that came twice as one event', () => {
    const { remote } = reconcilePair(plant({ ...innocent, duplicates: 0.05 }));
    expect(remote.edit).toBe(0);
    expect(remote.duplicate).toBeGreaterThan(50);
  });
});

describe('whose record a witness is', () => {
  const judge = (local: Parameters<typeof plant>, remote: Parameters<typeof plant>) => {
    const kinds = new Kinds();
    const here = gather(kinds, plant(...local).logs);
    const there = gather(kinds, [{ name: 'syslog.log', bytes: plant(...remote).remote }]);
    const [[node, own]] = [...here] as [[string, EventList]];
    return [...there].map(([name, list]) => {
      const found = reconcile(own, list, kinds, ['log.events.vc0', 'log.access.vc0', 'log.admin.vc0']);
      return { node: name, ...belongs(own, list, found, name === node) };
    });
  };

  it('is the device when its events are, under whatever name', () => {
    expect(judge([innocent], [innocent])).toMatchObject([{ node: 'gw1', same: true }]);
    expect(judge([innocent], [innocent, 'gw1', 'gate.example.com'])).toMatchObject([{ same: true }]);
    expect(judge([{ ...innocent, edits: ['kind', 'address', 'window'] }], [innocent])).toMatchObject([{ same: true }]);
  });

  it('is another device when its events are not, under the same name too', () => {
    const other = { ...innocent, seed: 99 };
    expect(judge([innocent], [other, 'gw2'])).toMatchObject([{ same: false }]);
    expect(judge([innocent], [other])).toMatchObject([
      { same: false, why: expect.stringMatching(/^of \d+ events of users/) },
    ]);
  });

  it('tells two gateways in one file apart', () => {
    const kinds = new Kinds();
    const lines = [plant(innocent).remote, plant({ ...innocent, seed: 99 }, 'gw2').remote].flatMap((b) =>
      b.toString().trimEnd().split('\n'),
    );
    lines.sort();
    const lists = gather(kinds, [{ name: 'syslog.log', bytes: Buffer.from(`${lines.join('\n')}\n`) }]);
    expect([...lists.keys()].sort()).toEqual(['gw1', 'gw2']);
  });
});

describe('hostile and odd logs', () => {
  it('survives any times, kinds and names', () => {
    const event = fc.record({
      time: fc.oneof(fc.double(), fc.integer({ min: -5, max: 500 }), fc.constant(Number.NaN)),
      kind: fc.integer({ min: 0, max: 2 }),
      user: fc.integer({ min: 0, max: 2 }),
      source: fc.integer({ min: 0, max: 2 }),
      realm: fc.constant(0),
      detail: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constant(0)),
      line: fc.integer({ min: 0, max: 5 }),
      stream: fc.constant(0),
      file: fc.constant(0),
      offset: fc.constant(0),
      length: fc.constant(1),
    });
    const kinds = new Kinds();
    kinds.of('AUT24326');
    kinds.of('some words');
    const listOf = (events: Parameters<EventList['push']>[0][]): EventList => {
      const list = new EventList();
      for (const one of events) list.push(one);
      list.reaches.push({ stream: 0, from: 0, to: 400 });
      return list;
    };
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.array(event, { maxLength: 60 }), (a, b) => {
        const { remote, local, probability } = reconcile(listOf(a), listOf(b), kinds, ['log']);
        const sum = (counts: Record<string, number>) => Object.values(counts).reduce((x, y) => x + y, 0);
        expect([sum(remote), sum(local)]).toEqual([b.length, a.length]);
        expect(probability.every((p) => p >= 0 && p <= 1)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('a hundred thousand equal events in one second take no more than their share of time', () => {
    const kinds = new Kinds();
    const one = { time: 1000, kind: kinds.of('AUT31556'), user: 0, source: 7, realm: 0, detail: [1, 0] as const };
    const lists = [0, 1].map((side) => {
      const list = new EventList();
      for (let i = 0; i < 100_000 - side * 10; i++)
        list.push({ ...one, detail: [side === 0 ? 1 : 2, 0], line: i, stream: 0, file: 0, offset: i, length: 1 });
      return list;
    });
    const before = process.cpuUsage();
    const { remote } = reconcile(lists[0]!, lists[1]!, kinds, ['log.access.vc0']);
    expect(remote.edit).toBe(0);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  });
});
