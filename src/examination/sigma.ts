import { type CaseFolder, type DraftFinding, type EventStore, entryOf, type FileRow } from '../case/index.ts';
import {
  type CompiledSigma,
  countedTables,
  detailStatements,
  detailsOf,
  type EventPlace,
  placeKey,
  type QueryClaim,
  queryDetectors,
  type ShownEvent,
  type SigmaHit,
  type SigmaRow,
  type SigmaRule,
  type Statement,
  sigmaHit,
  singly,
  statementsOf,
  whereSql,
} from '../detectors/index.ts';
import { AfterimageError, type Coverage, type EntryFacts, type Locator } from '../model/index.ts';
import { askQueries, webFiles } from './queries.ts';

/** Name of the relation of events. */
const EVENTS = 'event';

/** What the rules over events came to; kept with their drafts. */
interface Told {
  /** Events that some rule reads, and those that none does, by place of the evidence. */
  looked: Record<string, { looked: number; skipped: number }>;
  /** Rules that the engine refused, one sentence each. */
  failed: string[];
}

/** A rule that was met, and where its events stand. */
interface Met {
  rule: SigmaRule;
  row: SigmaRow;
  places: EventPlace[];
}

/**
 * Runs the Sigma rules over the events of the case and stores what they claim as one piece of work.
 * @returns what the coverage says of it, and the rules that could not be run
 */
export async function runSigma(
  folder: CaseFolder,
  rules: CompiledSigma,
  options: { contentVersion: string; work: number; signal?: AbortSignal },
): Promise<Told> {
  const { work } = options;
  if (folder.done.has(work)) {
    for await (const kept of folder.tallies<{ sigma?: Told }>()) if (kept.sigma) return kept.sigma;
  }
  const events = await folder.events();
  const told: Told = { looked: {}, failed: [] };
  const hits = events ? await askAll(folder, events, rules, told, options) : [];
  const drafts = await draftsOf(folder, hits);
  if (told.failed.length > 0)
    await folder.record('content-not-used', { count: told.failed.length, first: told.failed });
  await folder.store(work, {
    files: '',
    claims: drafts.map((d) => `${JSON.stringify(d)}\n`).join(''),
    tally: `${JSON.stringify({ sigma: told })}\n`,
  });
  return told;
}

/** Asks every rule and every question; closes the events. @param told what comes of it */
async function askAll(
  folder: CaseFolder,
  events: EventStore,
  rules: CompiledSigma,
  told: Told,
  { contentVersion, signal }: { contentVersion: string; signal?: AbortSignal },
): Promise<SigmaHit[]> {
  const stop = () => events.interrupt();
  signal?.addEventListener('abort', stop);
  try {
    told.looked = await count(events, rules);
    const met: Met[] = [];
    for (const statement of statementsOf(rules, EVENTS, await counted(events, rules, signal)))
      met.push(...(await run(events, statement, rules, told, signal)));
    const asked = await askQueries(events, EVENTS, { contentVersion, webFiles: await webFiles(folder) }, told.failed);
    if (signal?.aborted) throw new AfterimageError('interrupted', 'The examination was interrupted.');
    return await describe(events, met, asked, contentVersion);
  } finally {
    signal?.removeEventListener('abort', stop);
    events.close();
  }
}

/** Makes the tables of events that correlations count; one that the engine refuses is left out. */
async function counted(
  events: EventStore,
  rules: CompiledSigma,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const made = new Set<string>();
  for (const { name, sql } of countedTables(rules, EVENTS))
    try {
      await events.run(sql);
      made.add(name);
    } catch {
      if (signal?.aborted) throw new AfterimageError('interrupted', 'The examination was interrupted.');
    }
  return made;
}

/** Runs one statement; when the engine refuses it, each of its rules alone, so that one rule cannot silence the others. */
async function run(
  events: EventStore,
  statement: Statement,
  rules: CompiledSigma,
  told: Told,
  signal: AbortSignal | undefined,
): Promise<Met[]> {
  try {
    return await rowsOf(events, statement);
  } catch (error) {
    if (signal?.aborted) throw new AfterimageError('interrupted', 'The examination was interrupted.');
    const alone = singly(statement, rules, EVENTS);
    if (alone.length > 0) {
      const met: Met[] = [];
      for (const one of alone) met.push(...(await run(events, one, rules, told, signal)));
      return met;
    }
    const [rule] = statement.rules;
    const why = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300);
    told.failed.push(`sigma: ${rule!.file}:${rule!.line} ${rule!.title}: not run: ${why}`);
    return [];
  }
}

