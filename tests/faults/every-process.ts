// K: during twenty calls every process of the service is killed in turn, and started again.
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import { createRandom } from '../support/random.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, readCall, Violations } from './judge-call.ts';
import { findStuckHolds, jobOf, judgeFleet, type Loss, lossOf } from './judge-fleet.ts';

const CALLS = 20;
/** On a busy machine a call may fail to come about; what is judged needs most of them. */
const CALLS_MIN = 18;
const REPORT_INTERVAL_MS = 10_000;
/** What comes on top of an interval: the next job has to be with the caller before it counts. */
const SLACK_MS = 2_000;
/** Between a kill and the next, so that each meets calls that are being counted. */
const PAUSE_MS = 5_000;
const READY_TIMEOUT_MS = 60_000;
/** How long calls may take to be counted again, or to be ended, after the last kill. */
const CALM_TIMEOUT_MS = 75_000;
const STUCK_AFTER_MS = 10_000;

const PARTS = ['stripe', 'speech', 'api'] as const;

/** Waits until a part that was killed is back and answers. */
async function untilBack(stack: FaultStack, name: (typeof PARTS)[number]): Promise<void> {
  const urls = {
    stripe: `http://127.0.0.1:${stack.ports.stripe}/health`,
    speech: `http://127.0.0.1:${stack.ports.speech}/health`,
    api: `${stack.url}/health/ready`,
  };
  const endsAt = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(urls[name], { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    if (answer?.ok) return;
    if (performance.now() > endsAt) throw new Error(`${name} did not come back.`);
    await pass(200);
  }
}

async function killPart(stack: FaultStack, name: (typeof PARTS)[number]): Promise<number> {
  const at = performance.now();
  const dead = stack.part(name).pid();
  stack.part(name).kill('SIGKILL');
  // It answers until the signal has reached it.
  while (stack.part(name).pid() === dead) await pass(20);
  await untilBack(stack, name);
  return performance.now() - at;
}

/** Whether a call is over, or is being counted by a job that has reported since `since`. */
async function isWell(stack: FaultStack, call: FleetCall, since: number): Promise<boolean> {
  const counted = call.log.last('time');
  if (call.isInRoom && counted && counted.at > since && counted.payload.isCounting) return true;
  const { status } = await readCall(stack, call.voiceSessionId);
  return status === 'ended';
}

/** Waits until each call is alive and counting, or over; gives those that are neither. */
async function untilCalm(stack: FaultStack, calls: readonly FleetCall[], since: number) {
  const endsAt = performance.now() + CALM_TIMEOUT_MS;
  let waiting = [...calls];
  while (waiting.length > 0 && performance.now() < endsAt) {
    const judged = await Promise.all(waiting.map((call) => isWell(stack, call, since)));
    waiting = waiting.filter((_call, index) => !judged[index]);
    await pass(500);
  }
  return waiting;
}

async function killEverything(
  stack: FaultStack,
  calls: readonly FleetCall[],
  { say, seed }: FaultContext,
) {
  const losses: Loss[] = [];
  const downMs: Record<string, number> = {};
  const random = createRandom(seed);
  for (const name of PARTS) {
    say(`killing ${name}`);
    downMs[name] = await killPart(stack, name);
    await pass(PAUSE_MS);
  }
  say('killing a job');
  const victim = random.pick(calls);
  const { pid } = jobOf(stack, victim.voiceSessionId);
  losses.push(...lossOf(victim));
  process.kill(pid, 'SIGKILL');
  await pass(PAUSE_MS);
  say('killing Postgres');
  const postgresAt = performance.now();
  await stack.restartPostgres(0, 'kill');
  downMs.postgres = performance.now() - postgresAt;
  await untilBack(stack, 'api');
  await pass(PAUSE_MS);
  say('killing LiveKit');
  const livekitAt = performance.now();
  losses.push(...calls.flatMap((call) => lossOf(call)));
  stack.part('livekit').kill('SIGKILL');
  await stack.part('livekit').restart();
  downMs.livekit = performance.now() - livekitAt;
  await pass(PAUSE_MS);
  say('killing the worker and its jobs');
  const worker = stack.part('agent').pid();
  losses.push(...calls.flatMap((call) => lossOf(call)));
  if (worker !== null) process.kill(-worker, 'SIGKILL');
  return { losses, downMs, lastKillAt: performance.now() };
}

async function run(context: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({ environment: { LOG_LEVEL: 'info' }, isDurable: true });
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ stack, calls: CALLS, waitingAtOnce: 3 });
    context.say(`${CALLS} callers have joined`);
    const calls = await fleet.whoeverCounts(30_000);
    judged.expect(calls.length >= CALLS_MIN, `only ${calls.length} calls came about`);
    context.say(`${calls.length} are being counted`);
    const { losses, downMs, lastKillAt } = await killEverything(stack, calls, context);
    const unwell = await untilCalm(stack, calls, lastKillAt);
    for (const call of unwell) {
      judged.list.push(`${call.voiceSessionId} neither counts nor ended:\n${call.log.tail(6)}`);
    }
    const recoverMs = Math.round(performance.now() - lastKillAt);
    const alive = calls.filter((call) => call.isInRoom);
    await Promise.all(
      alive.map((call) => call.hangUp().catch((error) => judged.list.push(error.message))),
    );
    const judgement = await judgeFleet(stack, calls, {
      losses,
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    judged.list.push(
      ...judgement.violations,
      ...(await findStuckHolds(stack, STUCK_AFTER_MS)),
      ...(await checkBooks(stack)),
    );
    const down = Object.entries(downMs).map(([name, ms]) => [`${name}DownMs`, Math.round(ms)]);
    const figures = {
      ...judgement.figures,
      wentOn: alive.length,
      ended: calls.length - alive.length,
      recoverMs,
      ...Object.fromEntries(down),
    };
    return [{ id: 'K', title: 'every process killed in turn', violations: judged.list, figures }];
  } finally {
    await fleet?.stop();
    await stack.stop();
  }
}

/** The run. */
export const everyProcess: FaultRun = {
  name: 'every-process',
  about:
    'stripe, speech, api, a job, Postgres, LiveKit, the worker: killed in turn in twenty calls',
  ids: ['K'],
  minutes: 4,
  run,
};
