import { readFileSync } from 'node:fs';

/** `afterimage 0.1.0`. */
export async function versionText(): Promise<string> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return `afterimage ${version}`;
}
