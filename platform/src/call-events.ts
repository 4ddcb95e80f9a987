// The messages an agent sends its caller's client in the room, as schemas both sides can trust.
import { z } from 'zod';
import { ENDED_REASONS } from './ended-reasons.ts';

/** Topic of the lossy packets that carry the live time, and the agent attribute holding the last. */
export const TIME_TOPIC = 'mindbot.time';
/** Topic of the reliable packets that carry everything else. */
export const EVENT_TOPIC = 'mindbot.event';
/** LiveKit RPC method by which a client stops the agent's speech. */
export const INTERRUPT_RPC_METHOD = 'mindbot.interrupt';
/** LiveKit RPC method by which a client says that the account's time may have changed. */
export const RECHECK_TIME_RPC_METHOD = 'mindbot.recheck_time';

/** LiveKit RPC method by which a client tells how long the user waited for each step of joining. */
export const CLIENT_TIMINGS_RPC_METHOD = 'mindbot.client_timings';

const durationMs = z.int().min(0);
const waitMs = durationMs.max(600_000);

/** What a client tells by it, once: the steps as milliseconds after the press of the button. */
export const clientTimingsSchema = z.object({
  traceparent: z.string().max(55),
  requestedAfterMs: waitMs.optional(),
  answeredAfterMs: waitMs.optional(),
  joinedAfterMs: waitMs,
  /** Also the moment of the telling. */
  heardAfterMs: waitMs,
});

/** The live time: clients count on from it with their own monotonic clock while `isCounting`. */
export const timeEventSchema = z.object({
  type: z.literal('time'),
  remainingMs: durationMs,
  usedMs: durationMs,
  isCounting: z.boolean(),
  pausedReason: z.enum(['not_started', 'user_lost', 'provider_down']).nullable(),
  /** Grows with every packet of one job; an older packet is ignored. */
  sequence: z.int().min(0),
  at: z.iso.datetime(),
});

const lowTimeEventSchema = z.object({
  type: z.literal('low_time'),
  thresholdMs: durationMs,
  remainingMs: durationMs,
});
const timeAddedEventSchema = z.object({
  type: z.literal('time_added'),
  addedMs: durationMs,
  remainingMs: durationMs,
});
const goodbyeEventSchema = z.object({ type: z.literal('goodbye'), remainingMs: durationMs });
const leadSavedEventSchema = z.object({
  type: z.literal('lead_saved'),
  leadId: z.uuid(),
  name: z.string(),
});
const ticketCreatedEventSchema = z.object({
  type: z.literal('ticket_created'),
  ticketId: z.uuid(),
  number: z.int().min(1),
  subject: z.string(),
});
const endedEventSchema = z.object({
  type: z.literal('ended'),
  reason: z.enum(ENDED_REASONS),
  chargedMs: durationMs,
  balanceMs: durationMs,
});

/** Any message on {@link EVENT_TOPIC}. */
export const callEventSchema = z.discriminatedUnion('type', [
  lowTimeEventSchema,
  timeAddedEventSchema,
  goodbyeEventSchema,
  leadSavedEventSchema,
  ticketCreatedEventSchema,
  endedEventSchema,
]);

export type TimeEvent = z.infer<typeof timeEventSchema>;
export type CallEvent = z.infer<typeof callEventSchema>;
export type ClientTimings = z.infer<typeof clientTimingsSchema>;
