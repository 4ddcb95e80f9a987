// Lets tests of intents write a conversation down as a few lines.
import { answer } from './answer.ts';
import { type Message, messageSchema, readConversation, type Tool } from './conversation.ts';
import type { WantedCall } from './intent.ts';

const toolOf = (name: string, properties: string[], required: string[] = []): Tool => ({
  type: 'function',
  function: {
    name,
    parameters: { properties: Object.fromEntries(properties.map((key) => [key, {}])), required },
  },
});

/** The tools of the seeded assistants. */
export const TOOLS: Tool[] = [
  toolOf('get_balance', []),
  toolOf('capture_lead', ['name', 'email', 'phone', 'interest'], ['name']),
  toolOf('create_ticket', ['subject', 'description'], ['subject', 'description']),
  toolOf('end_call', []),
];

/** Words of the caller (`> …`), of the assistant (`< …`), or a tool call with its result. */
export type Line = string | { tool: string; result: unknown };

function toMessages(lines: readonly Line[]): Message[] {
  return lines.flatMap((line, index) => {
    if (typeof line === 'string') {
      const role = line.startsWith('>') ? 'user' : 'assistant';
      return [messageSchema.parse({ role, content: line.slice(2) })];
    }
    const id = `call_${index}`;
    const call = { id, type: 'function', function: { name: line.tool, arguments: '{}' } };
    return [
      messageSchema.parse({ role: 'assistant', tool_calls: [call] }),
      messageSchema.parse({ role: 'tool', tool_call_id: id, content: JSON.stringify(line.result) }),
    ];
  });
}

/** What the assistant answers at the end of these lines. */
export function reply(lines: readonly Line[], tools: Tool[] = TOOLS) {
  const instructions = messageSchema.parse({
    role: 'system',
    content: 'Your name is Dr. Kim.\nYou are a teacher.',
  });
  return answer(readConversation([instructions, ...toMessages(lines)], tools));
}

/** The words the assistant says; fails the test when it calls a tool instead. */
export function said(lines: readonly Line[], tools?: Tool[]): string {
  const found = reply(lines, tools);
  if ('say' in found) return found.say;
  throw new Error(`It called ${found.call.name} instead of speaking.`);
}

/** The tool the assistant calls; fails the test when it speaks instead. */
export function called(lines: readonly Line[], tools?: Tool[]): WantedCall {
  const found = reply(lines, tools);
  if ('call' in found) return found.call;
  throw new Error(`It said "${found.say}" instead of calling a tool.`);
}
