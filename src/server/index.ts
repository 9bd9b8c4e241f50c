import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../index.ts';
import { AfterimageError } from '../model/index.ts';
import { Gate } from './gate.ts';
import { listenerOf } from './http.ts';
import { routesOf } from './routes/index.ts';
import { admit, cookieFor, type Door, hostsOf, isSame, safeHeaders } from './security.ts';
import { Shelf } from './shelf.ts';
import { builtWeb, readWeb, type StaticFile } from './static-files.ts';

export interface ServeOptions {
  /** A case, or a folder of cases. */
  path: string;
  host: string;
  /** 0 takes any that is free. */
  port: number;
  /** Where the built workbench lies; beside the compiled server when absent. */
  web?: string;
  now: () => Date;
}

export interface Serving {
  /** With the token: whoever has it may read the cases and write notes. */
  url: string;
  token: string;
  port: number;
  /** Why there is only the API. */
  withoutWeb?: string;
  close(): Promise<void>;
}

/** Questions that are answered at once, and that may wait. */
const AT_ONCE = 8;
const WAITING = 128;

/**
 * Serves cases on this machine: an API, and the workbench over it.
 * @throws AfterimageError `no-input` when there is no such folder, `unavailable` when the port is in use or not allowed
 */
export async function serve({ path, host, port, web = builtWeb(), now }: ServeOptions): Promise<Serving> {
  const temporary = await mkdtemp(join(tmpdir(), 'afterimage-serve-'));
  try {
    const shelf = await Shelf.open(path, { temporary, now });
    const pages = await readWeb(web).catch((error: AfterimageError) => error);
    const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000, headersTimeout: 10_000 });
    server.maxConnections = 256;
    const door: Door = { token: randomBytes(24).toString('base64url'), host, port: await listen(server, host, port) };
    const hosts = hostsOf(door);
    const gate = new Gate(AT_ONCE, WAITING);
    server.on(
      'request',
      listenerOf({
        routes: routesOf(shelf),
        version: tool.version,
        headers: safeHeaders,
        admit: ({ url, ...knock }) => admit(door, hosts, { ...knock, api: /^\/api(?:\/|$)/.test(url.pathname) }),
        page: (url) => answerPage(url, door, pages),
        pass: (work, signal) => gate.pass(work, signal),
      }),
    );
    void shelf.warm();
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${door.port}/?token=${door.token}`,
      token: door.token,
      port: door.port,
      ...(pages instanceof Error && { withoutWeb: pages.message }),
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await shelf.close();
        await rm(temporary, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** @returns the port */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: 'another program listens there. Choose another --port, or 0 for any that is free.',
        EACCES: 'this port is not for everybody. Choose one from 1024.',
        EADDRNOTAVAIL: 'this machine does not have that address.',
        ENOTFOUND: 'no such name is known.',
      };
      const reason = reasons[error.code ?? ''] ?? error.message;
      reject(new AfterimageError('unavailable', `Cannot listen on ${host} port ${port}: ${reason}`, { cause: error }));
    });
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** The workbench itself; an address with the token sets the cookie and loses the token. */
function answerPage(url: URL, door: Door, pages: ((path: string) => StaticFile | undefined) | Error): Response {
  const token = url.searchParams.get('token');
  const plain = (status: number, text: string) =>
    new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  if (token !== null) {
    if (!isSame(token, door.token))
      return plain(401, 'The token is wrong: open the address that afterimage serve printed.');
    url.searchParams.delete('token');
    const location = `${url.pathname.replace(/^\/{2,}/, '/')}${url.search}`;
    return new Response(null, { status: 303, headers: { location, 'set-cookie': cookieFor(door) } });
  }
  if (pages instanceof Error) return plain(503, pages.message);
  const file = pages(url.pathname);
  if (!file) return plain(404, 'There is no such file.');
  return new Response(file.body as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': file.type,
      ...(file.hashed && { 'cache-control': 'public, max-age=31536000, immutable' }),
    },
  });
}
