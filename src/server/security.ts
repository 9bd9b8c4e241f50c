import { createHmac, timingSafeEqual } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { Refusal } from './trouble.ts';

/**
 * Who may ask. The address that the command prints holds a token; whoever opens it gets a cookie, and programs send the
 * token as `Authorization: Bearer`. Pages and scripts of the workbench hold nothing of a case and are given to everybody,
 * so that a link to a view works wherever it is clicked: browsers do not send a SameSite=Strict cookie with the first
 * request of such a click, but they do with the questions that the page asks then.
 */
export interface Door {
  /** At least 128 random bits, as text that an address can hold. */
  token: string;
  /** Address or name that the server was told to listen on. */
  host: string;
  port: number;
}

export interface Knock {
  method: string;
  /** Whether data of a case is asked for. */
  api: boolean;
  header(name: string): string | undefined;
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Cookies know no port, so each server has a name of its own. */
export const cookieName = (door: Door): string => `afterimage-${door.port}`;

/** What the cookie holds is not the token: who reads the one cannot ask with the other. */
export const cookieValue = (door: Door): string =>
  createHmac('sha256', door.token).update('cookie of the workbench').digest('base64url');

export const cookieFor = (door: Door): string =>
  `${cookieName(door)}=${cookieValue(door)}; HttpOnly; SameSite=Strict; Path=/`;

/** Names by which a browser may call us. A page elsewhere whose name was made to point here (DNS rebinding) has none. */
export function hostsOf({ host, port }: Door): string[] {
  const name = host.includes(':') ? `[${host}]` : host;
  const everywhere = host === '0.0.0.0' || host === '::';
  const own = everywhere
    ? Object.values(networkInterfaces()).flatMap((list) =>
        (list ?? []).map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
      )
    : [name];
  const names = [...new Set([...loopback, ...own])].map((known) => known.toLowerCase());
  // A browser leaves out the port that everybody knows.
  return [...names.map((known) => `${known}:${port}`), ...(port === 80 ? names : [])];
}

/** @throws Refusal 403 when the request was not meant for us, 401 when it brings no right token */
export function admit(door: Door, hosts: readonly string[], knock: Knock): void {
  const host = knock.header('host')?.toLowerCase();
  if (host === undefined || !hosts.includes(host))
    throw new Refusal(403, 'forbidden', 'This server answers only to the address that `afterimage serve` printed.');
  if (!knock.api) return;
  const site = knock.header('sec-fetch-site');
  const origin = knock.header('origin');
  if ((site !== undefined && site !== 'same-origin' && site !== 'none') || (origin && origin !== `http://${host}`))
    throw new Refusal(403, 'forbidden', 'Pages of another origin may not ask this server.');
  if (!mayAsk(door, knock))
    throw new Refusal(
      401,
      'unauthorised',
      'The token is missing or wrong: open the address that `afterimage serve` printed.',
    );
  const type = knock.header('content-type') ?? '';
  if (knock.method !== 'GET' && knock.method !== 'HEAD' && !/^application\/json\s*(?:;|$)/i.test(type))
    throw new Refusal(415, 'bad-request', 'The body must be application/json.');
}

function mayAsk(door: Door, { header }: Knock): boolean {
  const bearer = /^Bearer ([\w-]{1,256})$/.exec(header('authorization') ?? '')?.[1];
  if (bearer !== undefined) return isSame(bearer, door.token);
  const name = `${cookieName(door)}=`;
  const cookies = (header('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some((cookie) => cookie.startsWith(name) && isSame(cookie.slice(name.length), cookieValue(door)));
}

/** Compares in a time that tells nothing of where two texts differ. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', expected).update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of every answer: nothing from elsewhere, nothing to elsewhere, in no frame, kept by nobody. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
};

/** A report is a page by itself, with styles of its own and no scripts. */
export const reportPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups";
