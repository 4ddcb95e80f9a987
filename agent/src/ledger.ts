// The only SQL functions a worker may call, each acting on the token's own call and nothing else.

import { setTimeout as delay } from 'node:timers/promises';
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import { inClientSpan } from '@mindbot/platform/tracing';
import type { Database, Json } from '@mindbot/supabase/database.types';
import { createClient } from '@supabase/supabase-js';
import { z } from 'zod';
import {
  activateAnswerSchema,
  balanceAnswerSchema,
  captureAnswerSchema,
  extendAnswerSchema,
  handOverAnswerSchema,
  leadAnswerSchema,
  ticketAnswerSchema,
  transcriptAnswerSchema,
} from './ledger-answers.ts';
import { describeAnswer, describeCall } from './ledger-spans.ts';

type Functions = Database['public']['Functions'];
/** The functions granted to the worker's role; generated, so that SQL and this file cannot drift. */
type WorkerFunction = Extract<keyof Functions, `worker_${string}`>;

/** How long one question to the database may take. */
const TIMEOUT_MS = 3_000;
/** A tool's write is tried again within this time: what it wrote may be there, its answer lost. */
const INSIST_MS = 4_000;
const INSIST_DELAY_MS = 250;

/** Thrown when no valid answer came: the database is away, refuses the token, or is not ours. */
export class LedgerUnreachableError extends Error {
  override name = 'LedgerUnreachableError';
}

/** A line of what was said, as saved. `spokenAt` is an ISO moment. */
export type TranscriptItem = {
  itemId: string;
  position: number;
  speaker: 'user' | 'agent' | 'tool';
  text: string;
  wasInterrupted: boolean;
  spokenAt: string;
};

/** Something that happened in a call `agoMs` ago; `sequence` counts within the job. */
export type StoryEvent = {
  sequence: number;
  agoMs: number;
  kind: string;
  detail: Record<string, string | number | boolean>;
};

/** Contact details a caller left; at least an email address or a phone number. */
export interface LeadDetails {
  name: string;
  email: string | null;
  phone: string | null;
  interest: string;
}

/** How to reach the database as this call's worker. */
export interface LedgerOptions {
  url: string;
  publishableKey: string;
  workerToken: string;
  /** What this process calls itself: a UUID no other has. */
  processId: string;
  timeoutMs?: number;
}

/** Every method rejects with {@link LedgerUnreachableError} when no valid answer came. */
export type Ledger = ReturnType<typeof createLedger>;

/** Connects nothing yet: each method is one HTTP request with its own timeout. */
export function createLedger(options: LedgerOptions) {
  const client = createClient<Database>(options.url, options.publishableKey, {
    accessToken: async () => options.workerToken,
    auth: { persistSession: false, autoRefreshToken: false },
  });

  function call<Name extends WorkerFunction, Schema extends z.ZodType>(
    name: Name,
    parameters: Functions[Name]['Args'],
    schema: Schema,
    cancel?: AbortSignal,
  ): Promise<z.infer<Schema>> {
    return inClientSpan(`sql ${name}`, describeCall(name), async (span) => {
      const answer = await ask(name, parameters, schema, cancel);
      span?.setAttributes(describeAnswer(parameters, answer));
      return answer;
    });
  }

  async function ask<Name extends WorkerFunction, Schema extends z.ZodType>(
    name: Name,
    parameters: Functions[Name]['Args'],
    schema: Schema,
    cancel?: AbortSignal,
  ): Promise<z.infer<Schema>> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const signal = cancel ? AbortSignal.any([timeout, cancel]) : timeout;
    const { data, error } = await client.rpc(name, parameters).abortSignal(signal);
    if (error) throw new LedgerUnreachableError(`${name}: ${error.message}`);
    const parsed = schema.safeParse(Array.isArray(data) ? data[0] : data);
    if (!parsed.success) {
      throw new LedgerUnreachableError(`${name}: ${z.prettifyError(parsed.error)}`);
    }
    return parsed.data;
  }

  /** Asks again when no answer came: each of these writes once, by the id its caller chose. */
  async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const giveUpAtMs = performance.now() + INSIST_MS;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (performance.now() > giveUpAtMs) throw error;
        await delay(INSIST_DELAY_MS);
      }
    }
  }

  return {
    /** Takes the call over for this job's epoch, unless another process has taken it. */
    activate: () =>
      call('worker_activate', { p_process_id: options.processId }, activateAnswerSchema),

    /** Reports the cumulative used time and asks for the next lease; also the heartbeat. */
    extend: (report: { sequence: number; usedMs: number; leaseMs: number }, cancel?: AbortSignal) =>
      call(
        'worker_extend',
        { p_sequence: report.sequence, p_used_ms: report.usedMs, p_lease_ms: report.leaseMs },
        extendAnswerSchema,
        cancel,
      ),

    /** Charges the used time and ends the call. Idempotent. */
    capture: (end: { usedMs: number; reason: EndedReason; unbilledMs: number }) =>
      call(
        'worker_capture',
        { p_used_ms: end.usedMs, p_ended_reason: end.reason, p_unbilled_ms: end.unbilledMs },
        captureAnswerSchema,
      ),

    /** The last report of this job; another agent is sent to the call. Idempotent. */
    handOver: (report: { sequence: number; usedMs: number; leaseMs: number }) =>
      call(
        'worker_hand_over',
        { p_sequence: report.sequence, p_used_ms: report.usedMs, p_lease_ms: report.leaseMs },
        handOverAnswerSchema,
      ),

    /** The account's remaining time as of the last report. */
    getBalance: () => call('worker_get_balance', {}, balanceAnswerSchema),

    /** Saves lines of the transcript; a line with a known `itemId` replaces it. */
    addTranscriptItems: (items: TranscriptItem[]) =>
      call('worker_add_transcript_items', { p_items: items }, transcriptAnswerSchema),

    /** Saves contact details once for a tool call. */
    captureLead: (toolCallId: string, lead: LeadDetails) =>
      insist(() =>
        call(
          'worker_capture_lead',
          {
            p_tool_call_id: toolCallId,
            p_name: lead.name,
            p_email: lead.email,
            p_phone: lead.phone,
            p_interest: lead.interest,
          },
          leadAnswerSchema,
        ),
      ),

    /** Opens a support ticket once for a tool call. */
    createTicket: (toolCallId: string, ticket: { subject: string; description: string }) =>
      insist(() =>
        call(
          'worker_create_ticket',
          {
            p_tool_call_id: toolCallId,
            p_subject: ticket.subject,
            p_description: ticket.description,
          },
          ticketAnswerSchema,
        ),
      ),

    /** Adds to the call's story; an event whose sequence is known changes nothing. */
    recordEvents: (events: StoryEvent[]) =>
      call('worker_record_events', { p_events: events }, transcriptAnswerSchema),

    /** Saves what the call consumed of its providers. */
    recordUsage: (usage: Json, summary: string | null) =>
      call('worker_record_usage', { p_usage: usage, p_summary: summary }, transcriptAnswerSchema),
  };
}
