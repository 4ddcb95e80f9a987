// What create_voice_session and place_hold promise.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import {
  balance,
  capture,
  createCall,
  grantTime,
  LEASE_MS,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

describe('create_voice_session', () => {
  test('begins a call with the default assistant and holds its first lease', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    expect(created).toMatchObject({
      outcome: 'created',
      room_name: `call-${created.voice_session_id}`,
      epoch: 1,
      account_id: user.accountId,
      available_ms: 10 * MINUTE_MS,
      status: 'pending',
    });
    const assistant = await db.row('select slug from assistants where id = $1', [
      created.assistant_id,
    ]);
    expect(assistant).toEqual({ slug: 'alex' });
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: 10 * MINUTE_MS,
      held_ms: LEASE_MS,
      available_ms: 10 * MINUTE_MS - LEASE_MS,
      remaining_ms: 10 * MINUTE_MS,
    });
  });

  test('finds an assistant by slug and by id', async () => {
    const { db } = context;
    const user = await db.signUp();
    const bySlug = await createCall(db, user.userId, { assistant: 'dr-kim' });
    const byId = await createCall(db, user.userId, { assistant: bySlug.assistant_id });
    expect(byId).toMatchObject({ outcome: 'created', assistant_id: bySlug.assistant_id });
  });

  test.each([
    ['no such slug', 'nobody'],
    ['no such id', randomUUID()],
    ['garbage', "'; drop"],
  ])('refuses an assistant that is not there: %s', async (_case, assistant) => {
    const { db } = context;
    const user = await db.signUp();
    expect(await createCall(db, user.userId, { assistant })).toMatchObject({
      outcome: 'assistant_not_found',
      voice_session_id: null,
    });
  });

  test('refuses an assistant of another organization or switched off', async () => {
    const { db } = context;
    const user = await db.signUp();
    const foreign = await db.row<{ id: string }>(
      `with o as (insert into organizations (slug, name) values ('foreign', 'F') returning id)
       insert into assistants (organization_id, slug, name, instructions, greeting, voice,
         is_active)
       select o.id, 'x', 'X', 'x', 'x', 'x', true from o returning id`,
    );
    await db.rows(
      `insert into assistants (organization_id, slug, name, instructions, greeting, voice,
         is_active)
       values ($1, 'resting', 'R', 'x', 'x', 'x', false)`,
      [DEFAULT_ORGANIZATION_ID],
    );
    for (const assistant of [foreign.id, 'x', 'resting']) {
      expect(await createCall(db, user.userId, { assistant })).toMatchObject({
        outcome: 'assistant_not_found',
      });
    }
  });

  test('replays the first call for the same key, also when it has ended', async () => {
    const { db } = context;
    const user = await db.signUp();
    const first = await createCall(db, user.userId, { key: 'talk-1' });
    expect(await createCall(db, user.userId, { key: 'talk-1' })).toEqual({
      ...first,
      outcome: 'replayed',
    });
    await capture(db, String(first.voice_session_id), 0);
    expect(await createCall(db, user.userId, { key: 'talk-1' })).toMatchObject({
      outcome: 'replayed',
      voice_session_id: first.voice_session_id,
      status: 'ended',
    });
  });

  test('refuses the same key for another assistant', async () => {
    const { db } = context;
    const user = await db.signUp();
    await createCall(db, user.userId, { key: 'talk-2' });
    expect(await createCall(db, user.userId, { key: 'talk-2', assistant: 'morgan' })).toMatchObject(
      { outcome: 'idempotency_conflict', voice_session_id: null },
    );
  });

  test('keeps the keys of two users apart', async () => {
    const { db } = context;
    const [one, other] = [await db.signUp(), await db.signUp()];
    const first = await createCall(db, one.userId, { key: 'same' });
    const second = await createCall(db, other.userId, { key: 'same' });
    expect(second.outcome).toBe('created');
    expect(second.voice_session_id).not.toBe(first.voice_session_id);
  });

  test('begins one call when one key arrives twenty times at once', async () => {
    const { db } = context;
    const user = await db.signUp();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => createCall(db, user.userId, { key: 'storm' })),
    );
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(19);
    expect(new Set(results.map((result) => result.voice_session_id)).size).toBe(1);
    expect(await balance(db, user.accountId)).toMatchObject({ held_ms: LEASE_MS });
  });

  test.each([0, SECOND_MS - 1])('refuses a call with %d ms', async (timeMs) => {
    const { db } = context;
    const user = await signUpWithTime(db, timeMs);
    expect(await createCall(db, user.userId)).toMatchObject({
      outcome: 'insufficient_time',
      voice_session_id: null,
      available_ms: timeMs,
    });
    const calls = await db.rows('select from voice_sessions where account_id = $1', [
      user.accountId,
    ]);
    expect(calls).toHaveLength(0);
  });

  test('holds no more than there is', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 20 * SECOND_MS);
    await createCall(db, user.userId);
    expect(await balance(db, user.accountId)).toMatchObject({
      held_ms: 20 * SECOND_MS,
      available_ms: 0,
    });
  });

  test('never promises two calls that start together more than the balance', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 40 * SECOND_MS);
    const results = await Promise.all([1, 2, 3].map(() => createCall(db, user.userId)));
    const holds = await db.rows<{ held_ms: number }>(
      'select held_ms from holds where account_id = $1 order by held_ms desc',
      [user.accountId],
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      'created',
      'insufficient_time',
    ]);
    expect(holds.map(({ held_ms }) => held_ms)).toEqual([30 * SECOND_MS, 10 * SECOND_MS]);
  });

  test('lets a user run three calls, not four, also when asked for at once', async () => {
    const { db } = context;
    const user = await db.signUp();
    const results = await Promise.all(Array.from({ length: 6 }, () => createCall(db, user.userId)));
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(3);
    expect(results.filter(({ outcome }) => outcome === 'too_many_calls')).toHaveLength(3);
    const created = results.find(({ outcome }) => outcome === 'created');
    await capture(db, String(created?.voice_session_id), 0);
    expect(await createCall(db, user.userId)).toMatchObject({ outcome: 'created' });
  });

  test('lets an organization pay for its visitors, any number of calls', async () => {
    const { db } = context;
    const account = await db.row<{ id: string }>(
      'insert into accounts (organization_id) values ($1) returning id',
      [DEFAULT_ORGANIZATION_ID],
    );
    await grantTime(db, account.id, 60 * MINUTE_MS);
    for (let count = 0; count < 5; count += 1) {
      expect(await createCall(db, null)).toMatchObject({
        outcome: 'created',
        account_id: account.id,
      });
    }
  });

  test('refuses a stranger, and a member who was shown out', async () => {
    const { db } = context;
    expect(await createCall(db, randomUUID())).toMatchObject({ outcome: 'account_not_found' });
    const user = await db.signUp();
    await db.rows('delete from memberships where user_id = $1', [user.userId]);
    expect(await createCall(db, user.userId)).toMatchObject({ outcome: 'account_not_found' });
  });
});

