// `POST /v1/chat/completions`: a conversation in, the next words or a tool call out.
import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { answer } from '../dialogue/answer.ts';
import { messageSchema, readConversation, toolSchema } from '../dialogue/conversation.ts';
import type { Reply } from '../dialogue/intent.ts';
import { readJson } from '../read-json.ts';
import type { SpeechServices } from '../services.ts';

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(messageSchema).min(1).max(2000),
  tools: z.array(toolSchema).max(128).nullish(),
  tool_choice: z.unknown().optional(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
});

type ChatRequest = z.infer<typeof requestSchema>;

/** About what a tokenizer would count. */
const tokensIn = (text: string) => Math.ceil(text.length / 4);

function usageOf({ messages }: ChatRequest, reply: Reply) {
  const promptTokens = messages.reduce((sum, { content }) => sum + 4 + tokensIn(content), 0);
  const completionTokens = tokensIn('say' in reply ? reply.say : JSON.stringify(reply.call));
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

const callOf = (reply: Extract<Reply, { call: unknown }>) => ({
  id: `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  type: 'function' as const,
  function: { name: reply.call.name, arguments: JSON.stringify(reply.call.arguments) },
});

const finishReasonOf = (reply: Reply) => ('say' in reply ? 'stop' : 'tool_calls');

/** The pieces OpenAI would stream: the role first, then words, or a call and its arguments. */
function deltasOf(reply: Reply): Record<string, unknown>[] {
  if ('say' in reply) {
    const words = reply.say.match(/\S+\s*/g) ?? [];
    return [{ role: 'assistant', content: '' }, ...words.map((content) => ({ content }))];
  }
  const call = callOf(reply);
  const opening = { index: 0, ...call, function: { ...call.function, arguments: '' } };
  const rest = { index: 0, function: { arguments: call.function.arguments } };
  return [{ role: 'assistant', content: null, tool_calls: [opening] }, { tool_calls: [rest] }];
}

function streamReply(context: Context, request: ChatRequest, reply: Reply) {
  const common = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
  return streamSSE(context, async (output) => {
    const send = (data: object) => output.writeSSE({ data: JSON.stringify(data) });
    for (const delta of deltasOf(reply)) {
      await send({ ...common, choices: [{ index: 0, delta, finish_reason: null }] });
    }
    const finishReason = finishReasonOf(reply);
    await send({ ...common, choices: [{ index: 0, delta: {}, finish_reason: finishReason }] });
    if (request.stream_options?.include_usage) {
      await send({ ...common, choices: [], usage: usageOf(request, reply) });
    }
    await output.writeSSE({ data: '[DONE]' });
  });
}

function wholeReply(context: Context, request: ChatRequest, reply: Reply) {
  const message =
    'say' in reply
      ? { role: 'assistant', content: reply.say }
      : { role: 'assistant', content: null, tool_calls: [callOf(reply)] };
  return context.json({
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message, finish_reason: finishReasonOf(reply) }],
    usage: usageOf(request, reply),
  });
}

/** Adds the route. */
export function addChatCompletions(app: Hono, services: SpeechServices): void {
  app.post('/v1/chat/completions', async (context) => {
    const request = await readJson(context, requestSchema);
    await services.disturbances.before('llm', context.req.raw.signal);
    const startedAtMs = performance.now();
    const tools = request.tool_choice === 'none' ? [] : (request.tools ?? []);
    const reply = answer(readConversation(request.messages, tools));
    services.disturbances.note('llm', startedAtMs);
    return request.stream
      ? streamReply(context, request, reply)
      : wholeReply(context, request, reply);
  });
}
