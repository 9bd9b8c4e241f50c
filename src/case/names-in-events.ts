import { Engine, withoutGlob } from './duckdb.ts';
import { type OpenedCase, resultFile } from './open-case.ts';
import { osError } from './os-error.ts';

/** Fields of events that name people, groups and machines. */
const fields = ['user', 'realm', 'roles', 'node', 'host', 'source_ip', 'device_ip', 'dst', 'dstname'] as const;
export type NamingField = (typeof fields)[number];

/** Names of one case. */
const MOST = 500_000;

/**
 * Every distinct name in the events of a case, by field, sorted.
 * @throws AfterimageError as `queryTimeline`; `io` for more names than can be held
 */
export async function namesInEvents(
  opened: OpenedCase,
  onWarning?: (warning: string) => void,
): Promise<Record<NamingField, string[]>> {
  const source = await resultFile(opened, 'timeline.parquet', onWarning);
  const engine = await Engine.open();
  const found = Object.fromEntries(fields.map((f) => [f, [] as string[]])) as Record<NamingField, string[]>;
  const sql = `SELECT DISTINCT field, value FROM (
      SELECT unnest([${fields.map((f) => `'${f}'`).join(', ')}]) AS field,
        unnest(json_extract_string(fields, [${fields.map((f) => `'$.${f}'`).join(', ')}])) AS value
      FROM read_parquet($1) WHERE source <> 'filesystem')
    WHERE value IS NOT NULL AND value <> '' ORDER BY field, value`;
  let names = 0;
  try {
    for await (const { field, value } of engine.rows(sql, [withoutGlob(source)])) {
      if (++names > MOST) throw new Error(`its events hold more than ${MOST} names`);
      found[field as NamingField].push(String(value));
    }
  } catch (error) {
    throw osError('io', 'read the names in', source, error);
  } finally {
    engine.close();
  }
  return found;
}
