import { AfterimageError } from '../model/index.ts';
import type { Parameter } from './duckdb.ts';
import { globPrefix, globToRegex } from './glob.ts';
import type { TimeKind } from './rows.ts';

export interface Page {
  limit?: number;
  offset?: number;
  /** Told of a file that was changed after the examination; the rows come all the same. */
  onWarning?: (warning: string) => void;
}

export interface TimelineFilter extends Page {
  since?: string;
  until?: string;
  path?: string;
  /** A file's times, or what an event of a log means: `logged`, `request`. */
  kind?: readonly (TimeKind | 'logged' | 'request')[];
  text?: string;
  /** Only records of logs, and facts of system snapshots. */
  logs?: boolean;
  /** Formats of logs. */
  source?: readonly string[];
  /** The machine that wrote the record, its message code, its user: as the record has them. */
  node?: string;
  code?: string;
  user?: string;
  /** Only what stands in no live file. */
  recovered?: boolean;
  /** Only events that belong to a finding. */
  findings?: boolean;
  finding?: string;
}

/** Collects conditions and their parameters; nothing that a user or evidence said enters the SQL. */
export class Conditions {
  readonly #conditions: string[] = [];
  readonly parameters: Parameter[];

  constructor(source: string) {
    this.parameters = [source];
  }

  /** @param condition with `?` for its parameter, possibly several times */
  add(value: Parameter | undefined, condition: string): void {
    if (value === undefined) return;
    this.parameters.push(value);
    this.#conditions.push(condition.replaceAll('?', `$${this.parameters.length}`));
  }

  plain(condition: string): void {
    this.#conditions.push(condition);
  }

  path(glob: string | undefined): void {
    if (glob === undefined) return;
    this.add(globPrefix(glob) || undefined, 'path >= ?');
    this.add(globToRegex(glob), 'regexp_full_match(path, ?)');
  }

  oneOf(column: string, values: readonly string[] | undefined): void {
    if (values) this.add(values.join(','), `list_contains(string_split(?, ','), ${column})`);
  }

  /**
   * One of the fields has this value. Events are stored with their JSON as `JSON.stringify` writes it, so that looking
   * for the text first spares taking apart what does not have it, which costs many times more.
   */
  field(value: string | undefined, ...names: ('node' | 'host' | 'code' | 'user')[]): void {
    if (value === undefined) return;
    const text = names.map((name) => {
      this.parameters.push(`"${name}":${JSON.stringify(value)}`);
      return `contains(fields, $${this.parameters.length})`;
    });
    this.plain(`(${text.join(' OR ')})`);
    this.add(value, `? IN (${names.map((name) => `json_extract_string(fields, '$.${name}')`).join(', ')})`);
  }

  get where(): string {
    return this.#conditions.length > 0 ? `WHERE ${this.#conditions.join(' AND ')}` : '';
  }
}

/** Puts what a filter asks of events as conditions. @throws AfterimageError `usage` when a time is none */
export function onEvents(c: Conditions, filter: TimelineFilter): void {
  c.add(timestamp('since', filter.since), '"at" >= CAST(? AS TIMESTAMP)');
  c.add(timestamp('until', filter.until), '"at" < CAST(? AS TIMESTAMP)');
  c.path(filter.path);
  c.oneOf('time_kind', filter.kind);
  c.add(filter.text?.toLowerCase(), 'contains(lower(message), ?)');
  if (filter.logs) c.plain("source <> 'filesystem'");
  c.oneOf('source', filter.source);
  c.field(filter.node, 'node', 'host');
  c.field(filter.code, 'code');
  c.field(filter.user, 'user');
  if (filter.recovered) c.plain('recovered');
  if (filter.findings) c.plain('finding_id IS NOT NULL');
  c.add(filter.finding, 'finding_id = ?');
}

/** A moment as DuckDB takes it. @throws AfterimageError `usage` */
export function timestamp(what: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const time = new Date(given);
  if (Number.isNaN(time.getTime()))
    throw new AfterimageError(
      'usage',
      `Cannot filter by ${what} ${JSON.stringify(given)}: expected a time such as 2021-04-17T00:00:00Z.`,
    );
  // Date holds milliseconds; the rest of a fraction is kept as it was given.
  const fraction = /\.\d{3}(\d{1,3})/.exec(given)?.[1] ?? '';
  return time.toISOString().replace('Z', fraction);
}
