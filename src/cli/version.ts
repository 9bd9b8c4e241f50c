import { readFileSync } from 'node:fs';
import { library } from './library.ts';

/** `afterimage 0.1.0 (content 2026.11.23)`. */
export async function versionText(): Promise<string> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const { loadContent } = await library();
  return `afterimage ${version} (content ${loadContent().version})`;
}
