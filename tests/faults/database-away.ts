// F4 and F5: the database goes away during a call, for seconds, and for longer than the call may run on.
import type { HeadlessCall } from '../caller/headless-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import {
  awaitEnd,
  CHARGE_TOLERANCE_MS,
  checkBooks,
  pass,
  presentMsOf,
  readCall,
  recordsOf,
  untilCounting,
  Violations,
} from './judge-call.ts';

const INTERVAL_MS = 2_000;
/** A shorter quota than in production, so that the run need not last as long as an outage would. */
const LEASE_MS = 14_000;
const SHORT_AWAY_MS = 5_000;
const LONG_AWAY_MS = 26_000;
/** Between the end of the held time and the end of the room: the last word, and a message. */
const OVERSHOOT_MS_MAX = 2_000;

const REPEATED = 'report not answered, will be repeated';
const ANSWERED = 'used time reported';

/** F4: two calls live through five seconds without a database; what they repeat counts once. */
async function restartDuringCalls(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const callers = [await stack.signUp(), await stack.signUp()];
  const calls = await Promise.all(callers.map((caller) => caller.call()));
  await Promise.all(calls.map((call) => untilCounting(call)));
  await pass(2 * INTERVAL_MS);
  const epochs = new Map<string, number>();
  for (const {
    voiceSession: { id },
  } of calls)
    epochs.set(id, (await readCall(stack, id)).epoch);
  await stack.restartPostgres(SHORT_AWAY_MS);
  const backAt = performance.now();
  const backAtMs = Date.now();
  await pass(3 * INTERVAL_MS);
  const figures: Record<string, number> = { awayMs: SHORT_AWAY_MS, calls: calls.length };
  let repeats = 0;
  for (const call of calls) {
    const { id } = call.voiceSession;
    await judged.attempt('the call did not go on', () => untilCounting(call, backAt));
    judged.expect(call.log.all('agentLeft').length === 0, 'an agent left the call');
    judged.expect(call.log.all('disconnected').length === 0, 'the caller was thrown out');
    const records = recordsOf(stack, 'agent', id);
    repeats += records.filter(({ msg }) => msg === REPEATED).length;
    const answered = records.find(({ msg, time }) => msg === ANSWERED && momentOf(time) > backAtMs);
    judged.expect(answered !== undefined, 'no report was answered after the restart');
    const recoverMs = momentOf(answered?.time) - backAtMs;
    figures.recoverMs = Math.max(figures.recoverMs ?? 0, recoverMs);
    judged.expect(countsOnce(records), 'one report was taken twice');
  }
  figures.repeatedReports = repeats;
  judged.expect(repeats > 0, 'no report met the outage: the run showed nothing');
  const settled = await Promise.all(calls.map((call) => call.hangUp()));
  for (const [index, { id, chargedMs }] of settled.entries()) {
    const record = await readCall(stack, id);
    const presentMs = presentMsOf(stack, id);
    if (index === 0) Object.assign(figures, { chargedMs: chargedMs ?? 0, presentMs });
    judged.expect(record.epoch === epochs.get(id), 'another agent took the call over');
    judged.expect(record.debits === 1, `the call was debited ${record.debits} times`);
    const differenceMs = (chargedMs ?? 0) - presentMs;
    judged.expect(
      Math.abs(differenceMs) <= CHARGE_TOLERANCE_MS,
      `charged ${chargedMs} ms for ${presentMs} ms`,
    );
  }
  judged.list.push(...(await checkBooks(stack)));
  return { id: 'F4', title: 'Postgres away for 5 s', violations: judged.list, figures };
}

/** F5: without a database, a call runs out the time it holds, says so, and ends. */
async function outlastTheQuota(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const caller = await stack.signUp();
  const call = await caller.call();
  await untilCounting(call);
  await pass(3 * INTERVAL_MS);
  const { id } = call.voiceSession;
  const goingAt = performance.now();
  const restarting = stack.restartPostgres(LONG_AWAY_MS);
  // What the job has heard last is what it may use.
  const heldMs = () => lastHeldMs(recordsOf(stack, 'agent', id));
  await judged.attempt('nobody said goodbye', () =>
    call.waitFor('event', {
      where: ({ type }) => type === 'goodbye',
      after: goingAt,
      timeoutMs: LONG_AWAY_MS,
    }),
  );
  await judged.attempt('the call ran on', () =>
    call.waitFor('disconnected', { after: goingAt, timeoutMs: LONG_AWAY_MS }),
  );
  const grantedMs = heldMs();
  const words = saidSince(call, goingAt);
  judged.expect(words !== '', 'the agent did not say why it leaves');
  await pass(500);
  const presentMs = presentMsOf(stack, id);
  await restarting;
  const record = await awaitEnd(stack, id, 90_000);
  const overshootMs = Math.max(0, presentMs - grantedMs);
  judged.expect(record.chargedMs <= grantedMs, `charged ${record.chargedMs} of ${grantedMs} held`);
  judged.expect(record.chargedMs <= presentMs + CHARGE_TOLERANCE_MS, 'charged more than present');
  judged.expect(overshootMs <= OVERSHOOT_MS_MAX, `the call ran ${overshootMs} ms past its grant`);
  judged.expect(record.endedReason === 'agent_failed', `it ended as ${record.endedReason}`);
  judged.list.push(...(await checkBooks(stack)));
  const figures = { heldMs: grantedMs, chargedMs: record.chargedMs, presentMs, overshootMs, words };
  await call.leave();
  return { id: 'F5', title: 'Postgres away past the quota', violations: judged.list, figures };
}

const momentOf = (time: unknown): number =>
  typeof time === 'number' ? time : Date.parse(String(time));

/** Of each sequence, one answer at most raised what is used. */
function countsOnce(records: readonly Record<string, unknown>[]): boolean {
  const answers = records.filter(({ msg }) => msg === ANSWERED);
  return answers.every(({ sequence, usedMs }) =>
    answers.every((other) => other.sequence !== sequence || other.usedMs === usedMs),
  );
}

const lastHeldMs = (records: readonly Record<string, unknown>[]): number =>
  Number(records.findLast(({ msg }) => msg === ANSWERED)?.heldMs ?? 0);

const saidSince = (call: HeadlessCall, after: number): string =>
  call.log
    .all('transcript')
    .filter(({ at, payload }) => at >= after && payload.speaker === 'agent')
    .map(({ payload }) => payload.text)
    .at(-1) ?? '';

/** The run. */
export const databaseAway: FaultRun = {
  name: 'database-away',
  about: 'Postgres stops during calls, for 5 s and for longer than the quota',
  ids: ['F4', 'F5'],
  minutes: 2,
  run: async ({ say }: FaultContext) => {
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: String(INTERVAL_MS), METER_LEASE_MS: String(LEASE_MS) },
    });
    try {
      say('Postgres goes away for 5 s');
      const restarted = await restartDuringCalls(stack);
      say('Postgres goes away for longer than the quota');
      return [restarted, await outlastTheQuota(stack)];
    } finally {
      await stack.stop();
    }
  },
};
