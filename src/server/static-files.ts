import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AfterimageError } from '../model/index.ts';

/** Where the build puts the workbench: beside this folder once compiled, in `dist` when run from the sources. */
export const builtWeb = (): string =>
  import.meta.dirname.endsWith(join('src', 'server'))
    ? resolve(import.meta.dirname, '../../dist/web')
    : resolve(import.meta.dirname, '../web');

export interface StaticFile {
  type: string;
  body: Uint8Array;
  /** Its name changes with its content. */
  hashed: boolean;
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/**
 * The files of the workbench, read once: an address is looked up among them and never becomes a path. Any address
 * without a file is a view, which the page itself finds.
 * @throws AfterimageError `unavailable` when it was not built
 */
export async function readWeb(folder: string): Promise<(path: string) => StaticFile | undefined> {
  const files = new Map<string, StaticFile>();
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    throw new AfterimageError(
      'unavailable',
      `Cannot serve the workbench: ${folder} is not there. Build it with npm run build.`,
      { cause: error },
    );
  }
  for (const name of names) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)];
    if (type !== undefined)
      files.set(`/${name}`, { type, body: await readFile(join(folder, name)), hashed: name.startsWith('assets/') });
  }
  const page = files.get('/index.html');
  if (!page)
    throw new AfterimageError(
      'unavailable',
      `Cannot serve the workbench: ${folder} has no index.html. Build it with npm run build.`,
    );
  return (path) => files.get(path) ?? (path.startsWith('/assets/') ? undefined : page);
}
