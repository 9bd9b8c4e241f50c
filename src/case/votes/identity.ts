import { Engine, pathLiteral, withoutGlob } from '../duckdb.ts';
import type { Candidate } from './device.ts';

/** Files whose content one device alone has, as long as nobody copied it. */
const identityFiles = String.raw`(^|/)(machine-id|ssh_host_[a-z0-9]{1,20}_key(\.pub)?)$`;

/** Cases asked at once: a statement names each of them. */
const TOGETHER = 1000;

/** Cases with the marks of their host keys and machine identifiers added to those of their evidence. */
export async function withIdentity(cases: readonly Candidate[]): Promise<Candidate[]> {
  if (cases.length === 0) return [];
  const marks = new Map<string, Set<string>>(cases.map((c) => [c.file, new Set(c.marks)]));
  const systems = new Map(cases.map((c) => [c.file, c.system]));
  const engine = await Engine.open({ threads: 2 });
  try {
    for (let i = 0; i < cases.length; i += TOGETHER) {
      const files = cases.slice(i, i + TOGETHER).map((c) => pathLiteral(withoutGlob(c.file)));
      const sql = `SELECT filename, system, sha256 FROM read_parquet([${files.join(', ')}], filename = true)
        WHERE allocation = 'allocated' AND kind = 'file' AND size > 0 AND sha256 IS NOT NULL
          AND regexp_matches(path, '${identityFiles}')`;
      for await (const row of engine.rows(sql)) {
        const file = String(row.filename);
        const system = systems.get(file);
        if (system === undefined || row.system === system) marks.get(file)?.add(`file ${row.sha256}`);
      }
    }
  } finally {
    engine.close();
  }
  return cases.map((c) => ({ ...c, marks: [...marks.get(c.file)!].sort() }));
}
