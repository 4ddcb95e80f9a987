// Decides when the agent counts as lost and when to ask the api for another; it does neither itself.

/** Silence of the time packets after which a joined agent counts as dead, in milliseconds. */
const SILENT_AFTER_MS = 4_000;
/** An agent that leaves as the call ends must not look lost before the room is gone. */
const LEFT_GRACE_MS = 800;
/** How long a first agent may take before we ask for one. */
const FIRST_AGENT_MS = 6_000;
const REQUEST_INTERVAL_MS = 3_000;
const MAX_REQUESTS = 20;
/** A gap between ticks longer than this means that the machine slept, not that the agent did. */
const SLEEP_GAP_MS = 2_500;

/** What happened. Moments are readings of one monotonic clock, in milliseconds. */
export type AgentWatchEvent =
  | { type: 'joined'; now: number }
  | { type: 'time'; now: number }
  | { type: 'left'; now: number }
  | { type: 'tick'; now: number; isConnected: boolean };

/** What to do about it. */
export type AgentWatchAction = 'lost_left' | 'lost_silent' | 'found' | 'request';

/** Everything the watch remembers. */
export interface AgentWatchState {
  /** Whether an agent ever reported time in this call. */
  hadAgent: boolean;
  isLost: boolean;
  leftAt: number | null;
  /** When the agent was last heard of; before the first, when we began to wait. */
  heardAt: number;
  tickedAt: number;
  requestedAt: number | null;
  requestCount: number;
}

/** A watch that begins at `now`, when the room was joined. */
export const startAgentWatch = (now: number): AgentWatchState => ({
  hadAgent: false,
  isLost: false,
  leftAt: null,
  heardAt: now,
  tickedAt: now,
  requestedAt: null,
  requestCount: 0,
});

/** The next state, and what to do. */
export function watchAgent(
  state: AgentWatchState,
  event: AgentWatchEvent,
): { state: AgentWatchState; actions: AgentWatchAction[] } {
  const { now } = event;
  switch (event.type) {
    case 'joined':
      return { state: { ...state, leftAt: null, heardAt: now }, actions: [] };
    case 'left':
      return { state: { ...state, leftAt: now }, actions: [] };
    case 'time':
      return {
        state: {
          ...state,
          hadAgent: true,
          isLost: false,
          leftAt: null,
          heardAt: now,
          requestedAt: null,
          requestCount: 0,
        },
        actions: state.isLost ? ['found'] : [],
      };
    case 'tick':
      return tick(state, now, event.isConnected);
  }
}

function tick(state: AgentWatchState, now: number, isConnected: boolean) {
  const hasSlept = now - state.tickedAt > SLEEP_GAP_MS;
  // While we are cut off or were asleep we cannot hear anyone: only hearing again counts.
  const heardAt = isConnected && !hasSlept ? state.heardAt : now;
  const ticked = { ...state, heardAt, tickedAt: now };
  if (!isConnected || hasSlept) return { state: ticked, actions: [] };
  const loss = lossOf(ticked, now);
  const next = loss ? { ...ticked, isLost: true } : ticked;
  const isMissing = next.isLost || (!next.hadAgent && now - next.heardAt >= FIRST_AGENT_MS);
  const isDue = next.requestedAt === null || now - next.requestedAt >= REQUEST_INTERVAL_MS;
  if (!isMissing || !isDue || next.requestCount >= MAX_REQUESTS) {
    return { state: next, actions: loss ? [loss] : [] };
  }
  const requested = { ...next, requestedAt: now, requestCount: next.requestCount + 1 };
  return { state: requested, actions: loss ? [loss, 'request' as const] : ['request' as const] };
}

function lossOf(state: AgentWatchState, now: number): 'lost_left' | 'lost_silent' | null {
  if (state.isLost || !state.hadAgent) return null;
  if (state.leftAt !== null && now - state.leftAt >= LEFT_GRACE_MS) return 'lost_left';
  return now - state.heardAt >= SILENT_AFTER_MS ? 'lost_silent' : null;
}
