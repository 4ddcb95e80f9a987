// What the api's other functions promise: fencing, ending, watching, LiveKit events, deletion.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  balance,
  capture,
  createCall,
  expireHolds,
  extend,
  fence,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

const requestEnd = (voiceSessionId: string, userId: string | null, reason = 'user_hung_up') =>
  context.db.call('request_voice_session_end', {
    p_voice_session_id: voiceSessionId,
    p_user_id: userId,
    p_reason: reason,
  });

const listUnattended = () =>
  context.db.callAll('list_unattended_voice_sessions', {
    p_limit: 10,
    p_pending_after_ms: 5 * SECOND_MS,
    p_silent_after_ms: 12 * SECOND_MS,
  });

describe('fence_voice_session', () => {
  test('gives the call to a new dispatch: the old agent may write nothing more', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await fence(context.db, voiceSessionId, 1)).toEqual({ outcome: 'fenced', epoch: 2 });
    expect(await extend(db, voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      outcome: 'fenced',
    });
    expect(await worker.call('worker_activate', {})).toMatchObject({ outcome: 'fenced' });
    expect(await balance(db, user.accountId)).toMatchObject({
      remaining_ms: 10 * MINUTE_MS - 10 * SECOND_MS,
    });
  });

  test('keeps the call alive for its window', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 0);
    await db.passTime(30_500);
    await fence(context.db, voiceSessionId, 1);
    await db.passTime(19 * SECOND_MS);
    expect(await expireHolds(db)).toEqual([]);
    await db.passTime(3 * SECOND_MS);
    expect(await expireHolds(db)).toHaveLength(1);
  });

  test('carries the used time over to the next agent', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 7, 10 * SECOND_MS);
    await fence(context.db, voiceSessionId, 1);
    const successor = db.asWorker({ voiceSessionId, epoch: 2 });
    expect(await successor.call('worker_activate', {})).toMatchObject({
      outcome: 'active',
      used_ms: 10 * SECOND_MS,
      sequence: 7,
      is_resumed: true,
    });
    expect(await extend(db, voiceSessionId, 8, 15 * SECOND_MS, { epoch: 2 })).toMatchObject({
      outcome: 'extended',
      used_ms: 15 * SECOND_MS,
    });
  });

  test('lets one of many watchers win', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => fence(context.db, voiceSessionId, 1)),
    );
    expect(results.filter(({ outcome }) => outcome === 'fenced')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'stale')).toHaveLength(9);
    expect(new Set(results.map(({ epoch }) => epoch))).toEqual(new Set([2]));
  });

  test('leaves an ended call alone and does not know others', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await capture(db, voiceSessionId, 0);
    expect(await fence(context.db, voiceSessionId, 1)).toEqual({ outcome: 'ended', epoch: 1 });
    expect(await fence(context.db, randomUUID(), 1)).toEqual({ outcome: 'not_found', epoch: null });
  });
});

describe('set_voice_session_dispatch', () => {
  const set = (voiceSessionId: string, epoch: number) =>
    context.db.call('set_voice_session_dispatch', {
      p_voice_session_id: voiceSessionId,
      p_epoch: epoch,
      p_dispatch_id: 'AD_1',
    });

  test('notes the dispatch of the current epoch only', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await set(voiceSessionId, 1)).toEqual({ outcome: 'recorded' });
    expect(await set(voiceSessionId, 2)).toEqual({ outcome: 'fenced' });
    expect(await set(randomUUID(), 1)).toEqual({ outcome: 'not_found' });
    const call = await db.row('select dispatch_id from voice_sessions where id = $1', [
      voiceSessionId,
    ]);
    expect(call).toEqual({ dispatch_id: 'AD_1' });
    await capture(db, voiceSessionId, 0);
    expect(await set(voiceSessionId, 1)).toEqual({ outcome: 'ended' });
  });
});

describe('request_voice_session_end', () => {
  test('ends a call no agent has taken at once, without charge', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    expect(await requestEnd(voiceSessionId, user.userId)).toEqual({
      outcome: 'ended',
      status: 'ended',
    });
    expect(await balance(db, user.accountId)).toMatchObject({ available_ms: MINUTE_MS });
    const late = db.asWorker({ voiceSessionId, epoch: 1 });
    expect(await late.call('worker_activate', {})).toMatchObject({ outcome: 'ended' });
  });

  test('asks a running call to end; the first reason stands', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await requestEnd(voiceSessionId, user.userId)).toEqual({
      outcome: 'requested',
      status: 'active',
    });
    await requestEnd(voiceSessionId, null, 'closed_by_admin');
    expect(await capture(db, voiceSessionId, 0, { reason: 'shutdown' })).toMatchObject({
      ended_reason: 'user_hung_up',
    });
    expect(await requestEnd(voiceSessionId, user.userId)).toMatchObject({ outcome: 'ended' });
  });

  test('does not find the call of another user', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await requestEnd(voiceSessionId, other.userId)).toMatchObject({
      outcome: 'not_found',
    });
    expect(await requestEnd(randomUUID(), null)).toMatchObject({ outcome: 'not_found' });
    expect(await extend(db, voiceSessionId, 1, 0)).toMatchObject({ end_requested_reason: null });
  });

  test('takes a reason that is not of the list for a bug', async () => {
    await expect(requestEnd(randomUUID(), null, 'bored')).rejects.toThrow('reason');
  });
});

