// What may break under a call and must not cost anybody: the agent, the database, the last seconds.
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Stack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { type Caller, createCaller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { missAgent } from '../caller/miss-agent.ts';
import { startTestStack } from './support/journey.ts';

const reportIntervalMs = 2_000;
let stack: Stack;
let caller: Caller;
let database: pg.Pool;

beforeAll(async () => {
  // Reports come more often than in production, so that a test sees several.
  stack = await startTestStack({ METER_INTERVAL_MS: String(reportIntervalMs) });
  database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  database.on('error', () => {});
  caller = createCaller(accessOf(stack));
  await caller.signUp();
});
afterAll(async () => {
  await database?.end();
  await stack?.stop();
});

/** Starts a call that is being counted; when the test fails, the call's log is shown. */
async function startCall(by: Caller = caller): Promise<HeadlessCall> {
  const call = await by.call();
  onTestFailed(() => {
    console.log(call.log.tail(40));
    console.log(stack.logs('agent').slice(-40).join('\n'));
  });
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, timeoutMs: 30_000 });
  return call;
}

/** The process of the newest job, as the worker's log names it. */
function jobPid(): number {
  const line = stack.logs('agent').findLast((entry) => entry.includes('"msg":"job started"'));
  return JSON.parse(line ?? '{}').pid;
}

const expectNoViolation = async () =>
  expect((await database.query('select * from public.check_ledger()')).rows).toEqual([]);

test('a killed agent is replaced, and the call is charged for no second without one', async () => {
  const call = await startCall();
  await call.waitFor('time', {
    where: ({ usedMs }) => usedMs > 2 * reportIntervalMs,
    timeoutMs: 30_000,
  });
  const usedMs = call.log.last('time')?.payload.usedMs ?? 0;
  const pid = jobPid();
  expect(pid).toBeGreaterThan(1);
  missAgent(call, caller.client);
  process.kill(pid, 'SIGKILL');
  const killedAt = performance.now();

  // The caller's client notices the silence, tells of it and asks; the api sees for itself.
  await call.waitFor('agentLost', { after: killedAt });
  const { payload } = await call.waitFor('agentRequested', { after: killedAt });
  expect(payload.outcome).not.toBe('ended');
  const again = await call.waitFor('time', {
    where: ({ isCounting }) => isCounting,
    after: killedAt + 1_000,
    timeoutMs: 60_000,
  });
  // The new agent goes on from the last report: what was used since then is a present.
  expect(again.payload.usedMs).toBeLessThanOrEqual(usedMs + 2_000);
  expect(again.payload.usedMs).toBeGreaterThanOrEqual(usedMs - 2 * reportIntervalMs);

  const settled = await call.hangUp();
  expect(settled.endedReason).toBe('user_hung_up');
  const { rows } = await database.query(
    'select epoch, charged_ms from public.voice_sessions where id = $1',
    [call.voiceSession.id],
  );
  expect(rows[0].epoch).toBeGreaterThan(1);
  await expectNoViolation();
});

test('a call lives through five seconds without the database', async () => {
  const call = await startCall();
  await stack.restartPostgres(5_000);
  const after = performance.now();
  await call.waitFor('time', {
    where: ({ isCounting }) => isCounting,
    after,
    timeoutMs: 30_000,
  });
  await call.type('How many minutes do I have left?');
  await call.waitForText('agent', /minute/i, { after, timeoutMs: 30_000 });
  const settled = await call.hangUp();
  expect(settled.endedReason).toBe('user_hung_up');
  expect(settled.chargedMs).toBeGreaterThan(5_000);
  await expectNoViolation();
});

test('time added during the goodbye lets the call go on', async () => {
  await database.query('update public.organizations set trial_ms = 12000');
  const poor = createCaller(accessOf(stack));
  await poor.signUp();
  const call = await startCall(poor);
  await call.waitFor('event', { where: ({ type }) => type === 'goodbye', timeoutMs: 30_000 });
  const { rows } = await database.query(
    `select g.outcome from public.accounts a,
       public.grant_time(a.id, 'top-up-' || a.id, 'card', 60000, 100, null) g
     where a.user_id = $1`,
    [poor.userId],
  );
  expect(rows[0].outcome).toBe('granted');
  await call.waitFor('event', { where: ({ type }) => type === 'time_added', timeoutMs: 15_000 });
  await call.waitFor('time', {
    where: ({ usedMs, isCounting }) => usedMs > 14_000 && isCounting,
    timeoutMs: 30_000,
  });
  const settled = await call.hangUp();
  expect(settled.endedReason).toBe('user_hung_up');
  expect(settled.chargedMs).toBeGreaterThan(14_000);
  await expectNoViolation();
});
