import { basename, join } from 'node:path';

/** A folder name for a new case: `afterimage-gateway.img-20210417T021407Z`, only of characters that no shell minds. */
export function defaultCasePath(cwd: string, firstEvidence: string, now: Date): string {
  const name = basename(firstEvidence)
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(0, 64);
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return join(cwd, `afterimage-${name || 'evidence'}-${stamp}`);
}
