// Reads an OpenAI chat request as a conversation: what was said last, before, and by which tools.
import { z } from 'zod';

const textPart = z.object({ type: z.string(), text: z.string().optional() });
const content = z
  .union([z.string(), z.array(textPart)])
  .nullish()
  .transform((value) =>
    typeof value === 'string' ? value : (value ?? []).map(({ text }) => text ?? '').join(' '),
  );
const toolCall = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

/** One message of a chat request; unknown fields are ignored, as every compatible server does. */
export const messageSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content,
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});

const parameters = z
  .object({
    properties: z.record(z.string(), z.unknown()).default({}),
    required: z.array(z.string()).default([]),
  })
  .loose();

/** One tool of a chat request. */
export const toolSchema = z.object({
  type: z.literal('function'),
  function: z.object({ name: z.string(), parameters: parameters.nullish() }),
});

export type Message = z.infer<typeof messageSchema>;
export type Tool = z.infer<typeof toolSchema>;

/** What a tool answered to the assistant's last message. */
export type ToolResult = { name: string; text: string; data: Record<string, unknown> };

/** A conversation at the moment the assistant has to answer. */
export type Conversation = {
  /** What the caller said last: trimmed, as it was written. Empty when they said nothing yet. */
  said: string;
  /** The same in lower case, without punctuation at the ends of words. */
  heard: string;
  /** Their words before that, when the assistant has said nothing since: half a sentence, perhaps. */
  saidBefore: string;
  /** Everything the caller said, oldest first, each with the tools called before it. */
  turns: { said: string; heard: string; toolsBefore: string[] }[];
  /** What the assistant said last; empty at the start. */
  assistantSaid: string;
  /** The assistant's name as its instructions give it, or null. */
  assistantName: string | null;
  /** Results that came in after the caller's last words: the assistant must now speak of them. */
  results: ToolResult[];
  /** Tools on offer, by name. */
  tools: Map<string, Tool>;
};

const NAME_IN_INSTRUCTIONS =
  /\b(?:[Yy]our name is|[Yy]ou are) ((?:Dr\. |Mr\. |Ms\. )?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?)/;

/** Lower case, without punctuation that recognized speech does not have. */
export const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[,;:!?"()]+/g, ' ')
    .replace(/\.(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function parseResult(text: string): Record<string, unknown> {
  try {
    let value: unknown = JSON.parse(text);
    // A tool that answers with text has it quoted, and that text may be JSON again.
    if (typeof value === 'string') value = JSON.parse(value);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function unquote(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** Puts a request's messages into the shape intents read. */
export function readConversation(messages: Message[], tools: Tool[]): Conversation {
  const conversation: Conversation = {
    said: '',
    heard: '',
    saidBefore: '',
    turns: [],
    assistantSaid: '',
    assistantName: null,
    results: [],
    tools: new Map(tools.map((tool) => [tool.function.name, tool])),
  };
  const nameOfCall = new Map<string, string>();
  const called: string[] = [];
  let isUnanswered = false;
  for (const message of messages) {
    const text = message.content.trim();
    if (message.role === 'user') {
      conversation.saidBefore = isUnanswered
        ? `${conversation.saidBefore} ${conversation.said}`
        : '';
      isUnanswered = true;
      conversation.said = text;
      conversation.heard = normalize(text);
      conversation.turns.push({ said: text, heard: normalize(text), toolsBefore: [...called] });
      conversation.results = [];
    } else if (message.role === 'assistant') {
      if (text !== '') conversation.assistantSaid = text;
      isUnanswered = false;
      for (const call of message.tool_calls ?? []) {
        nameOfCall.set(call.id, call.function.name);
        called.push(call.function.name);
      }
    } else if (message.role === 'tool') {
      const name = nameOfCall.get(message.tool_call_id ?? '') ?? '';
      conversation.results.push({ name, text: unquote(text), data: parseResult(text) });
    } else {
      conversation.assistantName ??= NAME_IN_INSTRUCTIONS.exec(text)?.[1] ?? null;
    }
  }
  return conversation;
}
