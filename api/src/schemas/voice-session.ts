// What the api says about calls: in lists, with their receipt, and to join them.
import { z } from '@hono/zod-openapi';
import { assistantSummarySchema } from './assistant.ts';
import { durationMs, endedReason, id, moment, orNull, pageOf, timeGrantSource } from './values.ts';

/** How far a call is. */
const voiceSessionStatus = z.enum(['pending', 'active', 'ended']).openapi('VoiceSessionStatus', {
  description: 'Waiting for its agent, running, or over.',
  example: 'ended',
});

/** A call as lists show it. */
export const voiceSessionListItemSchema = z
  .object({
    id: id('The call.'),
    status: voiceSessionStatus,
    assistant: assistantSummarySchema,
    createdAt: moment('When it was asked for.'),
    startedAt: moment('When caller and agent were first together.').nullable(),
    endedAt: moment('When it ended.').nullable(),
    endedReason: orNull(endedReason),
    chargedMs: durationMs('The time it cost; null while it runs.', 84_000).nullable(),
    unbilledMs: durationMs('Time in the call that cost nothing.', 4_000).nullable(),
    transcriptPreview: z
      .string()
      .nullable()
      .openapi({ description: 'The first words the caller said.', example: 'Hi, can you…' }),
  })
  .openapi('VoiceSessionListItem');

/** A page of calls, newest first. */
export const voiceSessionPageSchema = pageOf(voiceSessionListItemSchema).openapi(
  'VoiceSessionPage',
);

const leadSchema = z
  .object({
    id: id('The lead.'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    interest: z.string().nullable(),
  })
  .openapi('Lead');

const ticketSchema = z
  .object({
    id: id('The ticket.'),
    number: z.int().min(1).openapi({ description: 'As the agent said it.', example: 7 }),
    subject: z.string(),
  })
  .openapi('Ticket');

/** A call with its receipt. */
export const voiceSessionSchema = voiceSessionListItemSchema
  .extend({
    balanceBeforeMs: durationMs('The balance before it was charged.', 600_000).nullable(),
    balanceAfterMs: durationMs('The balance after it was charged.', 516_000).nullable(),
    timeGrantsUsed: z
      .array(
        z.object({
          timeGrantId: id('The time grant.'),
          source: timeGrantSource,
          amountMs: durationMs('What this call took of it.', 84_000),
        }),
      )
      .openapi({ description: 'What paid for it, in the order it was used up.' }),
    leads: z.array(leadSchema),
    tickets: z.array(ticketSchema),
  })
  .openapi('VoiceSession');

/** What joining a room needs: the token opens one room, for the microphone alone. */
const joinFields = {
  serverUrl: z
    .string()
    .openapi({ description: 'The LiveKit server.', example: 'ws://127.0.0.1:7880' }),
  token: z.string().openapi({ description: 'LiveKit join token of this user and room.' }),
  roomName: z.string().openapi({ example: 'call-c56a4180-65aa-42ec-a945-5fd21dec0538' }),
  tokenExpiresAt: moment('Until when one may join with it; joined calls run on.'),
};

/** A fresh token for a running call. */
export const joinTokenSchema = z.object(joinFields).openapi('JoinToken');

/** A call just made, and what joining it needs. */
export const createdVoiceSessionSchema = z
  .object({
    id: id('The call.'),
    status: voiceSessionStatus,
    assistant: assistantSummarySchema,
    ...joinFields,
    availableMs: durationMs('What is left for this and further calls.', 600_000),
    createdAt: moment('When it was made.'),
  })
  .openapi('CreatedVoiceSession');

/** One utterance of a stored transcript. */
export const transcriptItemSchema = z
  .object({
    id: z.string().openapi({ description: 'The utterance.', example: 'item_5f0c' }),
    speaker: z.enum(['user', 'agent', 'tool']).openapi({ example: 'user' }),
    text: z.string().openapi({ example: 'How many minutes do I have left?' }),
    wasInterrupted: z.boolean().openapi({ description: 'Cut off by the caller.' }),
    spokenAt: moment('When it began.'),
  })
  .openapi('TranscriptItem');

/** The stored transcript of a call, in order. */
export const transcriptSchema = z
  .object({ items: z.array(transcriptItemSchema) })
  .openapi('Transcript');

/** What came of a client saying that the agent vanished. */
export const agentRequestSchema = z
  .object({
    outcome: z.enum(['dispatched', 'agent_present', 'ended', 'too_soon']).openapi({
      description:
        'Another agent was sent; the agent is there; the call is over; one is on its way already.',
      example: 'dispatched',
    }),
    epoch: z.int().min(1).openapi({ description: 'Counts the agents of this call.', example: 2 }),
  })
  .openapi('AgentRequest');