async function rowsOf(events: EventStore, { sql, rules }: Statement): Promise<Met[]> {
  const met: Met[] = [];
  for await (const row of events.rows(sql)) {
    const told = row as unknown as SigmaRow;
    met.push({ rule: rules[told.rule]!, row: told, places: JSON.parse(told.shown) as EventPlace[] });
  }
  return met;
}

async function describe(
  events: EventStore,
  met: readonly Met[],
  asked: readonly QueryClaim[],
  contentVersion: string,
): Promise<SigmaHit[]> {
  const rows = new Map<string, ShownEvent>();
  for (const sql of detailStatements(
    [...met, ...asked].flatMap((m) => m.places),
    EVENTS,
  ))
    for await (const row of events.rows(sql))
      rows.set(placeKey(row as unknown as ShownEvent), row as unknown as ShownEvent);
  return [
    ...met.map(({ rule, row, places }) => sigmaHit(row, rule, detailsOf(places, rows), contentVersion)),
    ...asked.map(({ claim, count, places }) => ({ claim, count, events: detailsOf(places, rows) })),
  ];
}

/** Events that some of the rules read, and the others. */
async function count(events: EventStore, rules: CompiledSigma): Promise<Told['looked']> {
  const looked: Told['looked'] = {};
  const sql = `SELECT evidence, count(*) FILTER (WHERE ${whereSql(rules)}) AS looked, count(*) AS n FROM ${EVENTS} GROUP BY evidence`;
  for await (const { evidence, looked: some, n } of events.rows(sql))
    looked[String(evidence)] = { looked: Number(some), skipped: Number(n) - Number(some) };
  return looked;
}

/** The subject of a hit is the log of the device that holds the first of its events; a witness's when none of them does. */
async function draftsOf(folder: CaseFolder, hits: readonly SigmaHit[]): Promise<DraftFinding[]> {
  const wanted = new Map<string, FileRow | undefined>();
  for (const { events } of hits) for (const event of events) wanted.set(logKey(event), undefined);
  if (wanted.size > 0)
    for await (const row of folder.rows()) {
      const key = logKey({ ...row, version: row.version_transaction });
      if (wanted.has(key)) wanted.set(key, row);
    }
  return hits.flatMap(({ claim, events }) => {
    const [first] = events;
    if (!first) return [];
    const row = events.map((event) => wanted.get(logKey(event))).find((found) => found !== undefined);
    return [{ claim, ...(row ? entryOf(row) : { facts: factsWithout(first) }), locators: events.flatMap(locatorOf) }];
  });
}

const logKey = (of: {
  evidence: string;
  layers: string;
  path?: string | null;
  allocation: string;
  inode?: number | null;
  version?: number | null;
}): string =>
  JSON.stringify([of.evidence, of.layers, of.path ?? null, of.allocation, of.inode ?? null, of.version ?? null]);

/** An event whose log has no row of its own: a record in a packed member, or one that a witness kept. */
const factsWithout = (event: ShownEvent): EntryFacts => ({
  locator: locatorOf(event)[0] ?? { evidence: event.evidence, layers: [], bytes: [] },
  ...pathOf(event),
  kind: 'file',
  size: 0,
  allocation: event.allocation as EntryFacts['allocation'],
  content: 'intact',
  times: {},
});

function pathOf({ path, witness, witness_path: within }: ShownEvent): { path?: string } {
  if (witness === undefined) return path ? { path } : {};
  const inside = (within ?? '').replace(/^\//, '');
  return { path: `witness ${witness}${inside === '' || inside === witness ? '' : `, ${inside}`}` };
}

function locatorOf({ evidence, locator }: ShownEvent): Locator[] {
  return locator ? [{ evidence, ...(JSON.parse(locator) as Omit<Locator, 'evidence'>) }] : [];
}

/** Says in the coverage which events the rules were asked of. */
export function addSigma(coverage: Coverage[], { looked }: Told, contentVersion: string): void {
  coverage.forEach((c, place) => {
    const counts = looked[String(place)] ?? { looked: 0, skipped: 0 };
    for (const name of ['sigma', ...queryDetectors.map((d) => d.name)])
      c.detectors.push({ name, contentVersion, ...counts, timedOut: 0 });
  });
}
