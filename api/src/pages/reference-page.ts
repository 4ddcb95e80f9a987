// Serves the reference page at /docs, its script from our own origin: no CDN sees our readers.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../services.ts';
import { readScalarScript, type ScalarScript } from './scalar-script.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>MindBot API reference</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <div id="app"></div>
    <script src="/docs/scalar.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const settings = {
  url: '/openapi.json',
  withDefaultFonts: false,
  // Nothing on the page leads to the services of its maker.
  hideClientButton: true,
  showDeveloperTools: 'never',
  mcp: { disabled: true },
  agent: { disabled: true },
  telemetry: false,
  authentication: { preferredSecurityScheme: 'accessToken' },
};
const startScript = `Scalar.createApiReference('#app', ${JSON.stringify(settings)});\n`;

/** Scalar styles its page inline and draws icons from data; it may ask nobody but us. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const scriptHeaders = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, max-age=3600',
};

/** Puts the reference page on an app. The script is read when somebody first wants it. */
export function registerReferencePage(app: OpenAPIHono<ApiEnv>): void {
  let reading: Promise<ScalarScript> | null = null;
  app.get('/docs', (c) => {
    c.header('content-security-policy', policy);
    return c.html(page);
  });
  app.get('/docs/start.js', (c) => c.body(startScript, 200, scriptHeaders));
  app.get('/docs/scalar.js', async (c) => {
    reading ??= readScalarScript();
    const script = await reading;
    c.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
      return c.body(script.plain, 200, scriptHeaders);
    }
    return c.body(script.gzipped, 200, { ...scriptHeaders, 'content-encoding': 'gzip' });
  });
}
