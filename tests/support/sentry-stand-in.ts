// Stands in for Sentry: takes envelopes over HTTP and keeps the events in them to look at.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An event, as far as tests look at it. */
export interface SentryEvent {
  level?: string;
  environment?: string;
  release?: string;
  server_name?: string;
  tags?: Record<string, string>;
  extra?: Record<string, unknown>;
  exception?: { values: { type: string; value: string; stacktrace?: { frames: object[] } }[] };
}

/** A stand-in that listens. */
export interface SentryStandIn {
  /** For SENTRY_DSN. */
  dsn: string;
  events: readonly SentryEvent[];
  /** The raw envelopes, to search for what must not be in them. */
  envelopes: readonly string[];
  stop(): Promise<void>;
}

/** Starts the stand-in on a free port. */
export async function startSentryStandIn(): Promise<SentryStandIn> {
  const events: SentryEvent[] = [];
  const envelopes: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const isTaken = request.method === 'POST' && /^\/api\/\d+\/envelope\//.test(request.url ?? '');
    if (isTaken) {
      envelopes.push(body);
      events.push(...readEvents(body));
    }
    response.writeHead(isTaken ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://publickey@127.0.0.1:${port}/1`,
    events,
    envelopes,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An envelope is a header, then pairs of lines: what an item is, and the item. */
function readEvents(envelope: string): SentryEvent[] {
  const [, ...lines] = envelope.split('\n').filter((line) => line !== '');
  return lines.flatMap((line, index) => {
    const isEvent = index % 2 === 0 && JSON.parse(line).type === 'event';
    return isEvent ? [JSON.parse(lines[index + 1] ?? '{}') as SentryEvent] : [];
  });
}
