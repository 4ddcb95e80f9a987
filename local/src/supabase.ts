// Stands in for a Supabase project on this machine: REST, Auth and Studio on our own Postgres.

import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { isLoopbackHost } from './loopback-host.ts';
import { PortTakenError } from './port-taken.ts';
import { rewriteAuthLinks } from './supabase-email.ts';

/** An email that Auth wants sent. */
export type SupabaseEmail = { to: string; subject: string; text: string; html: string };

/** How to run the stand-in. */
export type SupabaseOptions = {
  /** The owner's connection to a database that `applyMigrations` has prepared. */
  databaseUrl: string;
  /** The loopback port; without it a free one is chosen. */
  port?: number;
  /** Signs the users' tokens (HS256) and checks the workers' tokens. */
  jwtSecret: string;
  /** The `sb_publishable_…` key that browsers and workers send. */
  publishableKey: string;
  /** The `sb_secret_…` key that bypasses row level security. */
  secretKey: string;
  /** The web client's address, where links in emails lead back to. */
  siteUrl: string;
  /** Sends an email; without it emails are dropped. */
  sendEmail?: (message: SupabaseEmail) => Promise<void>;
  /** Serves the table view at `/`; keyless requests from this machine then act as the owner. */
  studio?: boolean;
};

/** A running stand-in. */
export type RunningSupabase = { url: string; port: number; stop: () => Promise<void> };

const jsonOid = 114;
const jsonbOid = 3802;
const apiPaths = /^\/(auth|rest|storage)\/v1(\/|$)/;

/** Any page may call with a key of its own; the keyless system pages stay same-origin. */
function withCrossOrigin(request: Request, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('Access-Control-Allow-Origin', '*');
  headers.set('Access-Control-Expose-Headers', 'Content-Range, Content-Location');
  headers.set('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  headers.set('Access-Control-Max-Age', '3600');
  const asked = request.headers.get('Access-Control-Request-Headers');
  if (asked) headers.set('Access-Control-Allow-Headers', asked);
  // The wildcard and credentials exclude each other; browsers refuse an answer with both.
  headers.delete('Access-Control-Allow-Credentials');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

function createApp(options: SupabaseOptions, url: () => string) {
  const redirectOfRequest = new AsyncLocalStorage<string | null>();
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    // Notices such as "schema already exists" are of no use to whoever reads the logs.
    postgresOptions: { max: 10, onnotice: () => {} },
  });
  // The stand-in gives the driver json arguments as text already; quoted once more, a function with
  // a jsonb parameter would see a string where PostgREST gives it the value.
  const { serializers } = connection.driver.options;
  for (const type of [jsonOid, jsonbOid]) {
    serializers[type] = (value: unknown) =>
      typeof value === 'string' ? value : JSON.stringify(value);
  }
  // The connection is open already, and the system page would show the password to any visitor.
  Object.assign(connection.config, { url: undefined });
  // Left to itself it would grant every web role all rights on every table, as if the migrations
  // had not said who may do what.
  Object.assign(connection, { rlsState: 'active' });
  const send: App['drivers']['email']['send'] = async ({ to, subject, text, html }) => {
    const site = { siteUrl: options.siteUrl, authUrl: url() };
    const redirectTo = redirectOfRequest.getStore() ?? null;
    const [plain, rich] = [text, html].map((body) =>
      rewriteAuthLinks(body ?? '', site, redirectTo),
    );
    await options.sendEmail?.({ to, subject, text: plain ?? '', html: rich ?? '' });
  };
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      site_url: options.siteUrl,
      additional_redirect_urls: [`${options.siteUrl}/**`],
      minimum_password_length: 8,
      email: { double_confirm_changes: false },
    },
    api: { schemas: ['public'] },
    storage: { enabled: false },
    studio: { enabled: options.studio ?? false },
    options: { server: { admin: options.studio ?? false }, drivers: { email: { send } } },
  });
  const answer = async (request: Request, env: HttpBindings): Promise<Response> => {
    // Studio's pages act as the owner of the data, for whoever counts as the same origin.
    if (!isLoopbackHost(request.url)) return new Response('Only on this machine.', { status: 403 });
    const { pathname, searchParams } = new URL(request.url);
    const isApi = apiPaths.test(pathname);
    if (isApi && request.method === 'OPTIONS') {
      return withCrossOrigin(request, new Response(null, { status: 204 }));
    }
    const peerAddress = env.incoming.socket.remoteAddress ?? null;
    const response = await redirectOfRequest.run(searchParams.get('redirect_to'), () =>
      app.fetch(request, { peerAddress }),
    );
    return isApi ? withCrossOrigin(request, response) : response;
  };
  return { connection, answer };
}

/**
 * Starts the stand-in on loopback, in this process.
 * @throws {PortTakenError} when the given port is in use.
 */
export async function startSupabase(options: SupabaseOptions): Promise<RunningSupabase> {
  let port = options.port ?? 0;
  const url = () => `http://127.0.0.1:${port}`;
  const { connection, answer } = createApp(options, url);
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env as HttpBindings),
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await connection.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`Port ${port} is taken by another program; Supabase needs it.`);
  }
  port = (server.address() as AddressInfo).port;
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
    await connection.close();
  };
  return { url: url(), port, stop };
}
