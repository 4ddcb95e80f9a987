// The agent's behaviour with a scripted model: tools are called, answered and bounded.
import { initializeLogger, llm, voice } from '@livekit/agents';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAgent } from './agent.ts';
import { CONTEXT_ITEMS_MAX } from './bounded-agent.ts';
import { quietLogger } from './quiet-logger.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));

const sessions: voice.AgentSession[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

const ledger = {
  getBalance: vi.fn(async () => ({ outcome: 'ok', remainingMs: 125_000 })),
  captureLead: vi.fn(async () => ({ outcome: 'saved', leadId: crypto.randomUUID() })),
  createTicket: vi.fn(async () => ({
    outcome: 'created',
    ticketId: crypto.randomUUID(),
    number: 12,
  })),
};

function agentFor(tools: string[], earlier: Parameters<typeof createAgent>[0]['earlier'] = []) {
  return createAgent({
    assistant: { name: 'Alex', instructions: 'Be friendly.', tools },
    earlier,
    call: {
      ledger,
      remainingMs: () => 125_000,
      unreportedMs: () => 0,
      publishEvent: async () => {},
      endAfter: () => {},
      logger: quietLogger().logger,
    },
  });
}

async function sessionWith(agent: voice.Agent, script: voice.testing.FakeLLMResponse[]) {
  const session = new voice.AgentSession({ llm: new voice.testing.FakeLLM(script), vad: null });
  sessions.push(session);
  await session.start({ agent });
  return session;
}

describe('a conversation', () => {
  test('the balance tool is called and its truth is spoken', async () => {
    const answer = JSON.stringify({ remaining: '2 minutes and 5 seconds', remainingSeconds: 125 });
    const session = await sessionWith(agentFor(['get_balance']), [
      { input: 'how long', toolCalls: [{ name: 'get_balance', args: {} }] },
      { input: answer, content: 'You have 2 minutes and 5 seconds.' },
    ]);
    const result = session.run({ userInput: 'how long' });
    await result.wait();
    result.expect.nextEvent().isFunctionCall({ name: 'get_balance' });
    result.expect.nextEvent().isFunctionCallOutput({ isError: false });
    result.expect.nextEvent().isMessage({ role: 'assistant' });
    result.expect.noMoreEvents();
  });

  test('arguments out of bounds never reach the ledger', async () => {
    const session = await sessionWith(agentFor(['create_ticket']), [
      {
        input: 'flood',
        toolCalls: [
          { name: 'create_ticket', args: { subject: 'x'.repeat(5_000), description: 'y' } },
        ],
      },
    ]);
    const result = session.run({ userInput: 'flood' });
    await result.wait();
    result.expect.nextEvent().isFunctionCall({ name: 'create_ticket' });
    result.expect.nextEvent().isFunctionCallOutput({ isError: true });
    expect(ledger.createTicket).not.toHaveBeenCalled();
  });

  test('the model is given no more than the newest of a long call', async () => {
    const earlier = Array.from({ length: 200 }, (_, position) => ({
      itemId: `item-${position}`,
      position,
      speaker: 'user' as const,
      text: `line ${position}`,
      wasInterrupted: false,
      spokenAt: new Date().toISOString(),
    }));
    const model = new voice.testing.FakeLLM([{ input: 'and now', content: 'Fine.' }]);
    const chat = vi.spyOn(model, 'chat');
    const session = new voice.AgentSession({ llm: model, vad: null });
    sessions.push(session);
    await session.start({ agent: agentFor([], earlier) });
    await session.run({ userInput: 'and now' }).wait();
    const read = chat.mock.calls[0]?.[0].chatCtx.items ?? [];
    expect(read.length).toBeLessThanOrEqual(CONTEXT_ITEMS_MAX + 1);
    expect(read.map((item) => item.id)).toContain('item-199');
  });

  test('a tool the assistant does not have cannot be called', async () => {
    const session = await sessionWith(agentFor(['get_balance']), [
      { input: 'sneak', toolCalls: [{ name: 'create_ticket', args: {} }] },
    ]);
    await session.run({ userInput: 'sneak' }).wait();
    expect(ledger.createTicket).not.toHaveBeenCalled();
  });
});

describe('the agent', () => {
  test("keeps the assistant's instructions and adds the rules of calls", () => {
    const { instructions } = agentFor([]);
    expect(String(instructions)).toContain('Be friendly.');
    expect(String(instructions)).toContain('get_balance');
  });

  test('a resumed call remembers what was said, and by whom', () => {
    const line = { position: 0, wasInterrupted: false };
    const agent = agentFor(
      [],
      [
        { ...line, itemId: 'a', speaker: 'agent', text: 'Hello.' },
        { ...line, itemId: 'b', speaker: 'user', text: 'My name is John.' },
        { ...line, itemId: 'c', speaker: 'tool', text: 'get_balance' },
      ],
    );
    const said = agent.chatCtx.items
      .filter((item): item is llm.ChatMessage => item.type === 'message')
      .map(({ role, textContent }) => [role, textContent]);
    expect(said).toEqual([
      ['assistant', 'Hello.'],
      ['user', 'My name is John.'],
    ]);
  });

  test('its tools are described in a form every compatible server takes', () => {
    const tools = ['get_balance', 'capture_lead', 'create_ticket', 'end_call'];
    for (const tool of agentFor(tools).toolCtx.flatten() as llm.FunctionTool[]) {
      const schema = llm.toJsonSchema(tool.parameters, true, false) as { type?: string };
      expect(schema.type).toBe('object');
    }
  });
});
