// F18: an agent dies and none can follow, as no worker answers; another caller waits for a first agent.
import { startFleet } from '../caller/fleet.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, Violations } from './judge-call.ts';
import { findStuckHolds, jobOf, judgeFleet, lossOf } from './judge-fleet.ts';

const REPORT_INTERVAL_MS = 10_000;
const SLACK_MS = 1_500;
const TALK_MS = 4_000;
const TOLD_MS_MAX = 5_000;
/** Four dispatches are tried, each with more patience; nobody shall wait longer for them. */
const CLOSED_MS_MAX = 45_000;
/** The worker has to find back to LiveKit, and a process has to start. */
const WELL_TIMEOUT_MS = 60_000;

async function run({ say }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({ environment: { LOG_LEVEL: 'info' } });
  const fleet = await startFleet({ stack, calls: 1 });
  try {
    await fleet.waitUntilCounting();
    await pass(TALK_MS);
    const [left] = fleet.calls;
    if (!left) throw new Error('There is no call.');
    say('the worker freezes, the job dies; another caller comes');
    const worker = stack.part('agent');
    const { pid } = jobOf(stack, left.voiceSessionId);
    const losses = lossOf(left);
    worker.kill('SIGSTOP');
    process.kill(pid, 'SIGKILL');
    const at = performance.now();
    const [waiting] = await fleet.add(1);
    if (!waiting) throw new Error('The second call was not made.');
    const closed = await Promise.all(
      [left, waiting].map((call) =>
        call
          .waitFor('disconnected', { timeoutMs: 2 * CLOSED_MS_MAX })
          .then((gone) => Math.round(gone.at - at))
          .catch(() => null),
      ),
    );
    worker.kill('SIGCONT');
    const toldMs = Math.round((left.toldAt(at) ?? Number.POSITIVE_INFINITY) - at);
    judged.expect(toldMs <= TOLD_MS_MAX, `the caller was told after ${toldMs} ms`);
    for (const closedMs of closed) {
      const isSoon = closedMs !== null && closedMs <= CLOSED_MS_MAX;
      judged.expect(isSoon, `a room without an agent was closed after ${closedMs} ms`);
    }
    const judgement = await judgeFleet(stack, fleet.calls, {
      losses,
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    const records = judgement.calls.map(({ record }) => record);
    const reasons = records.map(({ endedReason }) => endedReason);
    judged.expect(reasons.join() === 'agent_failed,no_agent', `they ended as ${reasons}`);
    judged.expect(records[1]?.chargedMs === 0, 'waiting for an agent was charged');
    judged.list.push(...judgement.violations, ...(await findStuckHolds(stack, 0)));
    say('the worker wakes; the next call must find it');
    const [next] = await fleet.add(1);
    await judged.attempt('the worker takes no call any more', async () =>
      next?.counting({ timeoutMs: WELL_TIMEOUT_MS }),
    );
    await next?.hangUp().catch(() => {});
    judged.list.push(...(await checkBooks(stack)));
    const figures = {
      ...judgement.figures,
      toldMs,
      closedMs: closed[0] ?? 'never',
      closedNeverServedMs: closed[1] ?? 'never',
    };
    return [{ id: 'F18', title: 'no agent left', violations: judged.list, figures }];
  } finally {
    await fleet.stop();
    stack.part('agent').kill('SIGCONT');
    await stack.stop();
  }
}

/** The run. */
export const noAgent: FaultRun = {
  name: 'no-agent',
  about: 'an agent dies while no worker answers, and a caller waits for a first one',
  ids: ['F18'],
  minutes: 1.5,
  run,
};
