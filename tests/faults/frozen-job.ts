// F3: jobs stand still for 90 s and wake: one that could be replaced, one whose worker froze with it.
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, readCall, Violations } from './judge-call.ts';
import { findStuckHolds, jobOf, judgeFleet, type Loss, loggedAt, lossOf } from './judge-fleet.ts';

const FROZEN_MS = 90_000;
const REPORT_INTERVAL_MS = 10_000;
const SLACK_MS = 1_500;
const TOLD_MS_MAX = 5_000;
const REPLACED_MS_MAX = 10_000;
const OVERSHOOT_MS_MAX = 2_000;
/** What the caller has whose call nobody can save. */
const SHORT_TRIAL_MS = 40_000;
/** A job that wakes learns that the call is not its own, leaves, and ends. */
const GONE_TIMEOUT_MS = 40_000;
const WELL_TIMEOUT_MS = 60_000;
const DEADLINE_POLL_MS = 100;

/** Stops the job of a call, and gives what is needed to judge it. */
function freeze(stack: FaultStack, call: FleetCall): { pid: number; at: number; losses: Loss[] } {
  const { pid } = jobOf(stack, call.voiceSessionId);
  const at = performance.now();
  process.kill(pid, 'SIGSTOP');
  return { pid, at, losses: lossOf(call, at) };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function untilGone(pid: number): Promise<void> {
  const endsAt = performance.now() + GONE_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (performance.now() > endsAt) throw new Error(`process ${pid} still runs`);
    await pass(200);
  }
}

/** Follows the deadline of a call in the database until its room is closed; gives both moments. */
async function followDeadline(stack: FaultStack, call: FleetCall) {
  let deadlineAtMs = 0;
  const closed = call.waitFor('disconnected', { timeoutMs: FROZEN_MS });
  let isClosed = false;
  void closed.catch(() => {}).then(() => (isClosed = true));
  while (!isClosed) {
    const [hold] = await stack.query<{ at: number }>(
      `select extract(epoch from expires_at)::float8 * 1000 as at
       from public.holds where voice_session_id = $1 and status = 'live'`,
      [call.voiceSessionId],
    );
    if (hold) deadlineAtMs = hold.at;
    await pass(DEADLINE_POLL_MS);
  }
  const { at } = await closed;
  return { closedAt: at, overshootMs: Math.max(0, at + performance.timeOrigin - deadlineAtMs) };
}

/** A frozen job whose worker is well: the caller gets another agent. */
async function replaceable(stack: FaultStack, call: FleetCall, judged: Violations) {
  const frozen = freeze(stack, call);
  const next = await call.waitFor('agentJoined', { after: frozen.at, timeoutMs: 45_000 });
  const back = await call.counting({ after: next.at, timeoutMs: 45_000 });
  const id = call.voiceSessionId;
  const msg = 'the agent of a call is replaced';
  const replacedMs = (loggedAt(stack, 'api', { id, msg, from: frozen.at }) ?? 0) - frozen.at;
  const toldMs = (call.toldAt(frozen.at) ?? Number.POSITIVE_INFINITY) - frozen.at;
  judged.expect(toldMs <= TOLD_MS_MAX, `the caller was told after ${toldMs} ms`);
  const isSoon = replacedMs > 0 && replacedMs <= REPLACED_MS_MAX;
  judged.expect(isSoon, `dispatched again after ${replacedMs} ms`);
  await pass(3_000);
  await call.hangUp();
  await call.waitFor('disconnected');
  return { ...frozen, toldMs, replacedMs, recoverMs: back.at - frozen.at };
}

async function run({ say }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({ environment: { LOG_LEVEL: 'info' } });
  const worker = stack.part('agent');
  let fleet: Fleet | null = null;
  const frozenPids: number[] = [];
  try {
    await stack.query('update public.organizations set trial_ms = $1', [SHORT_TRIAL_MS]);
    fleet = await startFleet({ stack, calls: 2, waitingAtOnce: 1 });
    await fleet.waitUntilCounting();
    const [one, other] = fleet.calls;
    if (!one || !other) throw new Error('There are not two calls.');
    say('one job freezes');
    const replaced = await replaceable(stack, one, judged);
    frozenPids.push(replaced.pid);
    say('the other job freezes, and its worker with it');
    worker.kill('SIGSTOP');
    const frozen = freeze(stack, other);
    frozenPids.push(frozen.pid);
    const { closedAt, overshootMs } = await followDeadline(stack, other);
    judged.expect(overshootMs <= OVERSHOOT_MS_MAX, `the room stayed ${overshootMs} ms too long`);
    const before = await readCall(stack, other.voiceSessionId);
    await pass(Math.max(0, replaced.at + FROZEN_MS - performance.now()));
    say('both wake');
    for (const pid of frozenPids) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
    worker.kill('SIGCONT');
    const wokenAt = performance.now();
    for (const pid of frozenPids) await judged.attempt('a woken job', () => untilGone(pid));
    const goneMs = Math.round(performance.now() - wokenAt);
    const after = await readCall(stack, other.voiceSessionId);
    judged.expect(after.chargedMs === before.chargedMs, 'a woken job changed what was charged');
    const judgement = await judgeFleet(stack, fleet.calls, {
      losses: [...replaced.losses, ...frozen.losses],
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    const [next] = await fleet.add(1);
    await judged.attempt('the woken worker takes no call', async () =>
      next?.counting({ timeoutMs: WELL_TIMEOUT_MS }),
    );
    await next?.hangUp().catch(() => {});
    judged.list.push(
      ...judgement.violations,
      ...(await findStuckHolds(stack, 0)),
      ...(await checkBooks(stack)),
    );
    const figures = {
      ...judgement.figures,
      toldMs: Math.round(replaced.toldMs),
      redispatchMs: Math.round(replaced.replacedMs),
      recoverMs: Math.round(replaced.recoverMs),
      closedMs: Math.round(closedAt - frozen.at),
      overshootMs: Math.round(overshootMs),
      goneAfterWakingMs: goneMs,
    };
    return [{ id: 'F3', title: 'jobs frozen for 90 s', violations: judged.list, figures }];
  } finally {
    for (const pid of frozenPids) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
    worker.kill('SIGCONT');
    await fleet?.stop();
    await stack.stop();
  }
}

/** The run. */
export const frozenJob: FaultRun = {
  name: 'frozen-job',
  about: 'two jobs stand still for 90 s and wake, one with its worker',
  ids: ['F3'],
  minutes: 2.5,
  run,
};
