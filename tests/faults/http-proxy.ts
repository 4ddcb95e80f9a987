// Stands before an HTTP server: a run decides for each request what becomes of it and of its answer.
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface ProxiedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Passes it on to the server, as often as wanted. Rejects when the server is away. */
  forward: () => Promise<Response>;
}

/** What the client gets: an answer, or nothing at all and a broken connection. */
export type ProxyDecision = (request: ProxiedRequest) => Promise<Response | null>;

/** A running proxy. */
export interface HttpProxy {
  url: string;
  stop: () => Promise<void>;
}

/** Set by whoever sends the message; repeating them would contradict the body. */
const HOP_HEADERS = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

const copyHeaders = (from: Iterable<[string, string]>): [string, string][] =>
  [...from].filter(([name]) => !HOP_HEADERS.has(name.toLowerCase()));

/** Starts a proxy on loopback; answers are passed on whole, so it is not for streams. */
export async function startHttpProxy(
  to: string,
  decide: ProxyDecision,
  port = 0,
): Promise<HttpProxy> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const { method = 'GET', url: path = '/', headers } = incoming;
      const sent = copyHeaders(
        Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
      );
      const forward = () =>
        fetch(`${to}${path}`, {
          method,
          headers: sent,
          ...(body.length > 0 ? { body } : {}),
          redirect: 'manual',
        });
      const answer = await decide({ method, path, headers, body, forward });
      if (!answer) {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.status, copyHeaders(answer.headers));
      outgoing.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
