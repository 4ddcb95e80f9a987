// What an agent at work can do with its call's token, and all that it cannot.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  capture,
  createCall,
  extend,
  LEASE_MS,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

const fence = (voiceSessionId: string) =>
  context.db.call('fence_voice_session', {
    p_voice_session_id: voiceSessionId,
    p_expected_epoch: 1,
    p_rejoin_window_ms: MINUTE_MS,
  });

describe('worker_activate', () => {
  test('answers all an agent needs to begin', async () => {
    const { db } = context;
    const user = await db.signUp('ann@example.com', 'Ann');
    const created = await createCall(db, user.userId, { assistant: 'morgan' });
    const voiceSessionId = String(created.voice_session_id);
    const activated = await db.asWorker({ voiceSessionId, epoch: 1 }).call('worker_activate', {});
    expect(activated).toMatchObject({
      outcome: 'active',
      voice_session_id: voiceSessionId,
      user_id: user.userId,
      user_display_name: 'Ann',
      used_ms: 0,
      held_ms: LEASE_MS,
      remaining_ms: 10 * MINUTE_MS,
      sequence: 0,
      is_resumed: false,
      transcript: [],
      assistant: {
        slug: 'morgan',
        name: 'Morgan',
        voice: 'echo',
        language: 'en',
        tools: ['get_balance', 'capture_lead', 'create_ticket', 'end_call'],
        maxCallMs: 60 * MINUTE_MS,
        idleTimeoutMs: 2 * MINUTE_MS,
      },
    });
  });

  test('can be repeated: the call starts once and is not resumed', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    const startedAt = () =>
      db.row('select started_at from voice_sessions where id = $1', [voiceSessionId]);
    const first = await startedAt();
    expect(await worker.call('worker_activate', {})).toMatchObject({
      outcome: 'active',
      is_resumed: false,
    });
    expect(await startedAt()).toEqual(first);
  });

  test('gives a call to one process: a second of the same dispatch gets nothing', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    const worker = db.asWorker({ voiceSessionId, epoch: 1 });
    const [one, other] = [{ p_process_id: randomUUID() }, { p_process_id: randomUUID() }];
    expect(await worker.call('worker_activate', one)).toMatchObject({ outcome: 'active' });
    expect(await worker.call('worker_activate', other)).toMatchObject({
      outcome: 'fenced',
      transcript: null,
    });
    expect(await worker.call('worker_activate', {})).toMatchObject({ outcome: 'fenced' });
    // The answer to the first may have been lost: it may ask again.
    expect(await worker.call('worker_activate', one)).toMatchObject({ outcome: 'active' });
    await fence(voiceSessionId);
    expect(
      await db.asWorker({ voiceSessionId, epoch: 2 }).call('worker_activate', other),
    ).toMatchObject({ outcome: 'active' });
  });

  test('of a call that had an agent answers the last twenty items said, in order', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    const items = Array.from({ length: 30 }, (_, position) => ({
      itemId: `item-${position}`,
      position,
      speaker: position % 2 === 0 ? 'user' : 'agent',
      text: `line ${position}`,
      wasInterrupted: false,
      spokenAt: new Date().toISOString(),
    }));
    await worker.call('worker_add_transcript_items', { p_items: items.toReversed() });
    await fence(voiceSessionId);
    const resumed = await db.asWorker({ voiceSessionId, epoch: 2 }).call('worker_activate', {});
    expect(resumed.is_resumed).toBe(true);
    expect((resumed.transcript as { text: string }[]).map(({ text }) => text)).toEqual(
      items.slice(10).map(({ text }) => text),
    );
  });

  test('after a dispatch that never got an agent is not resumed', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    await fence(voiceSessionId);
    expect(
      await db.asWorker({ voiceSessionId, epoch: 2 }).call('worker_activate', {}),
    ).toMatchObject({ outcome: 'active', is_resumed: false });
  });
});

