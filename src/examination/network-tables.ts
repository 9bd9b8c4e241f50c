import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AfterimageError } from '../model/index.ts';

/** A name as npm has it; everything else is a path. */
const PACKAGE = /^@[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/;

/**
 * The tables of networks that were asked for: a file, or every CSV of ranges in an installed data package, such as
 * `@ip-location-db/asn`. Afterimage brings none, and none is fetched.
 * @throws AfterimageError `no-input` for a package that is not installed or holds no table
 */
export function networkTables(given: string): string[] {
  if (!PACKAGE.test(given)) return [given];
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${given}/package.json`));
  } catch (cause) {
    throw new AfterimageError(
      'no-input',
      `Cannot use the networks ${given}: no such package is installed, expected one, or the path of a CSV.`,
      { cause },
    );
  }
  // Beside tables of addresses such packages hold the same as numbers (`-num`).
  const tables = readdirSync(folder).filter((name) => /ipv[46]\.csv$/.test(name));
  if (tables.length === 0)
    throw new AfterimageError('no-input', `Cannot use the networks ${given}: ${folder} holds no *-ipv4.csv.`);
  return tables.sort().map((name) => join(folder, name));
}
