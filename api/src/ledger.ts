// The SQL functions the api may call: one method each, outcomes as values.
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import { addToLogContext, readLogContext } from '@mindbot/platform/log-context';
import { addToSpan, traceparentOf } from '@mindbot/platform/tracing';
import { callForRows, callFunction } from './clients/call-function.ts';
import type { Database } from './clients/database.ts';
import {
  type CaptureHoldResult,
  type CreatedCall,
  type CreateVoiceSessionResult,
  type ExpiredCall,
  type LedgerViolation,
  type LivekitEvent,
  type NewCall,
  toCreatedCall,
} from './ledger-types.ts';

/** How long things live; all in milliseconds. */
export interface LedgerSettings {
  leaseMs: number;
  /** How long a call may wait for its caller and its first agent. */
  joinWindowMs: number;
  /** How long a call whose agent was lost keeps its hold for the next one. */
  rejoinWindowMs: number;
}

/** The request and trace a call belongs to; null where none is known, or nothing was traced. */
export interface CallOrigin {
  requestId: string | null;
  traceparent: string | null;
}

/** The check reads every entry there is. */
const CHECK_TIMEOUT_MS = 600_000;

/** The api's way to everything that changes time or calls. */
export type Ledger = ReturnType<typeof createLedger>;

// The answer needs the assistant's name and how a replayed call ended: read in the same round trip. A
// call made by this very statement is not visible to its own join, but it has not ended either.
const createVoiceSessionText = `
  select made.*, assistants.slug as assistant_slug, assistants.name as assistant_name,
    assistants.max_call_ms, voice_sessions.started_at, voice_sessions.ended_reason
  from public.create_voice_session(
    p_user_id => $1, p_organization_id => $2, p_assistant_slug_or_id => $3,
    p_idempotency_key => $4, p_lease_ms => $5, p_join_window_ms => $6
  ) made
  left join public.assistants on assistants.id = made.assistant_id
  left join public.voice_sessions on voice_sessions.id = made.voice_session_id`;

/** Binds the SQL functions to a database. */
export function createLedger(database: Database, settings: LedgerSettings) {
  const call = <Row extends object>(name: string, parameters: Record<string, unknown>) =>
    callFunction<Row>(database, name, parameters);

  return {
    /** Makes a call and holds its first time, once for each idempotency key. */
    async createVoiceSession(newCall: NewCall): Promise<CreatedCall> {
      const { userId, organizationId, assistant, idempotencyKey } = newCall;
      const [row] = await database.query<CreateVoiceSessionResult>(createVoiceSessionText, [
        userId,
        organizationId,
        assistant,
        idempotencyKey,
        settings.leaseMs,
        settings.joinWindowMs,
      ]);
      if (!row) throw new Error('create_voice_session answered nothing');
      const { outcome, voice_session_id: voiceSessionId } = row;
      if (outcome === 'created' || outcome === 'replayed') {
        addToLogContext({ voiceSessionId });
        addToSpan({ 'mindbot.voice_session_id': voiceSessionId });
      }
      return toCreatedCall(row);
    },

    /** Notes which dispatch the current epoch of a call went out with. */
    setVoiceSessionDispatch: (voiceSessionId: string, epoch: number, dispatchId: string) =>
      call<{ outcome: 'recorded' | 'fenced' | 'ended' | 'not_found' }>(
        'set_voice_session_dispatch',
        {
          p_voice_session_id: voiceSessionId,
          p_epoch: epoch,
          p_dispatch_id: dispatchId,
          p_request_id: readLogContext().requestId ?? null,
          p_traceparent: traceparentOf(),
        },
      ),

    /** The request and the trace of the call's last dispatch, for who is sent to it next. */
    async readCallOrigin(voiceSessionId: string): Promise<CallOrigin> {
      const [row] = await database.query<CallOrigin>(
        `select request_id as "requestId", traceparent from public.voice_sessions where id = $1`,
        [voiceSessionId],
      );
      return row ?? { requestId: null, traceparent: null };
    },

    /** Asks for the end of a user's call; one no agent has taken ends at once, without charge. */
    requestVoiceSessionEnd: (voiceSessionId: string, userId: string, reason: EndedReason) =>
      call<{ outcome: 'requested' | 'ended' | 'not_found' }>('request_voice_session_end', {
        p_voice_session_id: voiceSessionId,
        p_user_id: userId,
        p_reason: reason,
      }),

    /** Takes a call away from its agent, for the next one. */
    fenceVoiceSession: (voiceSessionId: string, expectedEpoch: number) =>
      call<{ outcome: 'fenced' | 'stale' | 'ended' | 'not_found'; epoch: number }>(
        'fence_voice_session',
        {
          p_voice_session_id: voiceSessionId,
          p_expected_epoch: expectedEpoch,
          p_rejoin_window_ms: settings.rejoinWindowMs,
        },
      ),

    /** Ends a call that has used nothing. */
    releaseHold: (voiceSessionId: string, reason: EndedReason) =>
      call<{ outcome: 'released' | 'already_ended' | 'in_use' | 'not_found' }>('release_hold', {
        p_voice_session_id: voiceSessionId,
        p_ended_reason: reason,
      }),

    /** Ends a call, charging what was last reported of it and nothing more. */
    settleAsReported: (voiceSessionId: string, epoch: number, reason: EndedReason) =>
      call<CaptureHoldResult>('capture_hold', {
        p_voice_session_id: voiceSessionId,
        p_epoch: epoch,
        p_used_ms: 0,
        p_ended_reason: reason,
      }),

    /** Ends calls whose lease ran out, at most `limit` of them. */
    expireHolds: (limit: number) =>
      callForRows<ExpiredCall>(database, 'expire_holds', { p_limit: limit }),

    /** Takes expired time off at most `limit` accounts; answers how many grants gave time up. */
    async expireTimeGrants(limit: number): Promise<number> {
      return (await call<{ count: number }>('expire_time_grants', { p_limit: limit })).count;
    },

    /** Brings an account up to date: what is past its expiry leaves it. */
    async refreshAccount(accountId: string): Promise<void> {
      await call('account_balance', { p_account_id: accountId });
    },

    /** Tells a webhook seen first from a replayed one. */
    async recordLivekitEvent(event: LivekitEvent): Promise<'recorded' | 'replayed'> {
      const { outcome } = await call<{ outcome: 'recorded' | 'replayed' }>('record_livekit_event', {
        p_event_id: event.id,
        p_type: event.type,
        p_room_name: event.roomName,
        p_created_at: event.createdAt,
      });
      return outcome;
    },

    /** Deletes what was said in a user's ended call. */
    deleteTranscript: (voiceSessionId: string, userId: string) =>
      call<{ outcome: 'deleted' | 'in_progress' | 'not_found' }>('delete_transcript', {
        p_voice_session_id: voiceSessionId,
        p_user_id: userId,
      }),

    /** Every sum that does not agree; none when all is well. */
    checkLedger: () =>
      database.queryAtLength<LedgerViolation>(
        'select * from public.check_ledger()',
        CHECK_TIMEOUT_MS,
      ),
  };
}
