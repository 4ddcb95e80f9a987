// The rows the SQL functions answer, and the shapes the api works with.
import type { EndedReason } from '@mindbot/platform/ended-reasons';

/** A call somebody asks for. */
export interface NewCall {
  userId: string;
  organizationId: string;
  /** Id or slug; null for the default assistant. */
  assistant: string | null;
  idempotencyKey: string;
}

/** Every way a new call is refused; the database's words and two for replays of failed calls. */
export type CallRefusal =
  | 'insufficient_time'
  | 'assistant_not_found'
  | 'too_many_calls'
  | 'account_not_found'
  | 'idempotency_conflict'
  | 'call_ended'
  | 'voice_unavailable';

/** A call made now, or found under its idempotency key. */
interface AcceptedCall {
  outcome: 'created' | 'replayed';
  id: string;
  roomName: string;
  epoch: number;
  status: 'pending' | 'active' | 'ended';
  assistant: { id: string; slug: string; name: string };
  maxCallMs: number;
  availableMs: number;
  /** By the clock of the database, ISO 8601. */
  createdAt: string;
}

/** What became of asking for a call. */
export type CreatedCall = AcceptedCall | { outcome: CallRefusal };

/** A row of `create_voice_session`, with what else the answer needs. */
export interface CreateVoiceSessionResult {
  outcome: 'created' | 'replayed' | CallRefusal;
  voice_session_id: string;
  room_name: string;
  epoch: number;
  status: AcceptedCall['status'];
  assistant_id: string;
  assistant_slug: string;
  assistant_name: string;
  max_call_ms: number;
  available_ms: number;
  created_at: Date;
  started_at: Date | null;
  ended_reason: EndedReason | null;
}

/** A replay of a call that is over cannot be joined: it answers as the end of the call tells. */
export function toCreatedCall(row: CreateVoiceSessionResult): CreatedCall {
  if (row.outcome !== 'created' && row.outcome !== 'replayed') return { outcome: row.outcome };
  if (row.status === 'ended') {
    const hasFailedToStart = row.ended_reason === 'no_agent' && row.started_at === null;
    return { outcome: hasFailedToStart ? 'voice_unavailable' : 'call_ended' };
  }
  return {
    outcome: row.outcome,
    id: row.voice_session_id,
    roomName: row.room_name,
    epoch: row.epoch,
    status: row.status,
    assistant: { id: row.assistant_id, slug: row.assistant_slug, name: row.assistant_name },
    maxCallMs: row.max_call_ms,
    availableMs: row.available_ms,
    createdAt: row.created_at.toISOString(),
  };
}

/** A call its watcher looks at. */
export interface WatchedCall {
  id: string;
  roomName: string;
  userId: string;
  epoch: number;
  dispatchId: string | null;
  status: 'pending' | 'active' | 'ended';
  /** Somebody asked for its end; its agent, or the end of its lease, settles it. */
  isEndRequested: boolean;
  /** The agent of the current epoch has taken the call. */
  hasAgent: boolean;
  /** That agent has given the call away, and another one is due. */
  isHandedOver: boolean;
  /** Dispatches that were nobody's failure: given away, or before an agent that served well. */
  excusedDispatches: number;
  /** Since that agent's last report or, without one, since the dispatch. */
  silentMs: number;
  maxCallMs: number;
}

/** A row of the statement that reads a {@link WatchedCall}. */
export interface WatchedCallRow {
  id: string;
  room_name: string;
  user_id: string;
  epoch: number;
  dispatch_id: string | null;
  status: WatchedCall['status'];
  is_end_requested: boolean;
  has_agent: boolean;
  is_handed_over: boolean;
  excused_dispatches: number;
  silent_ms: number;
  max_call_ms: number;
}

/** The row in our words. */
export function toWatchedCall(row: WatchedCallRow): WatchedCall {
  return {
    id: row.id,
    roomName: row.room_name,
    userId: row.user_id,
    epoch: row.epoch,
    dispatchId: row.dispatch_id,
    status: row.status,
    isEndRequested: row.is_end_requested,
    hasAgent: row.has_agent,
    isHandedOver: row.is_handed_over,
    excusedDispatches: row.excused_dispatches,
    silentMs: row.silent_ms,
    maxCallMs: row.max_call_ms,
  };
}

/** The end of a call: charged as in the ledger. */
export interface CaptureHoldResult {
  outcome: 'captured' | 'already_ended' | 'fenced' | 'not_found';
  charged_ms: number;
  ended_reason: EndedReason;
}

/** A call whose lease ran out. */
export interface ExpiredCall {
  voice_session_id: string;
  room_name: string;
  charged_ms: number;
  ended_reason: EndedReason;
}

/** A sum of the ledger that does not agree. */
export interface LedgerViolation {
  violation: string;
  account_id: string | null;
  detail: unknown;
}

/** A webhook of LiveKit: something happened in a room. */
export interface LivekitEvent {
  id: string;
  type: string;
  roomName: string;
  /** ISO 8601, by LiveKit's clock. */
  createdAt: string;
  /** Whom it is about, and whether that is an agent. */
  participant: { identity: string; isAgent: boolean } | null;
}
