// One call is one job: take it over, join its room, hold it, leave nothing unsettled.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AutoSubscribe,
  defineAgent,
  initializeLogger,
  type JobContext,
  type JobProcess,
  type VAD,
} from '@livekit/agents';
import { AudioSource } from '@livekit/rtc-node';
import { type DispatchMetadata, dispatchMetadataSchema } from '@mindbot/platform/dispatch-metadata';
import { createLogger, type Logger } from '@mindbot/platform/logging';
import { inSpan } from '@mindbot/platform/tracing';
import { createVoiceDetector } from './agent.ts';
import { Call } from './call.ts';
import { monotonicClock } from './call-clock.ts';
import { beginCallTrace, prepareErrorReports, prepareTracing } from './call-trace.ts';
import { type AgentEnvironment, readAgentEnvironment } from './environment.ts';
import { reportEventLoop } from './event-loop-reports.ts';
import { frameworkLogOptions, logUnhandledRejections } from './framework-log.ts';
import { onHandOverOrder } from './hand-over.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createObservationSender, type ObservationSender } from './observation-sender.ts';
import { Presence } from './presence.ts';

/** How often taking a call over is tried; the watcher dispatches another agent after that. */
const ACTIVATE_ATTEMPTS = 4;
const ACTIVATE_RETRY_MS = 500;
/** After a hand-over, for what is still on its way out of this process. */
const EXIT_AFTER_MS = 2_000;

/** A process holds one call in its life, and no other process the same one with it. */
let currentCall: Call | null = null;
/** The worker shall stop; told before the call began, it is heeded once it has. */
let isHandOverWanted = false;
const processId = randomUUID();

interface WarmProcess {
  env: AgentEnvironment;
  vad: VAD;
}

/** Loads what every call needs before there is one, so that the first word is not late. */
async function prewarm(process_: JobProcess<Partial<WarmProcess>>): Promise<void> {
  const env = readAgentEnvironment();
  const logger = createLogger('agent', { level: env.LOG_LEVEL, format: env.LOG_FORMAT });
  logUnhandledRejections(logger);
  await Promise.all([prepareTracing(env), prepareErrorReports(env)]);
  process_.userData.env = env;
  process_.userData.vad = createVoiceDetector(env);
  process_.userData.vad.stream().close();
  await new AudioSource(24_000, 1).close();
  await fetch('data:,');
  onHandOverOrder(() => {
    isHandOverWanted = true;
    if (currentCall) void giveAway(currentCall);
  });
}

/**
 * Hands the call over, saves what is left and ends the process: the framework would take a minute to
 * close the agent session of a room that goes on, and the worker would wait for it.
 */
async function giveAway(call: Call): Promise<void> {
  await call.handOver();
  await call.close();
  setTimeout(() => process.exit(0), EXIT_AFTER_MS);
}

/** Activates, asking again while the database is away. */
async function activate(ledger: Ledger, logger: Logger) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ledger.activate();
    } catch (error) {
      logger.warn({ err: error, attempt }, 'call could not be taken over yet');
      if (attempt >= ACTIVATE_ATTEMPTS) throw error;
      await delay(ACTIVATE_RETRY_MS * attempt);
    }
  }
}

async function entry(ctx: JobContext<Partial<WarmProcess>>): Promise<void> {
  const startedAtMs = monotonicClock.nowMs();
  const env = ctx.proc.userData.env ?? readAgentEnvironment();
  const vad = ctx.proc.userData.vad ?? createVoiceDetector(env);
  initializeLogger(frameworkLogOptions(env));
  const metadata = dispatchMetadataSchema.parse(JSON.parse(ctx.job.metadata));
  const trace = beginCallTrace(metadata, ctx.job.id);
  const { voiceSessionId, epoch, requestId } = metadata;
  const logger = createLogger('agent', { level: env.LOG_LEVEL, format: env.LOG_FORMAT }).child({
    voiceSessionId,
    epoch,
    ...(requestId ? { requestId } : {}),
    ...(trace.traceId ? { traceId: trace.traceId } : {}),
  });
  logger.debug({ pid: process.pid }, 'job started');
  const sender = createObservationSender();
  sender.send({ type: 'job_started' });
  const eventLoop = reportEventLoop(sender);
  ctx.addShutdownCallback(async () => {
    await currentCall?.close();
    eventLoop.stop();
    await sender.finish({ type: 'job_finished' });
    await trace.end();
  });
  const job = { env, vad, metadata, logger, sender, startedAtMs };
  try {
    await trace.within(() => takeCall(ctx as JobContext, job));
  } catch (error) {
    trace.fail(error);
    sender.send({ type: 'call_taken', outcome: 'failed' });
    // Nothing is charged: the lease runs out, and the watcher sends another agent.
    logger.error({ err: error }, 'call could not be held');
    ctx.shutdown('agent_failed');
  }
}

interface Job extends WarmProcess {
  metadata: DispatchMetadata;
  logger: Logger;
  sender: ObservationSender;
  startedAtMs: number;
}

async function takeCall(ctx: JobContext, job: Job): Promise<void> {
  const { env, vad, metadata, logger, sender, startedAtMs } = job;
  const { userIdentity, workerToken } = metadata;
  const clock = monotonicClock;
  const ledger = createLedger({
    url: env.SUPABASE_URL,
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
    workerToken,
    processId,
  });
  const presence = new Presence({ room: ctx.room, userIdentity, clock, logger });
  const connecting = inSpan('join room', { kind: 'client' }, () =>
    ctx.connect(undefined, AutoSubscribe.AUDIO_ONLY),
  ).then(() => presence.agentJoined());
  connecting.catch(() => undefined); // Awaited below, whatever activation says first.
  const activation = await activate(ledger, logger);
  const activatedAtMs = clock.nowMs();
  sender.send({ type: 'call_taken', outcome: activation.outcome });
  if (activation.outcome !== 'active') {
    logger.warn({ outcome: activation.outcome }, 'call is not ours to hold');
    await connecting.catch(() => undefined);
    ctx.shutdown(activation.outcome);
    return;
  }
  const call = new Call({
    ctx,
    env,
    vad,
    clock,
    logger,
    ledger,
    presence,
    activation,
    userIdentity,
    sender,
    startedAtMs,
  });
  await connecting;
  const connectedAtMs = clock.nowMs();
  await call.start();
  // Only now: a call that could not be started is left to another agent, not ended.
  currentCall = call;
  if (isHandOverWanted) void giveAway(call);
  logger.info(
    {
      pid: process.pid,
      assistant: activation.assistant.slug,
      isResumed: activation.isResumed,
      usedMs: activation.usedMs,
      remainingMs: activation.remainingMs,
      activateMs: Math.round(activatedAtMs - startedAtMs),
      connectMs: Math.round(connectedAtMs - startedAtMs),
      startMs: Math.round(clock.nowMs() - startedAtMs),
    },
    'call started',
  );
}

/** The last moment before the room is left at which clients can be told and the room deleted. */
async function onSessionEnd(): Promise<void> {
  await currentCall?.end('shutdown');
}

export default defineAgent({ prewarm, entry, onSessionEnd });
