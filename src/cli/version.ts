import { library } from './library.ts';

/** `afterimage 0.1.0 (content 2026.11.29)`. */
export async function versionText(): Promise<string> {
  const { loadContent, tool } = await library();
  return `afterimage ${tool.version} (content ${loadContent().version})`;
}
