// Stands before several apis at the one address people open, so that each may come and go.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** An api behind the balancer. */
interface Backend {
  port: number;
  /** Whether it says that calls can be started there. */
  isReady: boolean;
}

/** A running balancer. */
export interface Balancer {
  /** Sends requests to the api on this loopback port too, once it says that it is ready. */
  add: (port: number) => void;
  /** Sends it no further request; those under way go on to their end. */
  remove: (port: number) => void;
  stop: () => Promise<void>;
}

const CHECK_EVERY_MS = 500;
const CHECK_TIMEOUT_MS = 2_000;
/** What a request may not hand on: it is about one connection, and ours are others. */
const hopHeaders = ['connection', 'keep-alive', 'proxy-connection', 'upgrade'];

/**
 * Listens on a loopback port and hands each request to one api after the other. Bodies and answers
 * stream through. A request is given to another api only when nobody listened where it was sent
 * first: it was never sent then. Whatever may have reached an api is not repeated.
 */
export async function startBalancer(options: {
  port: number;
  onLine: (line: string) => void;
}): Promise<Balancer> {
  const backends = new Map<number, Backend>();
  const stopping = new AbortController();
  let turn = 0;

  /** All apis, the ready ones first, beginning with another one each time. */
  function inTurn(): Backend[] {
    const all = [...backends.values()];
    turn += 1;
    const rotated = all.map((_, index) => all[(index + turn) % all.length] as Backend);
    // Where none is ready, who asks shall be told why by one of them.
    return rotated.sort((a, b) => Number(b.isReady) - Number(a.isReady));
  }

  function hand(incoming: IncomingMessage, outgoing: ServerResponse, left: Backend[]): void {
    const [backend, ...others] = left;
    if (!backend) {
      refuse(outgoing, 503, 'No api answers at the moment.');
      return;
    }
    let isSent = false;
    const forwarded = request({
      host: '127.0.0.1',
      port: backend.port,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: headersOf(incoming),
      // A connection of its own: one kept alive may be closed just when the next request is sent,
      // and then nobody knows whether it was read.
      agent: false,
    });
    forwarded.once('socket', (socket: Socket) => {
      socket.once('connect', () => {
        isSent = true;
        incoming.pipe(forwarded);
      });
    });
    forwarded.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutHops(answer.rawHeaders));
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      // An answer that breaks off must not look like one that ended.
      answer.once('close', () => {
        if (!answer.complete) outgoing.destroy();
      });
    });
    forwarded.once('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent || outgoing.destroyed) return outgoing.destroy();
      if (isSent) return refuse(outgoing, 502, 'The api that had this request is gone.');
      backend.isReady = false;
      options.onLine(`api on port ${backend.port} cannot be reached (${error.code})`);
      hand(incoming, outgoing, others);
    });
    outgoing.once('close', () => forwarded.destroy());
  }

  const server = createServer({ requestTimeout: 0 }, (incoming, outgoing) => {
    hand(incoming, outgoing, inTurn());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const checking = checkUntilStopped(backends, stopping.signal);
  return {
    // It is added once it has said so itself; the checks notice when that changes.
    add: (port) => void backends.set(port, { port, isReady: true }),
    remove: (port) => void backends.delete(port),
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, checking]);
    },
  };
}

/** The request's headers, and whom it comes from, as any proxy of a service says it. */
function headersOf(incoming: IncomingMessage): Record<string, string | string[] | undefined> {
  const headers: Record<string, string | string[] | undefined> = { ...incoming.headers };
  for (const name of hopHeaders) delete headers[name];
  const before = incoming.headers['x-forwarded-for'];
  const address = incoming.socket.remoteAddress ?? '';
  headers['x-forwarded-for'] = before ? `${before}, ${address}` : address;
  return headers;
}

function withoutHops(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!hopHeaders.includes(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

function refuse(outgoing: ServerResponse, status: number, detail: string): void {
  const problem = { type: 'about:blank', title: 'No api', status, detail };
  outgoing.writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': '1' });
  outgoing.end(JSON.stringify(problem));
}

async function checkUntilStopped(
  backends: ReadonlyMap<number, Backend>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await Promise.all(
      [...backends.values()].map(async (backend) => {
        backend.isReady = await isReady(backend.port, signal);
      }),
    );
    await delay(CHECK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function isReady(port: number, stopping: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(CHECK_TIMEOUT_MS)]);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
