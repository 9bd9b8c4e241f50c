import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Host, Verdict } from '../model/index.ts';
import { Engine } from './duckdb.ts';
import { createCase, type EventRow } from './index.ts';
import { writeTables } from './parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const event = (more: Partial<EventRow>): EventRow => ({
  at: 1_618_369_800_123_456,
  time_kind: 'logged',
  source: 'syslog',
  message: '',
  fields: { values: {}, more: '' },
  evidence: '0',
  recovered: false,
  offset: 0,
  begins: 0,
  length: 1,
  layers: 'ext4',
  allocation: 'allocated',
  ...more,
});

const opened = (name: string) =>
  createCase(join(folder, name), {
    mode: 'new',
    evidence: [],
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    now: () => new Date(0),
  });

describe('events of a case that is being written', () => {
  it('come back as they were stored, whatever evidence wrote into them', async () => {
    const hostile = [
      'a\x02b',
      '\x01',
      'line\nfeed\r\nand return',
      '"quotes", \'more\', \\n, NULL',
      '',
      '\u{1f600} grün \ufffd',
      '\t; DROP VIEW event; --',
      'x'.repeat(300_000),
    ];
    const c = await opened('hostile');
    const values = { note: 'a\x01\x02\n"\u0000', 'a "name"': '\\', plain: 'x', wide: '\u{1f600}' };
    const fields = { values, more: '"where":{"bytes":[]}' };
    c.storeEvents(
      3,
      hostile.map((text, i) => event({ begins: i, message: text, user: text, path: `/${text}`, fields })),
    );
    const events = (await c.events())!;
    const rows: Record<string, unknown>[] = [];
    for await (const row of events.rows('SELECT * FROM event ORDER BY begins')) rows.push(row);
    events.close();
    const told = JSON.stringify({ ...values, where: { bytes: [] } });
    expect(rows.map((r) => r.message)).toEqual(hostile);
    expect(rows.map((r) => r.user ?? '')).toEqual(hostile);
    expect(rows.map((r) => r.path)).toEqual(hostile.map((text) => `/${text}`));
    expect(rows.every((r) => r.fields === told && r.at !== undefined)).toBe(true);
    await c.stop('interrupted', 'test');
  });

  it('are none when there are none', async () => {
    const c = await opened('none');
    expect(await c.events()).toBeUndefined();
    await c.stop('interrupted', 'test');
  });

  it('stand in the timeline in the same order, however few of them are sorted at once', async () => {
    const c = await opened('sliced');
    const rows = Array.from({ length: 900 }, (_, i) => {
      const { at: _at, ...undated } = event({ begins: i, path: `/log${i % 3}`, message: `record ${i}` });
      return i % 10 === 9 ? undated : { ...undated, at: 1_618_369_800_000_000 + ((i * 7919) % 300) * 1_000_000 };
    });
    // Logs without any time: one whose records have places of their own, a packed one, two of one path, a nameless one.
    const undated = Array.from({ length: 1500 }, (_, i) => {
      const at = (i * 7919) % 1500;
      const path = ['/own', '/packed', '/two', undefined, `/small${i % 50}`][i % 5];
      const offset = { '/own': at * 10, '/packed': 4096, '/two': at % 2 }[path ?? ''] ?? at;
      return { ...event({ begins: at, offset, path, message: `line ${at} of ${path}` }), at: undefined };
    });
    // More of one moment than are sorted at once, between those before and behind it.
    const same = Array.from({ length: 1000 }, (_, i) =>
      event({
        at: 1_618_369_950_000_000,
        begins: (i * 7919) % 1000,
        offset: i % 3,
        path: '/flood',
        message: `same ${i}`,
      }),
    );
    c.storeEvents(1, [...rows, ...undated, ...same]);
    await c.store(1, { files: '' });
    const orders: unknown[][] = [];
    for (const sliceRows of [1_000_000, 100]) {
      const target = join(folder, `tables-${sliceRows}`);
      mkdirSync(target);
      await writeTables({ folder: target, work: join(c.path, '.work'), evidence: ['e'], links: [], sliceRows });
      const engine = await Engine.open();
      const order: unknown[] = [];
      const sql = 'SELECT message, CAST("at" AS VARCHAR) AS time FROM read_parquet($1)';
      for await (const row of engine.rows(sql, [join(target, 'timeline.parquet')])) order.push([row.time, row.message]);
      engine.close();
      orders.push(order);
    }
    expect(orders[0]).toHaveLength(3400);
    expect(orders[1]).toEqual(orders[0]);
    await c.stop('interrupted', 'test');
  });

  it('of free space stand once in the timeline, tied to what was found in the very piece that holds them', async () => {
    const c = await opened('nameless');
    const pieces = [4096, 8192, 12_288];
    const nameless = { layers: 'ext4', allocation: 'unallocated' };
    c.storeEvents(
      1,
      pieces.map((first) => event({ ...nameless, offset: first + 100, begins: 100, message: `record at ${first}` })),
    );
    await c.store(1, { files: '' });
    const links = pieces.slice(1).map((first) => ({ finding: `found at ${first}`, evidence: '0', first, ...nameless }));
    const target = join(folder, 'tables-nameless');
    mkdirSync(target);
    await writeTables({ folder: target, work: join(c.path, '.work'), evidence: ['e'], links });
    const engine = await Engine.open();
    const rows: unknown[] = [];
    for await (const { message, finding_id } of engine.rows('SELECT * FROM read_parquet($1)', [
      join(target, 'timeline.parquet'),
    ]))
      rows.push([message, finding_id]);
    engine.close();
    expect(rows).toEqual([
      ['record at 4096', undefined],
      ['record at 8192', 'found at 8192'],
      ['record at 12288', 'found at 12288'],
    ]);
    await c.stop('interrupted', 'test');
  });

  it('are left alone by a case that is stopped while its timeline is begun, and by one that is taken up again', async () => {
    const c = await opened('stopped');
    c.storeEvents(
      1,
      Array.from({ length: 200_000 }, (_, i) => event({ begins: i, message: `record ${i}` })),
    );
    await c.store(1, { files: '' });
    c.beginTimeline();
    await c.stop('interrupted', 'test');
    const again = await createCase(join(folder, 'stopped'), {
      mode: 'resume',
      evidence: [],
      tool: { name: 'afterimage', version: '0' },
      content: { version: '0', hash: '0' },
      options: {},
      now: () => new Date(0),
    });
    again.beginTimeline();
    const host: Host = { product: 'linux', title: 'Linux', confidence: 'low', systems: [], basis: [] };
    const verdict = { conclusion: 'inconclusive' } as Verdict;
    const nothing = { evidence: [], coverage: [], findings: [], links: [], report: '' };
    await again.complete({ ...nothing, host, verdict });
    const engine = await Engine.open();
    const sql = 'SELECT count(*) AS n, count(DISTINCT message) AS messages FROM read_parquet($1)';
    for await (const row of engine.rows(sql, [join(folder, 'stopped', 'timeline.parquet')]))
      expect(row).toEqual({ n: 200_000, messages: 200_000 });
    engine.close();
  });

  it('are all that a statement can see', async () => {
    const c = await opened('sandbox');
    c.storeEvents(1, [event({})]);
    const secret = join(folder, 'secret.csv');
    writeFileSync(secret, 'a,b\n1,2\n');
    const events = (await c.events())!;
    for (const sql of [
      `SELECT * FROM read_csv('${secret}')`,
      `SELECT * FROM read_text('${c.parts}/../../case.json')`,
      `COPY (SELECT 1) TO '${join(folder, 'out.csv')}'`,
      'INSTALL httpfs',
      'SET enable_external_access = true',
      `ATTACH '${join(folder, 'x.db')}'`,
    ])
      await expect(events.run(sql), sql).rejects.toThrow();
    events.close();
    await c.stop('interrupted', 'test');
  });
});
