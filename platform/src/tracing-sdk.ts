// OpenTelemetry's SDK as we use it, loaded only where traces are exported.
import {
  type Attributes,
  type Context,
  context,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { readTraceparent, type TraceOrigin } from './traceparent.ts';

/** What is traced, and by whom. */
export interface TracingOptions {
  /** Names the process: `mindbot-api`. */
  serviceName: string;
  /** The deployed version, for `service.version`. */
  release?: string;
  /** Share of traces that are kept, 0 to 1; decided by the trace's id, so the same everywhere. */
  sampleRatio?: number;
  /** Told of every span before it is exported. */
  processors?: SpanProcessor[];
}

/** A span nobody here began: a browser's, whose clock is not ours. */
export interface ForeignSpan {
  serviceName: string;
  name: string;
  origin: TraceOrigin;
  /** The span it belongs to; null for the first of its trace. */
  parentSpanId: string | null;
  startedAtMs: number;
  endedAtMs: number;
  attributes?: Attributes;
}

/** Tracing that was started. */
export interface TracingSdk {
  provider: TracerProvider;
  setFallback(fallback: Context): void;
  record(span: ForeignSpan): void;
  /** Sends what is waiting; resolves when it was taken or could not be. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** How long the end of a process may wait for the collector. */
const STOP_MS_MAX = 3_000;

/** Gives what has lost its context (a callback of native code) one to belong to. */
class ContextManager extends AsyncLocalStorageContextManager {
  fallback: Context = ROOT_CONTEXT;

  override active(): Context {
    const active = super.active();
    return active === ROOT_CONTEXT ? this.fallback : active;
  }
}

/** Starts exporting spans; the exporter reads the standard OTEL_EXPORTER_OTLP_… variables itself. */
export function createTracingSdk(options: TracingOptions): TracingSdk {
  const { serviceName, release, sampleRatio = 1, processors = [] } = options;
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': serviceName,
        'service.namespace': 'mindbot',
        'process.pid': process.pid,
        ...(release ? { 'service.version': release } : {}),
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
  const sampler = new TraceIdRatioBasedSampler(sampleRatio);
  const exporting = new BatchSpanProcessor(new OTLPTraceExporter());
  const provider = new BasicTracerProvider({
    resource,
    sampler,
    spanProcessors: [...processors, exporting],
  });
  const manager = new ContextManager().enable();
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider(provider);

  const within = async (work: Promise<void>) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STOP_MS_MAX);
    // A collector that is away must not keep a process from ending.
    await Promise.race([work.catch(() => {}), promise]);
    clearTimeout(timer);
  };

  return {
    provider,
    setFallback(fallback) {
      manager.fallback = fallback;
    },
    record(span) {
      const { decision } = sampler.shouldSample(ROOT_CONTEXT, span.origin.traceId);
      if (decision === 0) return;
      const foreign = resourceFromAttributes({
        'service.name': span.serviceName,
        'service.namespace': 'mindbot',
      });
      exporting.onEnd(toReadableSpan(span, foreign));
    },
    flush: () => within(provider.forceFlush()),
    stop: () => within(provider.shutdown()),
  };
}

const toHrTime = (atMs: number): HrTime => [
  Math.floor(atMs / 1_000),
  Math.round((atMs % 1_000) * 1_000_000),
];

function toReadableSpan(span: ForeignSpan, resource: ReadableSpan['resource']): ReadableSpan {
  const { traceId, spanId } = span.origin;
  const parent = readTraceparent(span.parentSpanId && `00-${traceId}-${span.parentSpanId}-01`);
  return {
    name: span.name,
    kind: SpanKind.CLIENT,
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    ...(parent ? { parentSpanContext: { ...parent, traceFlags: 1 } } : {}),
    startTime: toHrTime(span.startedAtMs),
    endTime: toHrTime(span.endedAtMs),
    duration: toHrTime(span.endedAtMs - span.startedAtMs),
    status: { code: SpanStatusCode.UNSET },
    attributes: span.attributes ?? {},
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'mindbot-web' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