describe('worker_extend and worker_capture', () => {
  test("meter the token's own call", async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { worker } = await startCall(db, user.userId);
    await db.passTime(10 * SECOND_MS);
    const report = { p_sequence: 1, p_used_ms: 10 * SECOND_MS, p_lease_ms: LEASE_MS };
    expect(await worker.call('worker_extend', report)).toMatchObject({
      outcome: 'extended',
      used_ms: 10 * SECOND_MS,
      held_ms: 10 * SECOND_MS + LEASE_MS,
    });
    expect(await worker.call('worker_get_balance', {})).toEqual({
      outcome: 'ok',
      posted_ms: 10 * MINUTE_MS,
      remaining_ms: 10 * MINUTE_MS - 10 * SECOND_MS,
    });
    const end = { p_used_ms: 10_400, p_ended_reason: 'agent_ended', p_unbilled_ms: 300 };
    expect(await worker.call('worker_capture', end)).toMatchObject({
      outcome: 'captured',
      charged_ms: 10_400,
      ended_reason: 'agent_ended',
    });
    expect(await worker.call('worker_capture', end)).toMatchObject({
      outcome: 'already_ended',
      charged_ms: 10_400,
    });
  });

  test('never charge faster than time passes, however often they are called', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { worker } = await startCall(db, user.userId);
    await db.passTime(20 * SECOND_MS);
    for (let sequence = 1; sequence <= 20; sequence += 1) {
      const report = { p_sequence: sequence, p_used_ms: 60 * MINUTE_MS, p_lease_ms: 600_000 };
      await worker.call('worker_extend', report);
    }
    const end = { p_used_ms: 60 * MINUTE_MS, p_ended_reason: 'user_hung_up' };
    const { charged_ms } = await worker.call('worker_capture', end);
    expect(charged_ms).toBeGreaterThanOrEqual(20 * SECOND_MS);
    expect(charged_ms).toBeLessThan(24 * SECOND_MS);
  });

  test('replay a report although more time has passed since', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { worker } = await startCall(db, user.userId);
    const report = { p_sequence: 1, p_used_ms: MINUTE_MS, p_lease_ms: LEASE_MS };
    const first = await worker.call('worker_extend', report);
    await db.passTime(5 * SECOND_MS);
    const second = await worker.call('worker_extend', report);
    expect({ ...second, expires_at: null }).toEqual({ ...first, expires_at: null });
  });

  test('charge nothing for a call no agent has taken', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    const worker = db.asWorker({ voiceSessionId: String(created.voice_session_id), epoch: 1 });
    const end = { p_used_ms: MINUTE_MS, p_ended_reason: 'agent_failed' };
    expect(await worker.call('worker_capture', end)).toMatchObject({ charged_ms: 0 });
  });
});

describe('a token', () => {
  const attempts = {
    worker_activate: {},
    worker_extend: { p_sequence: 1, p_used_ms: 0, p_lease_ms: LEASE_MS },
    worker_capture: { p_used_ms: 0, p_ended_reason: 'idle', p_unbilled_ms: 0 },
    worker_hand_over: { p_sequence: 1, p_used_ms: 0, p_lease_ms: LEASE_MS },
    worker_get_balance: {},
    worker_add_transcript_items: { p_items: [] },
    worker_record_usage: { p_usage: {}, p_summary: null },
    worker_record_events: { p_events: [] },
    worker_capture_lead: {
      p_tool_call_id: 't',
      p_name: 'A',
      p_email: 'a@b.co',
      p_phone: null,
      p_interest: null,
    },
    worker_create_ticket: { p_tool_call_id: 't', p_subject: 's', p_description: 'd' },
  } as const;
  const names = Object.keys(attempts) as (keyof typeof attempts)[];

  test.each(names)('of an older epoch gets "fenced" from %s', async (name) => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    await fence(voiceSessionId);
    expect(await worker.call(name, attempts[name] as never)).toMatchObject({ outcome: 'fenced' });
  });

  test.each(names)('for no known call gets "not_found" from %s', async (name) => {
    const worker = context.db.asWorker({ voiceSessionId: randomUUID(), epoch: 1 });
    expect(await worker.call(name, attempts[name] as never)).toMatchObject({
      outcome: 'not_found',
    });
  });

  test("gets nothing by claims without the worker's role", async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    // The owner may execute the functions, yet has no call of its own.
    const claims = JSON.stringify({ role: 'authenticated', voice_session_id: voiceSessionId });
    const client = await db.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
      const { rows } = await client.query('select outcome from worker_activate()');
      expect(rows).toEqual([{ outcome: 'not_found' }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  test('that was stolen can do nothing but what its functions do', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    const tables = await db.rows<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
       where schemaname in ('public', 'auth', 'private', 'supabase_migrations')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      await expect(worker.rows(`select from ${name}`)).rejects.toThrow('permission denied');
      await expect(worker.rows(`delete from ${name}`)).rejects.toThrow('permission denied');
    }
    const functions = await db.rows<{ name: string }>(
      `select p.oid::regprocedure::text as name from pg_proc p
       join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('public', 'private')
         and has_function_privilege('voice_worker', p.oid, 'execute')`,
    );
    expect(functions.map(({ name }) => name.split('(')[0]).sort()).toEqual([...names].sort());
    await expect(extend(worker, voiceSessionId, 1, 0)).rejects.toThrow('permission denied');
    await expect(capture(worker, voiceSessionId, 0)).rejects.toThrow('permission denied');
    await expect(worker.rows('create table mine ()')).rejects.toThrow('permission denied');
  });
});
