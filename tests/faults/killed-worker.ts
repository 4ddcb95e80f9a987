// F2: the worker and all its jobs are killed during twenty calls, as when their machine is lost.
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, Violations } from './judge-call.ts';
import {
  findStuckHolds,
  judgeFleet,
  type Loss,
  lossOf,
  type Recovery,
  recoveryOf,
  worstOf,
} from './judge-fleet.ts';

const CALLS = 20;
/** On a busy machine a call may fail to come about; what is judged needs most of them. */
const CALLS_MIN = 18;
const REPORT_INTERVAL_MS = 10_000;
const SLACK_MS = 2_000;
const TOLD_MS_MAX = 5_000;
const REPLACED_MS_MAX = 10_000;
/** Twenty processes start at once then, on whatever this machine has. */
const BACK_TIMEOUT_MS = 90_000;
const AFTERMATH_MS = 5_000;
/** By then every reservation nobody renews must be given back. */
const STUCK_AFTER_MS = 10_000;

interface Aftermath extends Recovery {
  losses: Loss[];
  wasEnded: boolean;
}

/** What came of one call after the kill at `at`. */
async function followCall(
  stack: FaultStack,
  call: FleetCall,
  { at, losses }: { at: number; losses: Loss[] },
): Promise<Aftermath> {
  const isOver = call
    .waitFor('disconnected', { after: at, timeoutMs: BACK_TIMEOUT_MS })
    .then(() => null);
  const isBack = call
    .waitFor('agentJoined', { after: at, timeoutMs: BACK_TIMEOUT_MS })
    .then((joined) => call.counting({ after: joined.at, timeoutMs: BACK_TIMEOUT_MS }));
  for (const promise of [isOver, isBack]) promise.catch(() => {});
  const back = await Promise.race([isBack, isOver]).catch(() => null);
  return {
    losses,
    ...recoveryOf(stack, call, { at, backAt: back?.at }),
    wasEnded: !call.isInRoom,
  };
}

/** Kills the worker with its whole process group, which is what the jobs are in. */
function killWorker(stack: FaultStack): void {
  const pid = stack.part('agent').pid();
  if (pid === null) throw new Error('The worker does not run.');
  process.kill(-pid, 'SIGKILL');
}

async function run({ say }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({ environment: { LOG_LEVEL: 'info' } });
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ stack, calls: CALLS, waitingAtOnce: 2 });
    say(`${CALLS} callers have joined`);
    const calls = await fleet.whoeverCounts(30_000);
    judged.expect(calls.length >= CALLS_MIN, `only ${calls.length} calls came about`);
    say(`${calls.length} are being counted`);
    say(`killing the worker of ${calls.length} calls`);
    const losses = calls.flatMap((call) => lossOf(call));
    killWorker(stack);
    const at = performance.now();
    const followed = await Promise.all(
      calls.map((call) => followCall(stack, call, { at, losses })),
    );
    const toldMs = worstOf(followed.map((one) => one.toldMs));
    const replacedMs = worstOf(followed.map((one) => one.replacedMs));
    const backMs = worstOf(followed.map((one) => one.backMs));
    const ended = followed.filter(({ wasEnded }) => wasEnded).length;
    const unTold = followed.filter(({ toldMs }) => toldMs === null || toldMs > TOLD_MS_MAX);
    judged.expect(unTold.length === 0, `${unTold.length} callers were not told in time`);
    const late = followed.filter(
      ({ replacedMs }) => replacedMs === null || replacedMs > REPLACED_MS_MAX,
    );
    judged.expect(late.length === 0, `${late.length} calls were not dispatched again in time`);
    judged.expect(ended === 0, `${ended} calls were given up`);
    await pass(AFTERMATH_MS);
    await Promise.all(calls.filter((call) => call.isInRoom).map((call) => call.hangUp()));
    const judgement = await judgeFleet(stack, calls, {
      losses,
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    judged.list.push(
      ...judgement.violations,
      ...(await findStuckHolds(stack, STUCK_AFTER_MS)),
      ...(await checkBooks(stack)),
    );
    const figures = {
      ...judgement.figures,
      toldMs: toldMs ?? 'never',
      redispatchMs: replacedMs ?? 'never',
      recoverMs: backMs ?? 'never',
      givenUp: ended,
    };
    return [{ id: 'F2', title: 'worker killed', violations: judged.list, figures }];
  } finally {
    await fleet?.stop();
    await stack.stop();
  }
}

/** The run. */
export const killedWorker: FaultRun = {
  name: 'killed-worker',
  about: 'the worker and its jobs are killed during twenty calls',
  ids: ['F2'],
  minutes: 4,
  run,
};
