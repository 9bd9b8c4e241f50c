import { describe, expect, it } from 'vitest';
import { record } from '../../tests/cli/context.ts';
import { type Format, formatOf, type Listing, writeRows } from './rows.ts';

interface Row {
  path: string;
  size: number;
  state: string;
}

const listing: Listing<Row> = {
  columns: [
    { title: 'STATE', value: (r) => r.state },
    { title: 'SIZE', value: (r) => r.size, align: 'right' },
    { title: 'PATH', value: (r) => r.path, flexible: true },
  ],
  fields: [
    ['path', (r) => r.path],
    ['size', (r) => r.size],
  ],
};

const rows: Row[] = [
  { path: '/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi', size: 8123, state: 'removed' },
  { path: '=cmd\u001b[2J', size: 5, state: 'live' },
];

async function written(format: Format, given: Iterable<Row> = rows, setting = {}) {
  const r = record(setting);
  const count = await writeRows(r.context, given, listing, format);
  return { text: r.stdout(), count };
}

describe('listings', () => {
  it('shows a table in full where nothing limits its width', async () => {
    expect((await written('table')).text).toMatchInlineSnapshot(`
      "STATE    SIZE  PATH
      removed  8123  /home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi
      live        5  =cmd\\x1b[2J
      "
    `);
  });

  it('narrows paths until the table fits the terminal', async () => {
    const { text } = await written('table', rows, { isTTY: true, columns: 40 });
    expect(text).toMatchInlineSnapshot(`
      "STATE    SIZE  PATH
      removed  8123  /home/we…eting_testjs.cgi
      live        5  =cmd\\x1b[2J
      "
    `);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('writes JSON lines, one array, and CSV that no spreadsheet runs', async () => {
    expect(
      (await written('jsonl')).text
        .trimEnd()
        .split('\n')
        .map((l) => JSON.parse(l)),
    ).toEqual(rows);
    expect(JSON.parse((await written('json')).text)).toEqual(rows);
    expect(JSON.parse((await written('json', [])).text)).toEqual([]);
    expect((await written('csv')).text).toBe(
      "path,size\r\n/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi,8123\r\n'=cmd\u001b[2J,5\r\n",
    );
  });

  it('does not pass control characters of a name to a terminal, whatever the format', async () => {
    for (const format of ['table', 'jsonl', 'json', 'csv'] as const)
      expect((await written(format, rows, { isTTY: true })).text).not.toContain('\u001b');
  });

  it('prints more rows than it looks ahead', async () => {
    const many = Array.from({ length: 1203 }, (_, i) => ({ path: `/f${i}`, size: i, state: 'live' }));
    const { text, count } = await written('table', many);
    expect(count).toBe(1203);
    expect(text.trimEnd().split('\n')).toHaveLength(1204);
  });

  it('stops asking for rows when the reader has gone', async () => {
    let asked = 0;
    function* endless() {
      for (;;) yield { path: `/f${asked++}`.padEnd(1000, 'x'), size: 1, state: 'live' };
    }
    const r = record({ closesAfter: 2 });
    await writeRows(r.context, endless(), listing, 'jsonl');
    expect(asked).toBeLessThan(400);
  });

  it('refuses two formats at once', () => {
    expect(formatOf({})).toBe('table');
    expect(formatOf({ json: true, format: 'json' })).toBe('json');
    expect(() => formatOf({ json: true, csv: true })).toThrow('Asked for json and csv at once, expected one format.');
  });
});