describe('place_hold', () => {
  const place = (args: { hold: string; account: string; call: string; leaseMs?: number }) =>
    context.db.call('place_hold', {
      p_hold_id: args.hold,
      p_account_id: args.account,
      p_voice_session_id: args.call,
      p_lease_ms: args.leaseMs ?? LEASE_MS,
      p_expires_in_ms: MINUTE_MS,
    });
  const holdOf = (voiceSessionId: string) =>
    context.db.row<{ id: string }>('select id from holds where voice_session_id = $1', [
      voiceSessionId,
    ]);

  test('replays the same hold without holding more', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const call = await startCall(db, user.userId);
    const { id } = await holdOf(call.voiceSessionId);
    expect(
      await place({ hold: id, account: user.accountId, call: call.voiceSessionId }),
    ).toMatchObject({ outcome: 'held', held_ms: LEASE_MS, available_ms: MINUTE_MS - LEASE_MS });
    expect(await balance(db, user.accountId)).toMatchObject({ held_ms: LEASE_MS });
  });

  test('refuses a second hold for a call, and a hold for a call of another account', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const call = await startCall(db, user.userId);
    const { id } = await holdOf(call.voiceSessionId);
    const { voiceSessionId } = call;
    for (const attempt of [
      { hold: randomUUID(), account: user.accountId, call: voiceSessionId },
      { hold: id, account: other.accountId, call: voiceSessionId },
      { hold: id, account: user.accountId, call: randomUUID() },
      { hold: randomUUID(), account: other.accountId, call: randomUUID() },
    ]) {
      expect(await place(attempt)).toMatchObject({ outcome: 'conflict' });
    }
  });

  test('does not know an account that is not there', async () => {
    const attempt = { hold: randomUUID(), account: randomUUID(), call: randomUUID() };
    expect(await place(attempt)).toMatchObject({ outcome: 'account_not_found' });
  });

  test('takes a lease out of bounds for a bug', async () => {
    const attempt = { hold: randomUUID(), account: randomUUID(), call: randomUUID() };
    await expect(place({ ...attempt, leaseMs: 0 })).rejects.toThrow('lease');
  });
});
