// The shapes of what the worker functions answer: nothing from outside is believed unchecked.
import { ENDED_REASONS } from '@mindbot/platform/ended-reasons';
import { z } from 'zod';

// A bigint may arrive as text, depending on what stands between us and Postgres.
const durationMs = z.coerce.number().int().min(0);
const countOf = z.coerce.number().int().min(0);
const endedReason = z.enum(ENDED_REASONS).nullish().default(null);
const nullableDurationMs = durationMs.nullish().default(null);

const assistantSchema = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  instructions: z.string(),
  greeting: z.string(),
  voice: z.string(),
  language: z.string(),
  tools: z.array(z.string()),
  maxCallMs: nullableDurationMs,
  idleTimeoutMs: nullableDurationMs,
});

/** The assistant a call is held with. */
export type Assistant = z.infer<typeof assistantSchema>;

const transcriptItemSchema = z.object({
  itemId: z.string(),
  position: countOf,
  speaker: z.enum(['user', 'agent', 'tool']),
  text: z.string(),
  wasInterrupted: z.boolean(),
});

/** A line of what was said before this job took the call over. */
export type EarlierItem = z.infer<typeof transcriptItemSchema>;

const refusal = <const Outcomes extends readonly string[]>(outcomes: Outcomes) =>
  z.object({ outcome: z.enum(outcomes) });

export const activateAnswerSchema = z.union([
  z
    .object({
      outcome: z.literal('active'),
      voice_session_id: z.uuid(),
      user_id: z.uuid().nullish(),
      user_display_name: z.string().nullish(),
      assistant: assistantSchema,
      used_ms: durationMs,
      held_ms: durationMs,
      remaining_ms: durationMs,
      sequence: countOf,
      is_resumed: z.boolean(),
      transcript: z.array(transcriptItemSchema).nullish(),
    })
    .transform((row) => ({
      outcome: row.outcome,
      voiceSessionId: row.voice_session_id,
      userDisplayName: row.user_display_name ?? null,
      assistant: row.assistant,
      usedMs: row.used_ms,
      heldMs: row.held_ms,
      remainingMs: row.remaining_ms,
      sequence: row.sequence,
      isResumed: row.is_resumed,
      transcript: row.transcript ?? [],
    })),
  refusal(['fenced', 'ended', 'not_found']),
]);

/** What this call is: its assistant, its time, what was said before. */
export type Activation = Extract<z.infer<typeof activateAnswerSchema>, { outcome: 'active' }>;

export const extendAnswerSchema = z
  .object({
    outcome: z.enum(['extended', 'fenced', 'ended', 'not_found', 'conflict']),
    held_ms: nullableDurationMs,
    remaining_ms: nullableDurationMs,
    is_final: z.boolean().nullish(),
    end_requested_reason: endedReason,
  })
  .transform((row) => ({
    outcome: row.outcome,
    heldMs: row.held_ms ?? 0,
    remainingMs: row.remaining_ms ?? 0,
    isFinal: row.is_final ?? false,
    endRequestedReason: row.end_requested_reason,
  }));

export const captureAnswerSchema = z
  .object({
    outcome: z.enum(['captured', 'already_ended', 'fenced', 'not_found']),
    charged_ms: nullableDurationMs,
    balance_ms: nullableDurationMs,
    ended_reason: endedReason,
  })
  .transform((row) => ({
    outcome: row.outcome,
    chargedMs: row.charged_ms,
    balanceMs: row.balance_ms,
    endedReason: row.ended_reason,
  }));

/** How a call was settled. */
export type CaptureAnswer = z.infer<typeof captureAnswerSchema>;

export const handOverAnswerSchema = z
  .object({
    outcome: z.enum(['handed_over', 'end_requested', 'conflict', 'fenced', 'ended', 'not_found']),
    end_requested_reason: endedReason,
  })
  .transform((row) => ({
    outcome: row.outcome,
    endRequestedReason: row.end_requested_reason,
  }));

export const balanceAnswerSchema = z
  .object({ outcome: z.string(), remaining_ms: nullableDurationMs })
  .transform((row) => ({ outcome: row.outcome, remainingMs: row.remaining_ms }));

export const transcriptAnswerSchema = z.object({ outcome: z.string() });

export const leadAnswerSchema = z
  .object({ outcome: z.string(), lead_id: z.uuid().nullish() })
  .transform((row) => ({ outcome: row.outcome, leadId: row.lead_id ?? null }));

export const ticketAnswerSchema = z
  .object({ outcome: z.string(), ticket_id: z.uuid().nullish(), number: countOf.nullish() })
  .transform((row) => ({
    outcome: row.outcome,
    ticketId: row.ticket_id ?? null,
    number: row.number ?? null,
  }));
