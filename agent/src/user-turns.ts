// Knows the span of the caller's turn that is going on, so that recognition is shown as a part of it.
import type { telemetry } from '@livekit/agents';
import { type Span, traceparentOf } from '@mindbot/platform/tracing';

type SpanProcessor = Parameters<telemetry.FanoutSpanProcessor['add']>[0];

/** The framework's name for the span of a caller's turn. */
const USER_TURN = 'user_turn';

let turn: Span | null = null;

/** Watches the framework's spans begin. */
export const userTurns: SpanProcessor = {
  onStart(span) {
    if ((span as unknown as { name: string }).name === USER_TURN) turn = span as unknown as Span;
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
};

/** The `traceparent` of the caller's last turn; undefined before the first. */
export const traceparentOfTurn = (): string | undefined =>
  (turn && traceparentOf(turn)) ?? undefined;
