// What a tool may touch: its own call, through these few doors. Identity is never an argument.
import { llm, type voice } from '@livekit/agents';
import type { CallEvent } from '@mindbot/platform/call-events';
import type { Logger } from '@mindbot/platform/logging';
import type { Ledger } from '../ledger.ts';

/** The most tool calls one call may make; a model in a loop must not fill tables. */
export const MAX_TOOL_CALLS = 60;

/** The call a tool acts on. */
export interface CallTools {
  ledger: Pick<Ledger, 'getBalance' | 'captureLead' | 'createTicket'>;
  /** The time the call can still use by the meter's own count, milliseconds. */
  remainingMs: () => number;
  /** What was used since the ledger last heard, milliseconds. */
  unreportedMs: () => number;
  publishEvent: (event: CallEvent) => Promise<void>;
  /** Ends the call once this reply was heard; not when the caller interrupts it. */
  endAfter: (reply: Pick<voice.SpeechHandle, 'addDoneCallback'>) => void;
  logger: Logger;
}

/** Counts a call's tool calls and refuses those beyond the limit. */
export class ToolBudget {
  private spent = 0;

  /** @throws {llm.ToolError} which the model reads as the tool's answer. */
  spend(): void {
    this.spent += 1;
    if (this.spent > MAX_TOOL_CALLS) {
      throw new llm.ToolError('This call has used its tools up. Answer without tools.');
    }
  }
}

/**
 * The key under which a tool call writes once. A model may repeat a call id for other content;
 * with the content in the key that is another write, while a repeated request is none.
 */
export async function toolCallKey(toolCallId: string, content: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return `${toolCallId.slice(0, 80)}:${Buffer.from(digest).toString('hex').slice(0, 32)}`;
}
