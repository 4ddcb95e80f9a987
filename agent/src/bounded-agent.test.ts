// What the model reads stays small however long a call lasts, and keeps what matters most.
import { llm } from '@livekit/agents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundContext, CONTEXT_CHARACTERS_MAX, CONTEXT_ITEMS_MAX } from './bounded-agent.ts';

const said = (text: string, role: 'user' | 'assistant' = 'user') =>
  llm.ChatMessage.create({ role, content: text });
const rules = () => llm.ChatMessage.create({ role: 'system', content: 'The rules.' });
const toolCall = (id: string) => [
  llm.FunctionCall.create({ callId: id, name: 'get_balance', args: '{}' }),
  llm.FunctionCallOutput.create({ callId: id, name: 'get_balance', output: '9', isError: false }),
];

test('a short conversation is read as it is', () => {
  const context = new llm.ChatContext([rules(), said('Hello'), ...toolCall('a')]);
  expect(boundContext(context)).toBe(context);
});

test('of an hour of typing the model reads the rules and the newest, and the call keeps all', () => {
  const items = Array.from({ length: 1_200 }, (_, index) => said(`${index} ${'x'.repeat(1_990)}`));
  const context = new llm.ChatContext([rules(), ...items]);
  const bounded = boundContext(context).items;
  expect(bounded[0]).toMatchObject({ role: 'system' });
  expect(bounded.at(-1)).toBe(items.at(-1));
  expect(bounded.length).toBeLessThanOrEqual(1 + CONTEXT_CHARACTERS_MAX / 1_990);
  expect(context.items).toHaveLength(1_201);
});

test('many small items are bounded by their number', () => {
  const items = Array.from({ length: 500 }, () => said('a'));
  expect(boundContext(new llm.ChatContext(items)).items).toHaveLength(CONTEXT_ITEMS_MAX);
});

test('the newest is read even when it alone is too much', () => {
  const newest = said('y'.repeat(2 * CONTEXT_CHARACTERS_MAX));
  const { items } = boundContext(new llm.ChatContext([said('old'), newest]));
  expect(items).toEqual([newest]);
});

test("no tool's answer is read without its call", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 4_000 }).map((text) => [said(text)]),
    fc.uuid().map(toolCall),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => {
      const { items } = boundContext(new llm.ChatContext([rules(), ...pieces.flat()]));
      const called = new Set<string>();
      for (const item of items) {
        if (item.type === 'function_call') called.add(item.callId);
        if (item.type === 'function_call_output') expect(called).toContain(item.callId);
      }
    }),
    { numRuns: 50 },
  );
});
