// What a job tells its worker of a call, as schemas: the worker counts, because a job dies with its call.
import { ENDED_REASONS } from '@mindbot/platform/ended-reasons';
import { z } from 'zod';

/** The stages of a call that depend on somebody else. */
export const STAGES = ['recognition', 'model', 'synthesis'] as const;
export type Stage = (typeof STAGES)[number];

/** Tools as they are counted: a name nobody knows is `other`, so that labels stay few. */
export const COUNTED_TOOLS = [
  'get_balance',
  'capture_lead',
  'create_ticket',
  'end_call',
  'other',
] as const;
export type CountedTool = (typeof COUNTED_TOOLS)[number];

/** What became of the attempt to take a call over. */
const TAKEN_OUTCOMES = ['active', 'fenced', 'ended', 'not_found', 'failed'] as const;
/** What the ledger answered to a report; `failed` when it did not. */
const RENEWAL_OUTCOMES = [
  'extended',
  'fenced',
  'ended',
  'not_found',
  'conflict',
  'failed',
] as const;
/** What the ledger answered to the capture; `failed` when a try had no answer. */
const CAPTURE_OUTCOMES = ['captured', 'already_ended', 'fenced', 'not_found', 'failed'] as const;
/** Why a meter pauses. */
const PAUSES = ['user_lost', 'provider_down'] as const;

const durationMs = z.number().min(0).max(604_800_000);
const latencyMs = durationMs.nullable();

/** One thing that was seen in a job. */
export const observationSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job_started') }),
  z.object({ type: z.literal('job_finished') }),
  z.object({ type: z.literal('call_taken'), outcome: z.enum(TAKEN_OUTCOMES) }),
  z.object({
    type: z.literal('greeted'),
    /** From the job's start, and from the moment both were present, to the first sound. */
    afterStartMs: durationMs,
    afterPresentMs: latencyMs,
  }),
  z.object({
    type: z.literal('answered'),
    totalMs: latencyMs,
    endOfTurnMs: latencyMs,
    transcriptionMs: latencyMs,
    llmFirstTokenMs: latencyMs,
    ttsFirstByteMs: latencyMs,
  }),
  z.object({ type: z.literal('interrupted') }),
  z.object({ type: z.literal('renewed'), outcome: z.enum(RENEWAL_OUTCOMES), tookMs: durationMs }),
  z.object({
    type: z.literal('captured'),
    outcome: z.enum(CAPTURE_OUTCOMES),
    reason: z.enum(ENDED_REASONS),
    chargedMs: durationMs,
    overshotMs: durationMs,
  }),
  z.object({ type: z.literal('paused'), reason: z.enum(PAUSES) }),
  z.object({ type: z.literal('provider_failed'), stage: z.enum(STAGES) }),
  z.object({ type: z.literal('provider_down'), stage: z.enum(STAGES) }),
  z.object({ type: z.literal('provider_up'), stage: z.enum(STAGES), downMs: durationMs }),
  z.object({
    type: z.literal('tool_called'),
    tool: z.enum(COUNTED_TOOLS),
    outcome: z.enum(['ok', 'failed']),
  }),
  z.object({ type: z.literal('event_loop'), p50Ms: durationMs, p99Ms: durationMs }),
]);
export type Observation = z.infer<typeof observationSchema>;

/** One datagram from a job to its worker. */
export const observationPacketSchema = z.object({
  token: z.string(),
  pid: z.int().min(1),
  observation: observationSchema,
});

/** Where a worker hears its jobs; set by the worker for its own jobs, and by nobody else. */
export const INTAKE_VARIABLE = 'MINDBOT_METRICS_INTAKE';
