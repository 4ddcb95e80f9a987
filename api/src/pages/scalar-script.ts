// Gets the browser script of the reference page out of the one package that carries it whole.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The script, and the same compressed. */
export interface ScalarScript {
  plain: Uint8Array<ArrayBuffer>;
  gzipped: Uint8Array<ArrayBuffer>;
}

interface PluginRoute {
  url: string;
  handler(request: object, reply: PluginReply): unknown;
}
interface PluginReply {
  header(name: string, value: string): PluginReply;
  send(body: string): PluginReply;
}
type Plugin = (
  host: {
    route(route: PluginRoute): void;
    hasPlugin(name: string): boolean;
    initialConfig: object;
    log: { warn(message: string): void };
  },
  options: { routePrefix: string; configuration: { url: string } },
  done: () => void,
) => void;

/**
 * Reads the script. Scalar's own package for it brings 272 others (287 MB), its Hono package loads
 * it from a CDN; its Fastify plugin carries it as text and hands it to a route. So we are that
 * plugin's host for a moment, and keep what the route would send.
 */
export async function readScalarScript(): Promise<ScalarScript> {
  const { default: plugin } = await import('@scalar/fastify-api-reference');
  const routes: PluginRoute[] = [];
  const host = {
    route: (route: PluginRoute) => routes.push(route),
    hasPlugin: () => false,
    initialConfig: {},
    log: { warn: () => {} },
  };
  const options = { routePrefix: '/docs', configuration: { url: '/openapi.json' } };
  (plugin as unknown as Plugin)(host, options, () => {});
  let text = '';
  const reply: PluginReply = {
    header: () => reply,
    send(body) {
      text = body;
      return reply;
    },
  };
  routes.find((route) => route.url.endsWith('.js'))?.handler({}, reply);
  if (text === '') throw new Error('the Scalar plugin no longer serves its script by a route');
  const plain = new TextEncoder().encode(text);
  return { plain, gzipped: new Uint8Array(await promisify(gzip)(plain)) };
}
