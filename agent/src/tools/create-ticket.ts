// Lets the agent open a support ticket and tell its number.
import { llm } from '@livekit/agents';
import { z } from 'zod';
import { type CallTools, type ToolBudget, toolCallKey } from './call-tools.ts';

const parameters = z.object({
  subject: z.string().trim().min(1).max(200).describe('The problem in a few words.'),
  description: z
    .string()
    .trim()
    .min(1)
    .max(4_000)
    .describe('What the caller told about the problem, in full.'),
});

/** Opens the ticket once per tool call and tells the client. */
export function createTicketTool(call: CallTools, budget: ToolBudget) {
  return llm.tool({
    name: 'create_ticket',
    description:
      'Opens a support ticket. Ask what the problem is first; afterwards tell the caller the ' +
      'ticket number.',
    parameters,
    execute: async (ticket, { toolCallId }) => {
      budget.spend();
      const key = await toolCallKey(toolCallId, ticket);
      const { outcome, ticketId, number } = await call.ledger.createTicket(key, ticket);
      const isOpen = outcome === 'created' || outcome === 'replayed';
      if (!isOpen || ticketId === null || number === null) {
        call.logger.warn({ outcome }, 'ticket was not created');
        return { created: false, problem: 'The ticket could not be created now.' };
      }
      const { subject } = ticket;
      await call.publishEvent({ type: 'ticket_created', ticketId, number, subject });
      return { created: true, number, subject };
    },
  });
}
