// What each thing the sandbox can talk about has to say of itself.
import type { Conversation, ToolResult } from './conversation.ts';

/** A tool the assistant wants called. */
export type WantedCall = { name: string; arguments: Record<string, unknown> };

/** The assistant's answer: something to say, or a tool to call. */
export type Reply = { say: string } | { call: WantedCall };

/** One thing callers ask for. */
export type Intent = {
  name: string;
  /** Whether the caller's last words are about this. Intents are asked in the table's order. */
  matches: (conversation: Conversation) => boolean;
  reply: (conversation: Conversation) => Reply;
  /** The tool it calls, if it calls one, and how its result is told. */
  tool?: { name: string; tell: (result: ToolResult) => string };
};

/** Whether the caller may be served by a tool at all: an assistant may lack it. */
export const offers = (conversation: Conversation, toolName: string): boolean =>
  conversation.tools.has(toolName);
