import { type Engine, pathLiteral, withoutGlob } from './duckdb.ts';

/*
 * A log may be lines without a time from its beginning to its end, or lines of one second, and what is sorted at once has
 * to fit in memory. Such events are sorted by path, evidence and place, so that is how they are parted.
 */

/** Events of one path. */
interface Group {
  rank: number;
  count: number;
}

/**
 * Conditions on events `r` of one time, or of none, which part them into stretches of about as many each, in the order in
 * which they are sorted.
 * @param path of a file that is written, because names of evidence never enter SQL
 */
export async function partsOfOneTime(engine: Engine, events: string, most: number, path: string): Promise<string[]> {
  await engine.run(
    `COPY (SELECT row_number() OVER (ORDER BY path NULLS LAST, evidence) AS rank, * FROM (
       SELECT path, evidence, count(*) AS n FROM (${events}) GROUP BY ALL)) TO ${pathLiteral(path)} (FORMAT parquet)`,
  );
  const ranks = `read_parquet(${pathLiteral(withoutGlob(path))})`;
  const groups: Group[] = [];
  for await (const { rank, n } of engine.rows(`SELECT rank, n FROM ${ranks} ORDER BY rank`))
    groups.push({ rank: Number(rank), count: Number(n) });
  const within = (from: number, to: number): string =>
    `EXISTS (SELECT 1 FROM ${ranks} u WHERE u.rank BETWEEN ${from} AND ${to} AND u.path IS NOT DISTINCT FROM r.path AND u.evidence = r.evidence)`;
  const parts: string[] = [];
  for (let i = 0; i < groups.length; ) {
    const from = groups[i]!.rank;
    if (groups[i]!.count > most) {
      const condition = within(from, from);
      for (const place of await placesOf(engine, events, condition, groups[i]!.count, most))
        parts.push(`${condition} AND ${place}`);
      i++;
      continue;
    }
    let held = 0;
    for (; i < groups.length && held + groups[i]!.count <= most; i++) held += groups[i]!.count;
    parts.push(within(from, groups[i - 1]!.rank));
  }
  return parts;
}

/** Stretches of one path: by the place in the evidence, and where many records have one, by that in the content. */
async function placesOf(engine: Engine, events: string, which: string, count: number, most: number): Promise<string[]> {
  const parts: string[] = [];
  const offsets = await quantiles(engine, events, which, 'offset', Math.ceil(count / most));
  let from: number | undefined;
  const until = (to: number): void => {
    parts.push(from === undefined ? `r."offset" < ${to}` : `r."offset" >= ${from} AND r."offset" < ${to}`);
    from = to;
  };
  for (const [bound, times] of offsets) {
    until(bound);
    if (times < 2) continue;
    // So many records at one offset are those of packed content.
    const here = `r."offset" = ${bound}`;
    let begin: number | undefined;
    for (const [begins] of await quantiles(engine, events, `${which} AND ${here}`, 'begins', times + 2)) {
      parts.push(`${here} AND ${begin === undefined ? '' : `r.begins >= ${begin} AND `}r.begins < ${begins}`);
      begin = begins;
    }
    parts.push(begin === undefined ? here : `${here} AND r.begins >= ${begin}`);
    from = bound + 1;
  }
  parts.push(from === undefined ? 'true' : `r."offset" >= ${from}`);
  return parts;
}

/** Values that part a column into about equal shares, and how often each was met among them. */
async function quantiles(
  engine: Engine,
  events: string,
  which: string,
  column: string,
  parts: number,
): Promise<Map<number, number>> {
  const shares = Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts);
  const found = new Map<number, number>();
  if (shares.length === 0) return found;
  const sql = `SELECT unnest(approx_quantile("${column}", [${shares.join(', ')}])) AS bound
    FROM (${events}) r WHERE ${which}`;
  for await (const { bound } of engine.rows(sql)) found.set(Number(bound), (found.get(Number(bound)) ?? 0) + 1);
  return new Map([...found].sort(([a], [b]) => a - b));
}
