// That every call has its story: told by the database itself, added to by its agents, bounded, once.
import { describe, expect, test } from 'vitest';
import {
  capture,
  createCall,
  expireHolds,
  extend,
  startCall,
  type TestCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

async function startAnyCall(): Promise<TestCall> {
  const user = await context.db.signUp();
  return startCall(context.db, user.userId);
}

const storyOf = (voiceSessionId: string) =>
  context.db.rows<{ kind: string; source: string; detail: Record<string, unknown> }>(
    `select kind, source, epoch, detail from voice_session_events
     where voice_session_id = $1 order by at, id`,
    [voiceSessionId],
  );
const kindsOf = async (voiceSessionId: string) =>
  (await storyOf(voiceSessionId)).map(({ kind }) => kind);

const event = (sequence: number, change: object = {}) => ({
  sequence,
  agoMs: 0,
  kind: 'provider_down',
  detail: { stage: 'synthesis' },
  ...change,
});
const tell = ({ worker }: TestCall, events: unknown) =>
  worker.call('worker_record_events', { p_events: events as never });

describe('the database', () => {
  test('tells of every step of a call and what it cost', async () => {
    const { db } = context;
    const call = await startAnyCall();
    await db.call('set_voice_session_dispatch', {
      p_voice_session_id: call.voiceSessionId,
      p_epoch: 1,
      p_dispatch_id: 'AD_1',
      p_request_id: 'request-1',
    });
    await extend(db, call.voiceSessionId, 1, 5_000);
    await db.call('request_voice_session_end', {
      p_voice_session_id: call.voiceSessionId,
      p_user_id: null,
      p_reason: 'closed_by_admin',
    });
    await call.worker.call('worker_capture', {
      p_used_ms: 900,
      p_ended_reason: 'user_hung_up',
      p_unbilled_ms: 700,
    });
    const story = await storyOf(call.voiceSessionId);
    expect(story.map(({ kind }) => kind)).toEqual([
      'created',
      'activated',
      'dispatched',
      'end_requested',
      'captured',
    ]);
    expect(story[2]?.detail).toEqual({ requestId: 'request-1' });
    expect(story.at(-1)).toMatchObject({
      source: 'agent',
      detail: { reason: 'closed_by_admin', chargedMs: 5_000, unbilledMs: 700, reports: 1 },
    });
  });

  test('says when an agent was replaced and when the reaper ended the call', async () => {
    const { db } = context;
    const call = await startAnyCall();
    await db.call('fence_voice_session', {
      p_voice_session_id: call.voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: 30_000,
    });
    await extend(db, call.voiceSessionId, 1, 1_000, { epoch: 2 });
    await db.passTime(60_000);
    await expireHolds(db);
    const story = await storyOf(call.voiceSessionId);
    expect(story.find(({ kind }) => kind === 'fenced')?.detail).toEqual({ hadAgent: true });
    expect(story.at(-1)).toMatchObject({ kind: 'expired', source: 'reaper' });
  });

  test('tells of a call that ended without charge as released', async () => {
    const user = await context.db.signUp();
    const created = await createCall(context.db, user.userId);
    await context.db.call('release_hold', {
      p_voice_session_id: String(created.voice_session_id),
      p_ended_reason: 'no_agent',
    });
    expect(await kindsOf(String(created.voice_session_id))).toEqual(['created', 'released']);
  });
});

describe('worker_record_events', () => {
  test('keeps each event once, where it happened', async () => {
    const call = await startAnyCall();
    expect(await tell(call, [event(1), event(2, { kind: 'provider_up' })])).toEqual({
      outcome: 'saved',
      count: 2,
    });
    expect(await tell(call, [event(2), event(3, { agoMs: 999_999_999 })])).toEqual({
      outcome: 'saved',
      count: 1,
    });
    const { before } = await context.db.row<{ before: number }>(
      `select count(*)::integer as before from voice_session_events e
       join voice_sessions s on s.id = e.voice_session_id
       where s.id = $1 and e.at < s.created_at`,
      [call.voiceSessionId],
    );
    expect(before).toBe(0);
  });

  test.each([
    ['no list', { sequence: 1 }],
    ['a kind of the database', [event(1, { kind: 'captured' })]],
    ['no number', [event(1, { sequence: 'one' })]],
    ['a time to come', [event(1, { agoMs: -5 })]],
    ['a long detail', [event(1, { detail: { error: 'x'.repeat(900) } })]],
    ['a detail that is none', [event(1, { detail: 'gone' })]],
    ['too many at once', Array.from({ length: 51 }, (_, index) => event(index + 1))],
  ])('refuses %s whole', async (_, events) => {
    const call = await startAnyCall();
    expect(await tell(call, events)).toEqual({ outcome: 'invalid', count: 0 });
    expect(await kindsOf(call.voiceSessionId)).toEqual(['created', 'activated']);
  });

  test('keeps 300 lines a call, and the end all the same', async () => {
    const call = await startAnyCall();
    let outcome = 'saved';
    for (let start = 1; outcome === 'saved'; start += 50) {
      const batch = Array.from({ length: 50 }, (_, index) => event(start + index));
      outcome = String((await tell(call, batch)).outcome);
    }
    expect(outcome).toBe('limit_reached');
    await capture(context.db, call.voiceSessionId, 1_000);
    const kinds = await kindsOf(call.voiceSessionId);
    expect(kinds.length).toBeLessThanOrEqual(301);
    expect(kinds.at(-1)).toBe('captured');
  });

  test('refuses an agent that was replaced', async () => {
    const call = await startAnyCall();
    await context.db.call('fence_voice_session', {
      p_voice_session_id: call.voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: 30_000,
    });
    expect(await tell(call, [event(1)])).toEqual({ outcome: 'fenced', count: 0 });
  });
});

test('a call in which something failed is among the troubled ones, with stage and reason', async () => {
  const call = await startAnyCall();
  const quiet = await startAnyCall();
  await tell(call, [event(1, { detail: { stage: 'synthesis', error: 'no answer' } })]);
  const troubled = await context.db.rows(
    `select stages, last_error, trouble_count from troubled_voice_sessions
     where voice_session_id = any ($1)`,
    [[call.voiceSessionId, quiet.voiceSessionId]],
  );
  expect(troubled).toEqual([{ stages: ['synthesis'], last_error: 'no answer', trouble_count: 1 }]);
});

test('stories are forgotten after ninety days, and no sooner', async () => {
  const { db } = context;
  await db.rows('delete from voice_session_events');
  const call = await startAnyCall();
  const purge = () => db.rows('select purge_voice_session_events(100) as count');
  expect(await purge()).toEqual([{ count: 0 }]);
  await db.rows(`update voice_session_events set at = at - interval '91 days'`);
  expect(await purge()).toEqual([{ count: 2 }]);
  expect(await kindsOf(call.voiceSessionId)).toEqual([]);
});