describe('list_unattended_voice_sessions', () => {
  test('names a call that waits for its agent, and counts the dispatches', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    expect(await listUnattended()).toEqual([]);
    await db.passTime(6 * SECOND_MS);
    expect(await listUnattended()).toMatchObject([
      { voice_session_id: voiceSessionId, status: 'pending', epoch: 1, attempts: 1 },
    ]);
    await fence(context.db, voiceSessionId, 1);
    expect(await listUnattended()).toEqual([]);
    await db.passTime(6 * SECOND_MS);
    expect(await listUnattended()).toMatchObject([{ epoch: 2, attempts: 2 }]);
  });

  test('names a call whose agent has gone silent, not one that reports', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.passTime(11 * SECOND_MS);
    expect(await listUnattended()).toEqual([]);
    await db.passTime(2 * SECOND_MS);
    const [listed] = await listUnattended();
    expect(listed).toMatchObject({ voice_session_id: voiceSessionId, status: 'active' });
    expect(listed?.silent_ms).toBeGreaterThanOrEqual(13 * SECOND_MS);
    await extend(db, voiceSessionId, 1, 0);
    expect(await listUnattended()).toEqual([]);
  });

  test('waits for the new agent of a running call only as long as for a first one', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await fence(context.db, voiceSessionId, 1);
    await db.passTime(6 * SECOND_MS);
    expect(await listUnattended()).toMatchObject([{ status: 'active', epoch: 2 }]);
    await db.asWorker({ voiceSessionId, epoch: 2 }).call('worker_activate', {});
    expect(await listUnattended()).toEqual([]);
  });

  test('leaves out calls that have ended or were asked to', async () => {
    const { db } = context;
    const user = await db.signUp();
    const ended = await startCall(db, user.userId);
    const asked = await startCall(db, user.userId);
    await capture(db, ended.voiceSessionId, 0);
    await requestEnd(asked.voiceSessionId, user.userId);
    await db.passTime(MINUTE_MS);
    expect(await listUnattended()).toEqual([]);
  });
});

describe('record_livekit_event', () => {
  const record = (id: string) =>
    context.db.call('record_livekit_event', {
      p_event_id: id,
      p_type: 'room_finished',
      p_room_name: '',
      p_created_at: new Date().toISOString(),
    });

  test('tells a repeated event from a new one', async () => {
    expect(await record('EV_1')).toEqual({ outcome: 'recorded' });
    expect(await record('EV_1')).toEqual({ outcome: 'replayed' });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => record('EV_2')));
    expect(outcomes.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
  });

  test('forgets what is older than a week', async () => {
    await record('EV_old');
    await context.db.rows(`update livekit_events set received_at = now() - interval '8 days'`);
    await record('EV_new');
    expect(await context.db.rows('select id from livekit_events')).toEqual([{ id: 'EV_new' }]);
  });
});

describe('delete_transcript', () => {
  const remove = (voiceSessionId: string, userId: string) =>
    context.db.call('delete_transcript', {
      p_voice_session_id: voiceSessionId,
      p_user_id: userId,
    });
  const said = { itemId: 'a', position: 0, speaker: 'user', text: 'my secret' };

  test('deletes what was said for good, and leaves the ledger', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    await worker.call('worker_add_transcript_items', { p_items: [said] });
    expect(await remove(voiceSessionId, user.userId)).toEqual({ outcome: 'in_progress' });
    await worker.call('worker_record_usage', { p_usage: {}, p_summary: 'told a secret' });
    await capture(db, voiceSessionId, SECOND_MS);
    expect(await remove(voiceSessionId, user.userId)).toEqual({ outcome: 'deleted' });
    expect(await remove(voiceSessionId, user.userId)).toEqual({ outcome: 'deleted' });
    // Its agent may still be saving what it heard last.
    expect(await worker.call('worker_add_transcript_items', { p_items: [said] })).toMatchObject({
      outcome: 'ended',
    });
    await worker.call('worker_record_usage', { p_usage: {}, p_summary: 'told a secret' });
    const left = await db.row(
      `select s.summary, s.charged_ms, count(t.id)::integer as items
       from voice_sessions s left join transcript_items t on t.voice_session_id = s.id
       where s.id = $1 group by s.id`,
      [voiceSessionId],
    );
    expect(left).toEqual({ summary: null, charged_ms: SECOND_MS, items: 0 });
  });

  test('does not find the call of another user', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const { voiceSessionId } = await startCall(db, user.userId);
    await capture(db, voiceSessionId, 0);
    expect(await remove(voiceSessionId, other.userId)).toEqual({ outcome: 'not_found' });
  });
});
