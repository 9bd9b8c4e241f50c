import type { CaseFolder } from '../case/index.ts';
import type { Instant } from '../model/index.ts';

const PATH = '/home/VERSION';

/**
 * When the software of each system was installed: the last change of the inode of its VERSION file, which an
 * installation writes once. Told only where a kernel of the device wrote the inode: a collected copy has the collector's
 * times.
 */
export async function installedOf(folder: CaseFolder): Promise<Map<string, Instant>> {
  const installed = new Map<string, Instant>();
  for await (const row of folder.rows()) {
    if (row.path !== PATH || row.kind !== 'file' || row.allocation !== 'allocated') continue;
    if (row.layers === 'directory' || row.changed === undefined) continue;
    const role = row.system ?? 'unknown';
    const known = installed.get(role);
    if (known === undefined || row.changed < known) installed.set(role, row.changed);
  }
  return installed;
}
