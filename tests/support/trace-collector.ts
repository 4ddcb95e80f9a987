// A collector of traces on this machine: takes OTLP over HTTP as JSON and keeps the spans to look at.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type AttributeValue = string | number | boolean | null;

/** One span, as it was sent. */
export interface CollectedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  /** Milliseconds since 1970. */
  startedAtMs: number;
  durationMs: number;
  attributes: Record<string, AttributeValue>;
  events: string[];
  hasFailed: boolean;
}

/** A collector that listens. */
export interface TraceCollector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  /** Everything taken so far. */
  spans: readonly CollectedSpan[];
  /** The raw bodies, to search for what must not be in them. */
  bodies: readonly string[];
  /** Resolves with the first span that fits, now or later. */
  waitForSpan(fits: (span: CollectedSpan) => boolean): Promise<CollectedSpan>;
  stop(): Promise<void>;
}

/** Starts a collector on a free port. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const isTaken = request.method === 'POST' && request.url === '/v1/traces';
    if (isTaken) {
      bodies.push(body);
      spans.push(...readSpans(JSON.parse(body)));
      for (const look of waiting) look();
    }
    response.writeHead(isTaken ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    waitForSpan(fits) {
      const { promise, resolve } = Promise.withResolvers<CollectedSpan>();
      const look = () => {
        const found = spans.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface SentValue {
  stringValue?: string;
  intValue?: number | string;
  doubleValue?: number;
  boolValue?: boolean;
}
interface SentAttribute {
  key: string;
  value: SentValue;
}
interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: SentAttribute[];
  events?: { name: string }[];
  status?: { code?: number };
}
interface SentTraces {
  resourceSpans: {
    resource: { attributes: SentAttribute[] };
    scopeSpans: { spans: SentSpan[] }[];
  }[];
}

const ERROR_STATUS = 2;

function readSpans({ resourceSpans }: SentTraces): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(readAttributes(resource.attributes)['service.name']);
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => readSpan(service, span)));
  });
}

function readSpan(service: string, span: SentSpan): CollectedSpan {
  const startedAtMs = Number(span.startTimeUnixNano) / 1e6;
  return {
    service,
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    startedAtMs,
    durationMs: Number(span.endTimeUnixNano) / 1e6 - startedAtMs,
    attributes: readAttributes(span.attributes ?? []),
    events: (span.events ?? []).map(({ name }) => name),
    hasFailed: span.status?.code === ERROR_STATUS,
  };
}

function readAttributes(attributes: SentAttribute[]): Record<string, AttributeValue> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: SentValue): AttributeValue {
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? null;
}
