// Answers everything that is not the api's with the web client.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiEnv, Services } from '../services.ts';
import type { WebFile } from '../web-client.ts';

const notBuilt = `The web client has not been built yet.

Build it with:  npm run build -w @mindbot/web
Then reload this page; the api needs no restart.
`;

/** Puts the web client on an app. Addresses of its own making get its start page. */
export function registerWebPage(app: OpenAPIHono<ApiEnv>, services: Services): void {
  const { webClient } = services;
  app.get('*', async (c, next) => {
    if (c.req.path.startsWith('/api/')) return next();
    const encodings = c.req.header('accept-encoding') ?? '';
    const path = c.req.path === '/' ? '/index.html' : c.req.path;
    const file = await webClient.find(path, encodings);
    if (file) return send(c, file);
    if (!(c.req.header('accept') ?? '').includes('text/html')) return next();
    const startPage = await webClient.find('/index.html', encodings);
    return startPage ? send(c, startPage) : c.text(notBuilt, 503);
  });
}

function send(c: Context<ApiEnv>, file: WebFile): Response {
  c.header('etag', file.etag);
  c.header('vary', 'accept-encoding');
  c.header(
    'cache-control',
    file.isImmutable ? 'public, max-age=31536000, immutable' : 'public, no-cache',
  );
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
  if (file.contentEncoding) c.header('content-encoding', file.contentEncoding);
  return c.body(file.bytes, 200, { 'content-type': file.contentType });
}
