// A job's part of its call's trace: one span from the dispatch to the settled end, with all that
// happens in between within it: ours, and those of LiveKit's framework.
import { telemetry } from '@livekit/agents';
import type { DispatchMetadata } from '@mindbot/platform/dispatch-metadata';
import { startErrorReports, stopErrorReports } from '@mindbot/platform/error-reports';
import {
  beginSpan,
  failSpan,
  setFallbackSpan,
  startTracing,
  stopTracing,
  traceIdOf,
  withinSpan,
} from '@mindbot/platform/tracing';
import type { AgentEnvironment } from './environment.ts';
import { userTurns } from './user-turns.ts';

/** The trace of the one call of this process. */
export interface CallTrace {
  /** What logs are found by; null when nothing is traced. */
  traceId: string | null;
  /** Does the work as a part of the job. */
  within<Result>(work: () => Result): Result;
  fail(error: unknown): void;
  /** Ends the job's span and sends what was not sent of traces and reports; three seconds at most. */
  end(): Promise<void>;
}

/** Loads and starts error reports, if they are configured. */
export const prepareErrorReports = (env: AgentEnvironment): Promise<void> =>
  startErrorReports({
    dsn: env.SENTRY_DSN,
    environment: env.SENTRY_ENVIRONMENT,
    release: env.SENTRY_RELEASE,
    part: 'agent',
  });

/** Loads and starts tracing, if it is configured, before there is a call to be late for. */
export async function prepareTracing(env: AgentEnvironment): Promise<void> {
  const framework = new telemetry.FanoutSpanProcessor();
  const tracing = await startTracing({
    serviceName: 'mindbot-agent',
    release: env.SENTRY_RELEASE,
    sampleRatio: env.OTEL_TRACES_SAMPLER_ARG,
    processors: [framework, userTurns],
  });
  if (!tracing) return;
  telemetry.setTracerProvider(tracing.provider as never, {
    registerSpanProcessor: (processor) => framework.add(processor),
    // What callers and agents say, and what tools are given, stays out of traces.
    allowPii: false,
  });
}

/** Begins the job's span: a part of the trace its dispatch belongs to. */
export function beginCallTrace(
  { voiceSessionId, epoch, requestId, traceparent }: DispatchMetadata,
  jobId: string,
): CallTrace {
  const span = beginSpan('agent job', {
    kind: 'consumer',
    parent: traceparent ?? null,
    attributes: {
      'mindbot.voice_session_id': voiceSessionId,
      'mindbot.epoch': epoch,
      'mindbot.request_id': requestId,
      'livekit.job_id': jobId,
    },
  });
  setFallbackSpan(span);
  return {
    traceId: traceIdOf(span),
    within: (work) => withinSpan(span, work),
    fail: (error) => failSpan(span, error),
    async end() {
      span?.end();
      await Promise.all([stopTracing(), stopErrorReports()]);
    },
  };
}
