// Traces: spans around what takes time, one trace a call, and no cost at all without a collector.
import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { redactText } from './redaction.ts';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import type { ForeignSpan, TracingOptions, TracingSdk } from './tracing-sdk.ts';

const SCOPE = 'mindbot';
const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** How a span begins. */
export interface SpanOptions {
  kind?: keyof typeof KINDS;
  attributes?: Attributes;
  /** The `traceparent` of what caused it; the span around it, unless given. */
  parent?: string | null;
  /** When it began, as milliseconds since 1970; now, unless given. */
  startedAtMs?: number;
}

let sdk: TracingSdk | null = null;
let fallback: Span | null = null;

/**
 * Starts tracing when the environment names a collector (OTEL_EXPORTER_OTLP_ENDPOINT); only then is
 * any of OpenTelemetry's SDK loaded. Starting twice changes nothing.
 */
export async function startTracing(options: TracingOptions): Promise<TracingSdk | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED } = process.env;
  if (!OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_SDK_DISABLED === 'true') return null;
  if (!sdk) {
    const { createTracingSdk } = await import('./tracing-sdk.ts');
    sdk = createTracingSdk(options);
  }
  return sdk;
}

/** Sends what is left, for a moment at most, and stops. */
export async function stopTracing(): Promise<void> {
  const stopping = sdk;
  sdk = null;
  await stopping?.stop();
}

/** Whether spans are recorded. */
export const isTracing = (): boolean => sdk !== null;

/** Begins a span that is ended by hand; null when nothing is traced. */
export function beginSpan(name: string, options: SpanOptions = {}): Span | null {
  if (!sdk) return null;
  const { kind = 'internal', attributes, startedAtMs } = options;
  const settings = { kind: KINDS[kind], attributes, startTime: startedAtMs };
  return trace.getTracer(SCOPE).startSpan(name, settings, parentOf(options));
}

/** Does the work within a span; what it throws marks the span as failed, and is thrown on. */
export async function inSpan<Result>(
  name: string,
  options: SpanOptions,
  work: (span: Span | null) => Promise<Result> | Result,
): Promise<Result> {
  const span = beginSpan(name, options);
  if (!span) return work(null);
  try {
    return await context.with(trace.setSpan(parentOf(options), span), () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** As {@link inSpan}, only within a trace: what nobody asked for begins no trace of its own. */
export function inClientSpan<Result>(
  name: string,
  attributes: Attributes,
  work: (span: Span | null) => Promise<Result>,
): Promise<Result> {
  if (!sdk || !trace.getActiveSpan()) return work(null);
  return inSpan(name, { kind: 'client', attributes }, work);
}

/** Marks a span as failed, with the kind of error and its message without personal data. */
export function failSpan(span: Span | null, error: unknown): void {
  if (!span) return;
  const failure = error instanceof Error ? error : new Error(String(error));
  span.setAttribute('error.type', failure.constructor.name);
  span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(failure.message) });
}

/** Does the work as a part of this span, without ending it. */
export function withinSpan<Result>(span: Span | null, work: () => Result): Result {
  return span ? context.with(trace.setSpan(context.active(), span), work) : work();
}

/** Adds to the span around, if there is one. */
export function addToSpan(attributes: Attributes): void {
  if (sdk) trace.getActiveSpan()?.setAttributes(attributes);
}

/** The `traceparent` to hand on, of this span or of the one around; null when nothing is traced. */
export function traceparentOf(span?: Span | null): string | null {
  const within = sdk && (span ?? trace.getActiveSpan())?.spanContext();
  return within ? writeTraceparent(within) : null;
}

/** The id by which a span's trace is found, or that of the one around; null when nothing is traced. */
export function traceIdOf(span?: Span | null): string | null {
  return (sdk && (span ?? trace.getActiveSpan())?.spanContext().traceId) || null;
}

/** From now on, what belongs to no span belongs to this one: a job process holds one call. */
export function setFallbackSpan(span: Span | null): void {
  fallback = span;
  sdk?.setFallback(span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT);
}

/** Notes on that span that something happened now. */
export function noteInTrace(name: string, attributes: Attributes = {}): void {
  fallback?.addEvent(name, attributes);
}

/** Exports a span that began and ended elsewhere, in a browser for example. */
export function recordForeignSpan(span: ForeignSpan): void {
  sdk?.record(span);
}

function parentOf({ parent }: SpanOptions): Context {
  const origin = parent === undefined ? null : readTraceparent(parent);
  if (!origin) return parent === null ? ROOT_CONTEXT : context.active();
  return trace.setSpanContext(ROOT_CONTEXT, { ...origin, traceFlags: 1, isRemote: true });
}

export type { Span } from '@opentelemetry/api';
