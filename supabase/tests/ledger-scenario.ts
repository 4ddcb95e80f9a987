// The words ledger tests are written in: a user with so much time, a running call, sound books.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  type Actor,
  createTestDatabase,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';

/** A second, in the ledger's unit. */
export const SECOND_MS = 1000;
/** A minute, in the ledger's unit. */
export const MINUTE_MS = 60_000;
/** The lease the tests report with, as the meter does. */
export const LEASE_MS = 30_000;

/** A running call and its agent. */
export type TestCall = { voiceSessionId: string; roomName: string; worker: Actor };

/**
 * Gives a test file its database, and fails any test that leaves the books unsound.
 * The returned object is filled before the first test.
 */
export function useLedgerDatabase(): { db: TestDatabase } {
  const context = {} as { db: TestDatabase };
  beforeAll(async () => {
    context.db = await createTestDatabase();
  });
  afterEach(async () => {
    expect(await context.db.callAll('check_ledger', {})).toEqual([]);
    // No test meets the calls of another one.
    await context.db.rows(
      `select capture_hold(id, epoch, 0, 'shutdown') from voice_sessions where status <> 'ended'`,
    );
  });
  afterAll(() => context.db.drop());
  return context;
}

/** Puts time on an account; the key and everything else may be chosen. */
export function grantTime(
  db: Actor,
  accountId: string,
  grantedMs: number,
  options: { key?: string; source?: string; priority?: number; expiresInMs?: number } = {},
) {
  const { key = randomUUID(), source = 'card', priority = 100, expiresInMs } = options;
  const expiresAt = expiresInMs === undefined ? null : new Date(Date.now() + expiresInMs);
  return db.call('grant_time', {
    p_account_id: accountId,
    p_idempotency_key: key,
    p_source: source,
    p_granted_ms: grantedMs,
    p_priority: priority,
    p_expires_at: expiresAt?.toISOString() ?? null,
  });
}

/** A new user whose whole balance is one card of the given time, or nothing. */
export async function signUpWithTime(db: TestDatabase, timeMs: number): Promise<TestUser> {
  const user = await db.signUp();
  const trial = await db.row<{ id: number }>(
    'select id from ledger_entries where account_id = $1',
    [user.accountId],
  );
  await db.call('reverse_entry', {
    p_entry_id: trial.id,
    p_idempotency_key: `no-trial:${user.accountId}`,
    p_note: null,
  });
  if (timeMs > 0) await grantTime(db, user.accountId, timeMs);
  return user;
}

/** Asks for a call as the api does. */
export function createCall(
  db: Actor,
  userId: string | null,
  options: { key?: string; assistant?: string | null; joinWindowMs?: number } = {},
) {
  return db.call('create_voice_session', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_assistant_slug_or_id: options.assistant ?? null,
    p_idempotency_key: options.key ?? randomUUID(),
    p_lease_ms: LEASE_MS,
    p_join_window_ms: options.joinWindowMs ?? MINUTE_MS,
  });
}

/** A call that its agent has taken. */
export async function startCall(db: TestDatabase, userId: string): Promise<TestCall> {
  const created = await createCall(db, userId);
  expect(created.outcome).toBe('created');
  const voiceSessionId = String(created.voice_session_id);
  const worker = db.asWorker({ voiceSessionId, epoch: 1 });
  expect(await worker.call('worker_activate', {})).toMatchObject({ outcome: 'active' });
  return { voiceSessionId, roomName: String(created.room_name), worker };
}

/** Reports the time a call has used so far. */
export function extend(
  db: Actor,
  voiceSessionId: string,
  sequence: number,
  usedMs: number,
  options: { epoch?: number; leaseMs?: number } = {},
) {
  return db.call('extend_hold', {
    p_voice_session_id: voiceSessionId,
    p_epoch: options.epoch ?? 1,
    p_sequence: sequence,
    p_used_ms: usedMs,
    p_lease_ms: options.leaseMs ?? LEASE_MS,
  });
}

/** Ends a call and charges it. */
export function capture(
  db: Actor,
  voiceSessionId: string,
  usedMs: number,
  options: { epoch?: number; reason?: string; unbilledMs?: number } = {},
) {
  return db.call('capture_hold', {
    p_voice_session_id: voiceSessionId,
    p_epoch: options.epoch ?? 1,
    p_used_ms: usedMs,
    p_ended_reason: options.reason ?? 'user_hung_up',
    p_unbilled_ms: options.unbilledMs ?? 0,
  });
}

/** The four figures of an account. */
export function balance(db: Actor, accountId: string) {
  return db.call('account_balance', { p_account_id: accountId });
}

/** Ends the calls whose lease has run out, as a reaper does. */
export function expireHolds(db: Actor) {
  return db.callAll('expire_holds', { p_limit: 100 });
}

/** How a call and its hold stand. */
export function callOf(db: Actor, voiceSessionId: string) {
  return db.row(
    `select s.status, s.ended_reason, s.charged_ms, s.unbilled_ms, h.status as hold_status
     from voice_sessions s join holds h on h.voice_session_id = s.id where s.id = $1`,
    [voiceSessionId],
  );
}

/** Takes a call from the agent of an epoch, for the next one; its hold lives 20 s longer at least. */
export function fence(db: Actor, voiceSessionId: string, expectedEpoch: number) {
  return db.call('fence_voice_session', {
    p_voice_session_id: voiceSessionId,
    p_expected_epoch: expectedEpoch,
    p_rejoin_window_ms: 20 * SECOND_MS,
  });
}
