// F19: both apis and both workers are replaced while people talk, and others begin to.
import { setTimeout as wait } from 'node:timers/promises';
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { CHARGE_TOLERANCE_MS, checkBooks, pass, Violations } from './judge-call.ts';
import { findStuckHolds, judgeFleet, worstOf } from './judge-fleet.ts';

const CALLS = 6;
/** Calls that begin while the deploy goes on. */
const NEW_CALLS = 3;
/** Calls would have this long to end by themselves; these here do not, and are handed over. */
const DRAIN_TIMEOUT_MS = 3_000;
const AFTERMATH_MS = 4_000;
const STUCK_AFTER_MS = 10_000;
const BACK_TIMEOUT_MS = 60_000;
/** What an agent does while it joins is not charged; more often than once where one came too late. */
const GIFT_MS_MAX = 10_000;
/** As a client looks at its balance; a user may ask 300 times a minute. */
const ASK_EVERY_MS = 250;
/** A pause in a call that is longer than that is no short one. */
const PAUSE_MS_MAX = 10_000;

/** Asks the api again and again, as everybody does, and counts what does not come back in order. */
function askMeanwhile(stack: FaultStack, caller: FleetCall['caller']) {
  const stopping = new AbortController();
  const counts = { asked: 0, failed: 0, slowestMs: 0 };
  const asking = (async () => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      counts.asked += 1;
      const answer = await fetch(`${stack.url}/api/v1/balance`, {
        headers: { authorization: `Bearer ${caller.accessToken}` },
      }).catch(() => null);
      await answer?.text().catch(() => null);
      if (!answer?.ok) counts.failed += 1;
      counts.slowestMs = Math.max(counts.slowestMs, Math.round(performance.now() - startedAt));
      await wait(ASK_EVERY_MS);
    }
  })();
  return async () => {
    stopping.abort();
    await asking;
    return counts;
  };
}

/** The longest a call was not counted after `from`, once it was being counted; null if it never came back. */
function longestPauseMs(call: FleetCall, from: number): number | null {
  let pausedAt: number | null = null;
  let longestMs = 0;
  for (const { at, payload } of call.log.all('time')) {
    if (at < from) continue;
    if (!payload.isCounting) pausedAt ??= at;
    else if (pausedAt !== null) {
      longestMs = Math.max(longestMs, at - pausedAt);
      pausedAt = null;
    }
  }
  return pausedAt === null ? longestMs : null;
}

async function run({ say }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({
    environment: {
      LOG_LEVEL: 'info',
      MINDBOT_REPLICAS: '2',
      AGENT_DRAIN_TIMEOUT_MS: String(DRAIN_TIMEOUT_MS),
      AGENT_IDLE_PROCESSES: '2',
    },
  });
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ stack, calls: CALLS, waitingAtOnce: 2 });
    await fleet.waitUntilCounting();
    const [first] = fleet.calls;
    if (!first) throw new Error('There is no call.');
    const stopAsking = askMeanwhile(stack, first.caller);
    say(`deploying two apis and two workers during ${fleet.calls.length} calls`);
    const at = performance.now();
    const deploying = stack.deploy().then(() => Math.round(performance.now() - at));
    deploying.catch(() => {});
    for (let made = 0; made < NEW_CALLS; made += 1) {
      await fleet.add(1);
      await wait(2_000);
    }
    const deployMs = await deploying;
    say(`deployed after ${deployMs} ms`);
    const asked = await stopAsking();
    judged.expect(asked.failed === 0, `${asked.failed} of ${asked.asked} requests failed`);
    await judged.attempt('a call that began during the deploy', () =>
      (fleet as Fleet).waitUntilCounting(BACK_TIMEOUT_MS),
    );
    await Promise.all(
      fleet.calls.map((call) =>
        judged.attempt(`call ${call.index} after the deploy`, () =>
          call.counting({ after: at + deployMs, timeoutMs: BACK_TIMEOUT_MS }),
        ),
      ),
    );
    await pass(AFTERMATH_MS);
    const dropped = fleet.calls.filter((call) => !call.isInRoom || call.failure !== null);
    judged.expect(dropped.length === 0, `${dropped.length} calls were dropped`);
    const pauses = fleet.calls.map((call) => longestPauseMs(call, at));
    const pauseMs = worstOf(pauses) ?? 0;
    judged.expect(!pauses.includes(null), 'a call was not counted again');
    judged.expect(pauseMs <= PAUSE_MS_MAX, `a caller waited ${pauseMs} ms for the next agent`);
    await Promise.all(fleet.calls.filter((call) => call.isInRoom).map((call) => call.hangUp()));
    const judgement = await judgeFleet(stack, fleet.calls, { losses: [], giftMsMax: 0 });
    for (const { call, record, presentMs } of judgement.calls) {
      const excessMs = record.chargedMs - presentMs;
      judged.expect(
        excessMs <= CHARGE_TOLERANCE_MS && -excessMs <= GIFT_MS_MAX,
        `call ${call.index} was charged ${record.chargedMs} ms for ${presentMs} ms`,
      );
    }
    judged.expect(judgement.calls.length === fleet.calls.length, 'a call has not ended');
    const epochs = judgement.calls.map(({ record }) => record.epoch);
    const handedOver = epochs.filter((epoch) => epoch > 1).length;
    judged.expect(handedOver >= CALLS, `only ${handedOver} calls changed their agent`);
    judged.list.push(
      ...(await findStuckHolds(stack, STUCK_AFTER_MS)),
      ...(await checkBooks(stack)),
    );
    const figures = {
      ...judgement.figures,
      dropped: dropped.length,
      handedOver,
      pauseMs,
      deployMs,
      requests: asked.asked,
      slowestRequestMs: asked.slowestMs,
    };
    return [{ id: 'F19', title: 'rolling deploy', violations: judged.list, figures }];
  } finally {
    await fleet?.stop();
    await stack.stop();
  }
}

/** The run. */
export const rollingDeploy: FaultRun = {
  name: 'rolling-deploy',
  about: 'both apis and both workers are replaced during six calls, and three more begin',
  ids: ['F19'],
  minutes: 3,
  run,
};
