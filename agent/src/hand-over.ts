// How a worker that shall stop gets its calls to another one: an order to each job, and a good moment.
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { voice } from '@livekit/agents';
import type { CallClock } from './call-clock.ts';

/** What the worker says to its job processes, between the messages of the framework. */
const HAND_OVER_ORDER = { case: 'mindbot_hand_over' } as const;
/** The program of a job process; the worker has others, which know nothing of calls. */
const JOB_PROGRAM = 'job_proc_lazy_main';
/**
 * From one order to the next: the other workers need a moment to warm up a process for each call,
 * and a caller who waits for that hears nothing.
 */
export const HAND_OVER_GAP_MS = 3_000;
/** How long a caller may be kept from another worker by what is being said. */
const QUIET_WAIT_MS = 6_000;

/**
 * The worker's side: knows the job processes from now on, and tells them to hand over, one after the
 * other.
 */
export function createHandOverOrders(): { send: () => Promise<void> } {
  const jobs = new Set<ChildProcess>();
  // The framework keeps its processes to itself; Node tells of each one that is made.
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    jobs.add(child);
    child.once('exit', () => jobs.delete(child));
  });
  return {
    async send() {
      for (const child of [...jobs]) {
        const isJob = child.spawnargs.some((argument) => argument.includes(JOB_PROGRAM));
        if (!isJob || !child.connected) continue;
        child.send(HAND_OVER_ORDER, () => undefined);
        await delay(HAND_OVER_GAP_MS);
      }
    },
  };
}

/**
 * The job's side. Only once the framework has had its first message: a listener before that would
 * take it away from it.
 */
export function onHandOverOrder(listener: () => void): void {
  process.on('message', (message) => {
    if ((message as { case?: unknown }).case === HAND_OVER_ORDER.case) listener();
  });
}

/** Resolves when neither side speaks and no answer is on its way, or after a few seconds. */
export function untilQuiet(session: voice.AgentSession, clock: CallClock): Promise<void> {
  const isQuiet = () =>
    session.userState !== 'speaking' &&
    session.agentState !== 'speaking' &&
    session.agentState !== 'thinking';
  const { AgentStateChanged, UserStateChanged } = voice.AgentSessionEventTypes;
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      session.off(AgentStateChanged, look);
      session.off(UserStateChanged, look);
      resolve();
    };
    const look = () => {
      if (isQuiet()) end();
    };
    const cancel = clock.setTimer(QUIET_WAIT_MS, end);
    session.on(AgentStateChanged, look);
    session.on(UserStateChanged, look);
    look();
  });
}
