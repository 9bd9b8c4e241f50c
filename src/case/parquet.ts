import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from './names.ts';
import { osError } from './os-error.ts';
import { prepareFiles } from './prepare-files.ts';
import { type FindingLink, writeTimeline } from './timeline.ts';
import { type Slice, slicesOf } from './timeline-slices.ts';
import { publish } from './write-file.ts';

export interface TablesOptions {
  /** The case folder. */
  folder: string;
  /** `.work`, with the parts in it. */
  work: string;
  /** SHA-256 of each piece of evidence, by its place. */
  evidence: string[];
  links: FindingLink[];
  /** DuckDB's buffer pool in MiB. */
  memory?: number;
  /** Events of logs that are sorted at once. */
  sliceRows?: number;
  signal?: AbortSignal;
}

/** What has been done of the tables before all that goes into them was known. */
export interface Prepared {
  /** True when `prepareFiles` has done its part. */
  files?: boolean;
  /** From `slicesOf`. */
  slices?: Promise<Slice[]>;
}

/**
 * Turns the parts of a case into files.parquet and timeline.parquet, sorted so that the same rows give the same bytes
 * whatever the order and number of the parts.
 * @throws AfterimageError `io` when the medium is full or a part cannot be read
 */
export async function writeTables(options: TablesOptions, prepared: Prepared = {}): Promise<void> {
  const { folder, work } = options;
  const name = 'files.parquet';
  if (!prepared.files) await prepareFiles(options);
  try {
    await rename(join(work, name), join(folder, temporaryName(name)));
  } catch (error) {
    throw osError('io', 'write', join(folder, name), error);
  }
  await publish(folder, name);
  const slices = await (prepared.slices ?? slicesOf(work, options));
  await writeTimeline(slices, options);
}
