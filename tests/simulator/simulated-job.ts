// One agent job: the real meter, its runner and settlement, in a process that can be killed.

import { dispatchMetadataSchema } from '@mindbot/platform/dispatch-metadata';
import type { Logger } from '@mindbot/platform/logging';
import type { CallEffects } from '../../agent/src/call-effects.ts';
import {
  activateAnswerSchema,
  captureAnswerSchema,
  extendAnswerSchema,
} from '../../agent/src/ledger-answers.ts';
import { meterConfig } from '../../agent/src/meter-config.ts';
import { MeterRunner } from '../../agent/src/meter-runner.ts';
import type { JobStatus } from '../../api/src/clients/livekit-types.ts';
import { SimulatedProcess } from './schedule.ts';
import type { RoomListener } from './simulated-livekit.ts';
import type { World } from './world.ts';

const LEDGER_TIMEOUT_MS = 3_000;
const settings = {
  METER_INTERVAL_MS: 10_000,
  METER_LEASE_MS: 30_000,
  LOW_TIME_THRESHOLDS_MS: [120_000, 30_000],
  USER_LOST_GRACE_MS: 15_000,
};

type Claims = { voiceSessionId: string; epoch: number };

/** The worker functions over the unreliable network. */
function createWorkerLedger(world: World, process: SimulatedProcess, claims: Claims) {
  const processId = crypto.randomUUID();
  const call = async (text: string, values: unknown[]) =>
    world.network.send(
      process,
      async () => {
        world.refuseWhenDatabaseIsAway();
        const [row] = await world.database.queryAsWorker<Record<string, unknown>>(
          claims,
          text,
          values,
        );
        return row;
      },
      LEDGER_TIMEOUT_MS,
    );
  return {
    activate: async () =>
      activateAnswerSchema.parse(await call('select * from worker_activate($1)', [processId])),
    extend: async (report: { sequence: number; usedMs: number; leaseMs: number }) =>
      extendAnswerSchema.parse(
        await call('select * from worker_extend($1, $2, $3)', [
          report.sequence,
          report.usedMs,
          report.leaseMs,
        ]),
      ),
    capture: async (end: { usedMs: number; reason: string; unbilledMs: number }) =>
      captureAnswerSchema.parse(
        await call('select * from worker_capture($1, $2, $3)', [
          end.usedMs,
          end.reason,
          end.unbilledMs,
        ]),
      ),
  };
}

/** What a job says and shows is not simulated: only that goodbyes take their time. */
function silentEffects(
  process: SimulatedProcess,
  leave: CallEffects['leave'],
  goodbyeMs: number,
): CallEffects {
  return {
    publishTime: () => {},
    publishEvent: async () => {},
    sayLowTime: () => {},
    sayTimeAdded: () => {},
    sayServiceBack: () => {},
    askPresence: () => {},
    prepareGoodbye: async () => goodbyeMs,
    sayGoodbye: () => process.sleep(goodbyeMs),
    stopSpeech: () => {},
    leave,
  };
}

/** Starts a job for a dispatch; it comes to life a moment later, or never. */
export function startJob(world: World, metadata: string, status: { status: JobStatus }): void {
  const { voiceSessionId, epoch, userIdentity } = dispatchMetadataSchema.parse(
    JSON.parse(metadata),
  );
  const { random, schedule } = world;
  // Workers at their limit refuse; self-hosted LiveKit then does nothing more.
  if (random.chance(world.faults.dispatchRefused)) {
    world.note(voiceSessionId, `dispatch of epoch ${epoch} refused`);
    return;
  }
  world.jobCount += 1;
  const number = world.jobCount;
  const process = new SimulatedProcess(schedule, `job ${number} of ${voiceSessionId}`);
  world.jobs.add(process);
  process.after(200 + random.durationMs(800), () => {
    status.status = 'running';
    void runJob(world, process, { voiceSessionId, epoch, userIdentity, number });
  });
}

type Job = Claims & { userIdentity: string; number: number };

async function runJob(world: World, process: SimulatedProcess, job: Job): Promise<void> {
  const { livekit, presence, random, schedule } = world;
  const { voiceSessionId, userIdentity } = job;
  const roomName = `call-${voiceSessionId}`;
  let meter: MeterRunner | null = null;
  let isUserThere = false;
  let earlyEnd = false;
  const listener: RoomListener = {
    onJoined: (identity) => {
      if (identity !== userIdentity) return;
      isUserThere = true;
      meter?.dispatch({ type: 'user_joined', sinceMs: clock.nowMs() });
    },
    onLeft: (identity, isLost) => {
      if (identity !== userIdentity) return;
      isUserThere = false;
      if (isLost) meter?.dispatch({ type: 'user_lost' });
      else meter?.dispatch({ type: 'end_requested', reason: 'user_hung_up' });
      earlyEnd = !isLost;
    },
    onClosed: () => {
      meter?.dispatch({ type: 'end_requested', reason: 'closed_by_admin' });
      earlyEnd = true;
    },
  };
  // Quartz is off by up to a hundred millionths: enough to be seen, too little to matter.
  const drift = 1 + random.integer(-100, 100) / 1_000_000;
  const clock = {
    nowMs: () => schedule.nowMs * drift,
    // As Node's: whole milliseconds, at least one.
    setTimer: (delayMs: number, callback: () => void) =>
      process.after(Math.max(1, Math.ceil(delayMs / drift)), callback),
  };
  const participant = { identity: `agent-${job.number}`, isAgent: true, process, listener };
  if (!livekit.join(roomName, participant)) return finish();
  isUserThere = livekit.has(roomName, userIdentity);

  const ledger = createWorkerLedger(world, process, job);
  const activation = await ledger.activate().catch(() => null);
  if (activation?.outcome !== 'active' || earlyEnd) {
    livekit.leave(roomName, participant, false);
    return finish();
  }
  world.note(voiceSessionId, `job ${job.number} works, epoch ${job.epoch}`);
  const effects = silentEffects(process, leave, 1_500 + random.integer(0, 2_000));
  const config = meterConfig(settings, activation.assistant);
  const logger = world.loggerOf(voiceSessionId) as Logger;
  meter = new MeterRunner({ config, activation, clock, ledger, effects, logger });
  presence.setAgent(voiceSessionId, job.number, true);
  process.onDeath = () => presence.setAgent(voiceSessionId, job.number, false);
  meter.dispatch({
    type: 'agent_started',
    presentSinceMs: isUserThere ? clock.nowMs() : null,
  });
  await meter.finished;
  finish();

  async function leave(end: { isRoomOurs: boolean; reason: string }): Promise<void> {
    presence.setAgent(voiceSessionId, job.number, false);
    world.note(voiceSessionId, `job ${job.number} leaves: ${end.reason}`);
    livekit.leave(roomName, participant, false);
    if (end.isRoomOurs) livekit.delete(roomName);
  }
  function finish(): void {
    presence.setAgent(voiceSessionId, job.number, false);
    world.jobs.delete(process);
  }
}
