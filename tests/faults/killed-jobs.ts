// F1: the process of a running call is killed; the caller is told, gets another agent, pays for neither gap.
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import { createRandom } from '../support/random.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, Violations } from './judge-call.ts';
import {
  jobOf,
  judgeFleet,
  type Loss,
  lossOf,
  type Recovery,
  recoveryOf,
  worstOf,
} from './judge-fleet.ts';

/** Callers whose client asks for another agent, as the sdk does. */
const ASKING_CALLS = 4;
/** Callers whose client does not, so that the api must notice by itself. */
const SILENT_CALLS = 2;
const REPORT_INTERVAL_MS = 10_000;
/** A report is on its way for a moment, and the next job has to be with the caller to count. */
const SLACK_MS = 1_500;
const TOLD_MS_MAX = 5_000;
const REPLACED_MS_MAX = 10_000;
const BACK_TIMEOUT_MS = 45_000;
/** How long calls go on with their second agent. */
const AFTERMATH_MS = 6_000;

/** What one killed job showed, in milliseconds from the kill. */
interface Kill extends Recovery {
  loss: Loss[];
}

/** Kills the job of a call some time after it began, and sees what comes of it. */
async function killLater(stack: FaultStack, call: FleetCall, waitMs: number): Promise<Kill> {
  await pass(waitMs);
  const { pid } = jobOf(stack, call.voiceSessionId);
  const at = performance.now();
  const loss = lossOf(call, at);
  process.kill(pid, 'SIGKILL');
  const next = await call
    .waitFor('agentJoined', { after: at, timeoutMs: BACK_TIMEOUT_MS })
    .then((joined) => call.counting({ after: joined.at, timeoutMs: BACK_TIMEOUT_MS }))
    .catch(() => null);
  return {
    loss,
    ...recoveryOf(stack, call, { at, backAt: next?.at }),
  };
}

async function killAll(stack: FaultStack, fleets: readonly Fleet[], seed: number) {
  const random = createRandom(seed);
  return Promise.all(
    fleets.map(({ calls }) =>
      // At any moment of the interval between two reports.
      Promise.all(
        calls.map((call) => killLater(stack, call, random.integer(1_000, REPORT_INTERVAL_MS))),
      ),
    ),
  );
}

async function run({ say, seed }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({ environment: { LOG_LEVEL: 'info' } });
  const fleets: Fleet[] = [];
  try {
    fleets.push(await startFleet({ stack, calls: ASKING_CALLS, waitingAtOnce: 2 }));
    fleets.push(
      await startFleet({ stack, calls: SILENT_CALLS, waitingAtOnce: 2, isAsking: false }),
    );
    await Promise.all(fleets.map((fleet) => fleet.waitUntilCounting()));
    say(`killing the jobs of ${ASKING_CALLS + SILENT_CALLS} calls, one by one`);
    const [asked = [], silent = []] = await killAll(stack, fleets, seed);
    const kills = [...asked, ...silent];
    const toldMs = worstOf(kills.map((kill) => kill.toldMs));
    const replacedMs = worstOf(asked.map((kill) => kill.replacedMs));
    const replacedUnaskedMs = worstOf(silent.map((kill) => kill.replacedMs));
    const backMs = worstOf(kills.map((kill) => kill.backMs));
    for (const { toldMs, replacedMs, backMs } of kills) {
      judged.expect(toldMs !== null && toldMs <= TOLD_MS_MAX, `told after ${toldMs} ms`);
      const isSoon = replacedMs !== null && replacedMs <= REPLACED_MS_MAX;
      judged.expect(isSoon, `dispatched again after ${replacedMs} ms`);
      judged.expect(backMs !== null, 'no other agent took the call over');
    }
    await pass(AFTERMATH_MS);
    const calls = fleets.flatMap((fleet) => fleet.calls);
    await Promise.all(calls.map((call) => call.hangUp()));
    const judgement = await judgeFleet(stack, calls, {
      losses: kills.flatMap(({ loss }) => loss),
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    judged.list.push(...judgement.violations, ...(await checkBooks(stack)));
    const figures = {
      ...judgement.figures,
      toldMs: toldMs ?? 'never',
      redispatchMs: replacedMs ?? 'never',
      redispatchUnaskedMs: replacedUnaskedMs ?? 'never',
      recoverMs: backMs ?? 'never',
    };
    return [{ id: 'F1', title: 'jobs killed', violations: judged.list, figures }];
  } finally {
    await Promise.all(fleets.map((fleet) => fleet.stop()));
    await stack.stop();
  }
}

/** The run. */
export const killedJobs: FaultRun = {
  name: 'killed-jobs',
  about: 'the job of each of six calls is killed at some moment between two reports',
  ids: ['F1'],
  minutes: 1.5,
  run,
};
