// That a call's story, read back from the database, accounts for every second that was charged.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findCalls,
  type Queryable,
  readCall,
  readTroubledCalls,
} from '../../local/src/explain/read-story.ts';
import { reckonCharge } from '../../local/src/explain/reckon-charge.ts';
import { explainCall, listTroubled } from '../../local/src/explain/write-explanation.ts';
import {
  capture,
  createCall,
  expireHolds,
  extend,
  startCall,
  type TestCall,
} from '../../supabase/tests/ledger-scenario.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let database: Queryable;
beforeAll(async () => {
  db = await createTestDatabase();
  database = {
    query: async (text: string, values?: unknown[]) => ({ rows: await db.rows(text, values) }),
  } as never;
});
afterAll(() => db.drop());

const startAnyCall = async (): Promise<TestCall> => startCall(db, (await db.signUp()).userId);
const tell = (call: TestCall, sequence: number, kind: string, detail: object = {}) =>
  call.worker.call('worker_record_events', {
    p_events: [{ sequence, agoMs: 0, kind, detail }] as never,
  });
/** Moves everything on record so far into the past: that much time goes by. */
async function pass(durationMs: number): Promise<void> {
  await db.passTime(durationMs);
  const ago = `interval '1 millisecond' * ${durationMs}`;
  await db.rows(`update voice_session_events set at = at - ${ago}`);
}
const storyOf = async ({ voiceSessionId }: TestCall) => readCall(database, voiceSessionId);
const explained = async (call: TestCall) => explainCall(await storyOf(call), new Date());

describe('what a call cost', () => {
  test('is its presence less the time its clock stood still', async () => {
    const call = await startAnyCall();
    await tell(call, 1, 'joined', { usedMs: 0 });
    await pass(10_000);
    await tell(call, 2, 'provider_down', { stage: 'synthesis', error: 'answered 503' });
    await tell(call, 3, 'paused', { reason: 'provider_down', usedMs: 10_000 });
    await pass(5_000);
    await tell(call, 4, 'provider_up', { stage: 'synthesis', downMs: 5_000 });
    await tell(call, 5, 'resumed', { usedMs: 10_000, pausedMs: 5_000 });
    await pass(8_000);
    await capture(db, call.voiceSessionId, 18_000, { unbilledMs: 5_000 });

    const reckoned = reckonCharge(await storyOf(call), new Date());
    expect(Math.abs(reckoned.differenceMs)).toBeLessThan(1_000);
    expect(reckoned.pauses).toMatchObject([{ reason: 'provider_down' }]);
    const text = await explained(call);
    expect(text).toContain('synthesis failed: answered 503');
    expect(text).toMatch(/less 5\.\d s: a provider was away/);
    expect(text).toContain('charged 18.0 s.');
    expect(text).toContain('They agree');
    expect(text).toContain('Ledger: capture of 18.0 s from trial time; 9 min 42.0 s left.');
  });

  test('stops at the last report of an agent that was lost', async () => {
    const call = await startAnyCall();
    await tell(call, 1, 'joined', { usedMs: 0 });
    await pass(10_000);
    await extend(db, call.voiceSessionId, 1, 10_000);
    await pass(60_000);
    await expireHolds(db);
    const text = await explained(call);
    expect(text).toContain('! ');
    expect(text).toMatch(/the lease ran out and the call was ended: agent_failed, 10\.0 s charged/);
    expect(text).toContain('followed the last report of an agent that was lost, and cost nothing');
    expect(text).not.toContain('LOOK INTO THIS');
  });

  test('leaves out the time between two agents', async () => {
    const call = await startAnyCall();
    await tell(call, 1, 'joined', { usedMs: 0 });
    await pass(10_000);
    await extend(db, call.voiceSessionId, 1, 10_000);
    await db.call('fence_voice_session', {
      p_voice_session_id: call.voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: 30_000,
    });
    await pass(4_000);
    const second = db.asWorker({ voiceSessionId: call.voiceSessionId, epoch: 2 });
    await second.call('worker_activate', {});
    await tell({ ...call, worker: second }, 1, 'joined', { usedMs: 10_000 });
    await pass(6_000);
    await capture(db, call.voiceSessionId, 16_000, { epoch: 2 });
    const text = await explained(call);
    expect(text).toContain('an agent was replaced: it had stopped reporting');
    expect(text).toMatch(/less 4\.\d s: no agent was there/);
    expect(text).toContain('They agree');
  });

  test('of more than the story accounts for is pointed at', async () => {
    const call = await startAnyCall();
    await tell(call, 1, 'joined', { usedMs: 0 });
    await pass(2_000);
    await capture(db, call.voiceSessionId, 20_000);
    expect(await explained(call)).toMatch(/LOOK INTO THIS: 1[78]\.\d s more was charged/);
  });

  test('is nothing for a call nobody took', async () => {
    const user = await db.signUp();
    const created = await createCall(db, user.userId);
    await db.call('release_hold', {
      p_voice_session_id: String(created.voice_session_id),
      p_ended_reason: 'no_agent',
    });
    const text = explainCall(
      await readCall(database, String(created.voice_session_id)),
      new Date(),
    );
    expect(text).toContain('Charged 0.0 s: caller and a working agent were never together.');
  });
});

describe('a call', () => {
  test('is found by its id, the beginning of it, its room and its request', async () => {
    const call = await startAnyCall();
    const requestId = `request-of-${call.voiceSessionId}`;
    await db.call('set_voice_session_dispatch', {
      p_voice_session_id: call.voiceSessionId,
      p_epoch: 1,
      p_dispatch_id: 'AD_1',
      p_request_id: requestId,
    });
    const names = [call.voiceSessionId, call.voiceSessionId.slice(0, 8), call.roomName, requestId];
    for (const name of names) {
      expect(await findCalls(database, name), name).toContain(call.voiceSessionId);
    }
    expect(await findCalls(database, `${call.voiceSessionId.slice(0, 8)}'; drop table x`)).toEqual(
      [],
    );
  });

  test('in trouble is listed with its stage, its reason and its charge', async () => {
    const call = await startAnyCall();
    await tell(call, 1, 'provider_down', { stage: 'model', error: 'answered 429' });
    await capture(db, call.voiceSessionId, 900);
    const [newest] = await readTroubledCalls(database, 1);
    const text = listTroubled(newest ? [newest] : []);
    expect(text).toContain(call.voiceSessionId);
    expect(text).toContain('model: answered 429');
    expect(text).toContain('charged 0.9 s');
  });
});
