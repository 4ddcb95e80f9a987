// What capture_hold and release_hold promise, alone and against each other.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  balance,
  callOf,
  capture,
  createCall,
  extend,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

const release = (voiceSessionId: string, reason = 'no_agent') =>
  context.db.call('release_hold', {
    p_voice_session_id: voiceSessionId,
    p_ended_reason: reason,
  });

describe('capture_hold', () => {
  test('charges what was used, gives the rest back and ends the call', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    const captured = await capture(db, voiceSessionId, 13_337, { unbilledMs: 2_500 });
    expect(captured).toEqual({
      outcome: 'captured',
      charged_ms: 13_337,
      balance_ms: 10 * MINUTE_MS - 13_337,
      ended_reason: 'user_hung_up',
    });
    expect(await callOf(context.db, voiceSessionId)).toEqual({
      status: 'ended',
      ended_reason: 'user_hung_up',
      charged_ms: 13_337,
      unbilled_ms: 2_500,
      hold_status: 'captured',
    });
    expect(await balance(db, user.accountId)).toMatchObject({
      held_ms: 0,
      remaining_ms: 10 * MINUTE_MS - 13_337,
    });
  });

  test('never captures more than was held', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await capture(db, voiceSessionId, 99 * MINUTE_MS)).toMatchObject({
      charged_ms: 40 * SECOND_MS,
    });
  });

  test('never charges less than was reported before', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await capture(db, voiceSessionId, 0)).toMatchObject({ charged_ms: 10 * SECOND_MS });
  });

  test('gives a repetition the record of the first end, whatever it says', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const first = await capture(db, voiceSessionId, 5 * SECOND_MS, { reason: 'idle' });
    const second = await capture(db, voiceSessionId, 9 * SECOND_MS, { reason: 'shutdown' });
    expect(second).toEqual({ ...first, outcome: 'already_ended' });
  });

  test('charges nothing for a call that used nothing', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await capture(db, voiceSessionId, 0)).toMatchObject({ charged_ms: 0 });
    expect(await callOf(context.db, voiceSessionId)).toMatchObject({ hold_status: 'released' });
  });

  test('keeps the reason for which the call was asked to end', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('request_voice_session_end', {
      p_voice_session_id: voiceSessionId,
      p_user_id: null,
      p_reason: 'closed_by_admin',
    });
    expect(await capture(db, voiceSessionId, 0, { reason: 'agent_failed' })).toMatchObject({
      ended_reason: 'closed_by_admin',
    });
  });

  test('refuses an agent whose call was given to another', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('fence_voice_session', {
      p_voice_session_id: voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: MINUTE_MS,
    });
    expect(await capture(db, voiceSessionId, SECOND_MS, { epoch: 1 })).toMatchObject({
      outcome: 'fenced',
      charged_ms: null,
    });
    expect(await callOf(context.db, voiceSessionId)).toMatchObject({
      status: 'active',
      charged_ms: 0,
    });
  });

  test('does not know a call that is not there', async () => {
    expect(await capture(context.db, randomUUID(), 0)).toMatchObject({ outcome: 'not_found' });
  });

  test('takes a reason that is not of the list for a bug, and charges nothing', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await expect(capture(db, voiceSessionId, 0, { reason: 'bored' })).rejects.toThrow('check');
    expect(await callOf(context.db, voiceSessionId)).toMatchObject({ status: 'active' });
  });

  test('charges once when twenty captures race', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => capture(db, voiceSessionId, 5 * SECOND_MS)),
    );
    expect(results.filter(({ outcome }) => outcome === 'captured')).toHaveLength(1);
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: 10 * MINUTE_MS - 5 * SECOND_MS,
    });
  });
});

describe('release_hold', () => {
  test('ends a call without charge, once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    expect(await release(voiceSessionId)).toEqual({
      outcome: 'released',
      ended_reason: 'no_agent',
    });
    expect(await release(voiceSessionId, 'shutdown')).toEqual({
      outcome: 'already_ended',
      ended_reason: 'no_agent',
    });
    expect(await balance(db, user.accountId)).toMatchObject({ available_ms: MINUTE_MS });
  });

  test('leaves a call alone that has used time', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, SECOND_MS);
    expect(await release(voiceSessionId)).toEqual({ outcome: 'in_use', ended_reason: null });
  });

  test('does not know a call that is not there', async () => {
    expect(await release(randomUUID())).toMatchObject({ outcome: 'not_found' });
  });
});
