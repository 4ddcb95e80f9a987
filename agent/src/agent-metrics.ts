// Every metric of the worker and its jobs, declared in one place, by the names this field uses.
import { Counter, createMetricsRegistry, Gauge, Histogram } from '@mindbot/platform/metrics';
import type { Observation, Stage } from './observations.ts';
import { STAGES } from './observations.ts';

const SECOND_MS = 1_000;
const voiceBuckets = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10];
const ledgerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

interface JobState {
  hasCall: boolean;
  down: Set<Stage>;
  eventLoopP99Ms: number;
}

/** The metrics of one worker. */
export type AgentMetrics = ReturnType<typeof createAgentMetrics>;

/**
 * Makes them. Jobs are known by their process ids; one that is gone without having finished has
 * crashed.
 * @param isAlive whether a process still runs.
 */
export function createAgentMetrics(
  options: { withProcess?: boolean; isAlive?: (pid: number) => boolean } = {},
) {
  const isAlive = options.isAlive ?? isProcessAlive;
  const registry = createMetricsRegistry('agent', { withProcess: options.withProcess });
  const registers = [registry];
  const jobs = new Map<number, JobState>();

  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `mindbot_agent_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets = voiceBuckets) =>
    new Histogram({ name: `mindbot_agent_${name}`, help, buckets, registers });

  new Gauge({
    name: 'mindbot_agent_calls_active',
    help: 'Calls that jobs of this worker hold now.',
    registers,
    collect() {
      this.set([...jobs.values()].filter(({ hasCall }) => hasCall).length);
    },
  });
  new Gauge({
    name: 'mindbot_agent_providers_down',
    help: 'Calls of this worker that wait for a provider now, by stage.',
    labelNames: ['stage'],
    registers,
    collect() {
      for (const stage of STAGES) {
        this.set({ stage }, [...jobs.values()].filter(({ down }) => down.has(stage)).length);
      }
    },
  });
  new Gauge({
    name: 'mindbot_agent_job_event_loop_delay_seconds',
    help: 'How late timers ran in the slowest job, p99 of its last seconds.',
    registers,
    collect() {
      const worstMs = Math.max(0, ...[...jobs.values()].map((job) => job.eventLoopP99Ms));
      this.set(worstMs / SECOND_MS);
    },
  });
  const draining = new Gauge({
    name: 'mindbot_agent_draining',
    help: '1 while the worker takes no calls and waits for those it has.',
    registers,
  });
  draining.set(0);

  const callsTaken = counter('calls_taken_total', 'Calls jobs tried to take over.', ['outcome']);
  const callsEnded = counter('calls_ended_total', 'Calls settled by their job.', ['reason']);
  const secondsCaptured = counter('seconds_captured_total', 'Seconds charged by jobs.');
  const captures = counter('captures_total', 'Settlements asked for, by answer.', ['outcome']);
  const pauses = counter('pauses_total', 'Times a meter stood still.', ['reason']);
  const jobCrashes = counter('job_crashes_total', 'Jobs gone without having finished.');
  const interruptions = counter('interruptions_total', 'Answers a caller cut short.');
  const providerErrors = counter('provider_errors_total', 'Failed requests.', ['stage']);
  const outages = counter('provider_outages_total', 'Outages seen by calls.', ['stage']);
  const toolCalls = counter('tool_calls_total', 'Tool calls.', ['tool', 'outcome']);
  const renewals = counter('lease_renewals_total', 'Reports of used time.', ['outcome']);
  const renewalTime = histogram('lease_renewal_seconds', 'A report and its answer.', ledgerBuckets);
  const overshoot = histogram(
    'overshoot_seconds',
    'Time a call went on past what was held for it, never charged.',
    [0, 0.1, 0.25, 0.5, 1, 2, 5, 30],
  );
  const joinTime = histogram(
    'join_to_first_audio_seconds',
    'Both present to first greeting sound.',
  );
  const startTime = histogram('start_to_first_audio_seconds', 'Job start to first greeting sound.');
  const firstAudio = histogram('time_to_first_audio_seconds', 'End of speech to first sound.');
  const endOfTurn = histogram('end_of_turn_seconds', 'End of speech to the turn being taken.');
  const transcription = histogram('stt_duration_seconds', 'End of speech to its text.');
  const llmTtft = histogram('llm_ttft_seconds', 'Request to first token of the model.');
  const ttsTtfb = histogram('tts_ttfb_seconds', 'Request to first byte of speech.');
  const outageTime = histogram(
    'provider_outage_seconds',
    'How long outages lasted.',
    [1, 3, 5, 10, 20, 30, 60, 120],
  );

  const inSeconds = (target: Histogram, valueMs: number | null) => {
    if (valueMs !== null) target.observe(valueMs / SECOND_MS);
  };

  function count(job: JobState, seen: Observation): void {
    switch (seen.type) {
      case 'call_taken':
        job.hasCall = seen.outcome === 'active';
        callsTaken.inc({ outcome: seen.outcome });
        break;
      case 'greeted':
        inSeconds(startTime, seen.afterStartMs);
        inSeconds(joinTime, seen.afterPresentMs);
        break;
      case 'answered':
        inSeconds(firstAudio, seen.totalMs);
        inSeconds(endOfTurn, seen.endOfTurnMs);
        inSeconds(transcription, seen.transcriptionMs);
        inSeconds(llmTtft, seen.llmFirstTokenMs);
        inSeconds(ttsTtfb, seen.ttsFirstByteMs);
        break;
      case 'interrupted':
        interruptions.inc();
        break;
      case 'renewed':
        renewals.inc({ outcome: seen.outcome });
        inSeconds(renewalTime, seen.tookMs);
        break;
      case 'captured':
        countCapture(job, seen);
        break;
      case 'paused':
        pauses.inc({ reason: seen.reason });
        break;
      case 'provider_failed':
        providerErrors.inc({ stage: seen.stage });
        break;
      case 'provider_down':
        job.down.add(seen.stage);
        outages.inc({ stage: seen.stage });
        break;
      case 'provider_up':
        job.down.delete(seen.stage);
        inSeconds(outageTime, seen.downMs);
        break;
      case 'tool_called':
        toolCalls.inc({ tool: seen.tool, outcome: seen.outcome });
        break;
      case 'event_loop':
        job.eventLoopP99Ms = seen.p99Ms;
    }
  }

  function countCapture(job: JobState, seen: Extract<Observation, { type: 'captured' }>): void {
    captures.inc({ outcome: seen.outcome });
    if (seen.outcome !== 'captured') return;
    job.hasCall = false;
    callsEnded.inc({ reason: seen.reason });
    secondsCaptured.inc(seen.chargedMs / SECOND_MS);
    inSeconds(overshoot, seen.overshotMs);
  }

  return {
    registry,
    draining,
    /** Takes in what a job has seen. */
    observe(pid: number, seen: Observation): void {
      if (seen.type === 'job_finished') jobs.delete(pid);
      if (seen.type === 'job_started') {
        jobs.set(pid, { hasCall: false, down: new Set(), eventLoopP99Ms: 0 });
      }
      const job = jobs.get(pid);
      if (job) count(job, seen);
    },
    /** Counts the jobs that are gone without a word; answers their process ids. */
    missJobs(): number[] {
      const missed = [...jobs.keys()].filter((pid) => !isAlive(pid));
      for (const pid of missed) jobs.delete(pid);
      jobCrashes.inc(missed.length);
      return missed;
    },
  };
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
