import { getRequestListener } from '@hono/node-server';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Refusal, refusalFor } from './trouble.ts';

export { z };

/** The only file that knows the libraries for HTTP, schemas and OpenAPI. */
export type Listener = ReturnType<typeof getRequestListener>;
type Schema = z.ZodType;
type Shape = z.ZodObject;

/** A whole answer that is not JSON. */
export interface Bytes {
  bytes: Uint8Array;
  headers: Record<string, string>;
}

/** One address of the API: what it is asked with, what it answers, and who answers. */
export interface Route {
  method: 'get' | 'post';
  path: string;
  summary: string;
  params?: Shape;
  query?: Shape;
  body?: Schema;
  /** Of the JSON, or the content type of `Bytes`. */
  answer: Schema | string;
  handle(asked: { params: never; query: never; body: never }, signal: AbortSignal): Promise<unknown>;
}

type Given<S> = S extends Schema ? z.output<S> : Record<never, never>;

/** Writes down a route whose handler gets what its schemas say. */
export const route = <P extends Shape | undefined, Q extends Shape | undefined, B extends Schema | undefined>(
  given: Omit<Route, 'handle' | 'params' | 'query' | 'body'> & {
    params?: P;
    query?: Q;
    body?: B;
    handle(asked: { params: Given<P>; query: Given<Q>; body: Given<B> }, signal: AbortSignal): Promise<unknown>;
  },
): Route => given as unknown as Route;

/** Longest body that is read, bytes. */
const BODY = 64 * 1024;

export interface Site {
  routes: readonly Route[];
  version: string;
  /** Throws a Refusal when the request must not be answered. */
  admit(request: { method: string; url: URL; header(name: string): string | undefined }): void;
  /** Answers what is no part of the API. */
  page(url: URL): Response;
  headers: Readonly<Record<string, string>>;
  /** Runs an answer when there is room for it. */
  pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Everything that is served, as a listener for Node's HTTP server. */
export function listenerOf(site: Site): Listener {
  const app = new OpenAPIHono({
    defaultHook: ({ success, ...rest }) => {
      if (!success) throw refusalOf((rest as { error: z.ZodError }).error);
    },
  });
  app.use('*', async (c, next) => {
    for (const [name, value] of Object.entries(site.headers)) c.header(name, value);
    const length = Number(c.req.header('content-length') ?? 0);
    site.admit({ method: c.req.method, url: new URL(c.req.url), header: (name) => c.req.header(name) });
    if (length > BODY || c.req.header('transfer-encoding') !== undefined)
      throw new Refusal(413, 'too-much', `The body may have ${BODY} bytes, and must say how many it has.`);
    await next();
  });
  for (const given of site.routes) addRoute(app, given, site);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Afterimage', version: site.version },
    security: [{ token: [] }],
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.all('/api/*', (c) => {
    throw new Refusal(404, 'not-found', `There is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}.`);
  });
  app.get('*', (c) => {
    const response = site.page(new URL(c.req.url));
    for (const [name, value] of Object.entries(site.headers))
      if (!response.headers.has(name)) response.headers.set(name, value);
    return response;
  });
  app.notFound((c) => c.json(new Refusal(405, 'bad-request', `${c.req.method} is not answered here.`).body, 405));
  app.onError((error, c) => {
    // What the library refuses itself is a body that is no JSON.
    const malformed = 'getResponse' in error && new Refusal(400, 'bad-request', 'The body is not JSON.');
    const refusal = malformed || refusalFor(error);
    for (const [name, value] of Object.entries(site.headers)) c.header(name, value);
    return c.json(refusal.body, refusal.status as 400);
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

function addRoute(app: OpenAPIHono, given: Route, site: Site): void {
  const { method, path, summary, params, query, body, answer, handle } = given;
  const content =
    typeof answer === 'string'
      ? { [answer]: { schema: z.string().openapi({ format: 'binary' }) } }
      : { 'application/json': { schema: answer } };
  const described = createRoute({
    method,
    path,
    summary,
    request: {
      ...(params && { params }),
      // Without a query of its own a route takes no parameter at all.
      query: query ?? z.strictObject({}),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      200: { description: 'The answer.', content },
      default: { description: 'Why there is none.', content: { 'application/json': { schema: failure } } },
    },
  });
  app.openapi(described, async (c) => {
    const { signal } = c.req.raw;
    const valid = c.req as unknown as { valid(target: string): never };
    const asked = {
      params: params ? valid.valid('param') : ({} as never),
      query: valid.valid('query'),
      body: body ? valid.valid('json') : ({} as never),
    };
    const answered = await site.pass(() => handle(asked, signal), signal);
    if (typeof answer !== 'string') return c.json(answered as object, 200);
    const { bytes, headers } = answered as Bytes;
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': answer }) as never;
  });
}

const failure = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      parameters: z.array(z.object({ name: z.string(), message: z.string() })).optional(),
    }),
  })
  .openapi('ApiFailure');

/** Every parameter that is wrong, by name. */
function refusalOf(error: z.ZodError): Refusal {
  const parameters = error.issues.slice(0, 20).flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
    if (unknown)
      return unknown.slice(0, 20).map((name) => ({ name: name.slice(0, 100), message: 'is not known here' }));
    return [{ name: issue.path.join('.').slice(0, 100) || 'body', message: issue.message.slice(0, 500) }];
  });
  const told = parameters.map(({ name, message }) => `${name}: ${message}`).join('; ');
  return new Refusal(400, 'bad-request', `The question is not understood: ${told}.`, parameters);
}
