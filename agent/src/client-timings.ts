// Takes what the caller's client says of the beginning of the call: into the log, and into the trace.
import { randomBytes } from 'node:crypto';
import { type ClientTimings, clientTimingsSchema } from '@mindbot/platform/call-events';
import type { Logger } from '@mindbot/platform/logging';
import { readTraceparent } from '@mindbot/platform/traceparent';
import { recordForeignSpan, traceIdOf } from '@mindbot/platform/tracing';

const SERVICE_NAME = 'mindbot-web';
const PAYLOAD_CHARACTERS_MAX = 1_000;

/** Reads the payload; null when it is not what a client of ours would send. */
function readClientTimings(payload: string): ClientTimings | null {
  if (payload.length > PAYLOAD_CHARACTERS_MAX) return null;
  try {
    return clientTimingsSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

/** Makes the receiver of one call's timings, which a client may tell once. */
export function receiveClientTimings(logger: Logger, now: () => number = Date.now) {
  let isTold = false;
  return (payload: string): void => {
    const timings = isTold ? null : readClientTimings(payload);
    if (!timings) return;
    isTold = true;
    const { traceparent, ...steps } = timings;
    logger.info(steps, 'caller hears the agent');
    recordSteps(timings, now() - timings.heardAfterMs);
  };
}

/** The press of the button as the first span of the trace, and each step as one within it. */
function recordSteps(timings: ClientTimings, pressedAtMs: number): void {
  const press = readTraceparent(timings.traceparent);
  // A client may name any trace; only its own call's is written to.
  if (!press || press.traceId !== traceIdOf()) return;
  const { requestedAfterMs, answeredAfterMs, joinedAfterMs, heardAfterMs } = timings;
  const span = (name: string, fromMs: number, toMs: number, spanId: string) =>
    recordForeignSpan({
      serviceName: SERVICE_NAME,
      name,
      origin: { traceId: press.traceId, spanId },
      parentSpanId: spanId === press.spanId ? null : press.spanId,
      startedAtMs: pressedAtMs + fromMs,
      endedAtMs: pressedAtMs + Math.max(fromMs, toMs),
    });
  const newId = () => randomBytes(8).toString('hex');
  span('press talk', 0, heardAfterMs, press.spanId);
  if (requestedAfterMs !== undefined && answeredAfterMs !== undefined) {
    span('create voice session', requestedAfterMs, answeredAfterMs, newId());
    span('join room', answeredAfterMs, joinedAfterMs, newId());
  }
  span('wait for the first word', joinedAfterMs, heardAfterMs, newId());
}
