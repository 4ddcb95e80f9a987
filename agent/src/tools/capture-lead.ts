// Lets a caller leave their contact details for the business.
import { llm } from '@livekit/agents';
import { z } from 'zod';
import { type CallTools, type ToolBudget, toolCallKey } from './call-tools.ts';

const parameters = z.object({
  name: z.string().trim().min(1).max(120).describe('The name the caller gave.'),
  email: z.string().trim().max(254).nullish().describe('Their email address, if given.'),
  phone: z
    .string()
    .trim()
    .max(40)
    .nullish()
    .describe('Their phone number in digits, if given, for example "5551234".'),
  interest: z.string().trim().max(2_000).nullish().describe('What they are interested in.'),
});

/** Saves the lead once per tool call and tells the client. */
export function captureLeadTool(call: CallTools, budget: ToolBudget) {
  return llm.tool({
    name: 'capture_lead',
    description:
      'Saves contact details so that a person can get in touch. Needs the name and an email ' +
      'address or a phone number: ask for what is missing, never invent it.',
    parameters,
    execute: async (args, { toolCallId }) => {
      budget.spend();
      const lead = {
        name: args.name,
        email: args.email || null,
        phone: args.phone || null,
        interest: args.interest ?? '',
      };
      if (lead.email === null && lead.phone === null) {
        return { saved: false, problem: 'An email address or a phone number is missing.' };
      }
      const key = await toolCallKey(toolCallId, lead);
      const { outcome, leadId } = await call.ledger.captureLead(key, lead);
      if ((outcome === 'saved' || outcome === 'replayed') && leadId !== null) {
        await call.publishEvent({ type: 'lead_saved', leadId, name: lead.name });
        return { saved: true, name: lead.name };
      }
      call.logger.warn({ outcome }, 'lead was not saved');
      const problem =
        outcome === 'invalid'
          ? 'The email address or phone number does not look right. Ask for it again.'
          : 'It could not be saved now.';
      return { saved: false, problem };
    },
  });
}
