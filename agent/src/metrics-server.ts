// Shows the worker's metrics to Prometheus: by token, or without one to this machine alone.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Registry } from '@mindbot/platform/metrics';

/** Where the metrics are shown. */
export interface MetricsServerOptions {
  registry: Pick<Registry, 'metrics' | 'contentType'>;
  host: string;
  port: number;
  /** Required of whoever asks; without one the host must be this machine's own. */
  token: string | undefined;
}

/**
 * Listens. Resolves once it does.
 * @throws {Error} when the port is taken, or when others could read without a token.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<Server> {
  const { registry, host, port, token } = options;
  if (!token && !isLoopback(host)) {
    throw new Error('AGENT_METRICS_HOST is not this machine: set AGENT_METRICS_TOKEN too');
  }
  const server = createServer((request, response) => {
    const mayRead = !token || isSameText(request.headers.authorization ?? '', `Bearer ${token}`);
    // Whoever may not see them does not learn that they are there.
    if (request.method !== 'GET' || request.url !== '/metrics' || !mayRead) {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.unref();
  return server;
}

const isLoopback = (host: string): boolean =>
  host === '::1' || host === 'localhost' || host.startsWith('127.');

/** Compares in a time that tells nothing; digests make the lengths equal. */
function isSameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
