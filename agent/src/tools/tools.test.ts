// What the tools promise: they act on their own call, write once, and never let an outage through.
import type { llm } from '@livekit/agents';
import type { CallEvent } from '@mindbot/platform/call-events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { quietLogger } from '../quiet-logger.ts';
import { type CallTools, MAX_TOOL_CALLS } from './call-tools.ts';
import { createTools } from './index.ts';

const leadId = '11111111-1111-4111-8111-111111111111';
const ticketId = '22222222-2222-4222-8222-222222222222';

const events: CallEvent[] = [];
const ledger = {
  getBalance: vi.fn(async () => ({ outcome: 'ok', remainingMs: 600_000 as number | null })),
  captureLead: vi.fn(async () => ({ outcome: 'saved', leadId: leadId as string | null })),
  createTicket: vi.fn(async () => ({
    outcome: 'created',
    ticketId: ticketId as string | null,
    number: 7 as number | null,
  })),
};
const endAfter = vi.fn();

function toolsOf(names: string[]) {
  const call: CallTools = {
    ledger,
    remainingMs: () => 59_000,
    unreportedMs: () => 4_000,
    publishEvent: async (event) => void events.push(event),
    endAfter,
    logger: quietLogger().logger,
  };
  return createTools(names, call);
}

async function run(name: string, args: unknown = {}, toolCallId = 'call_1'): Promise<unknown> {
  const [tool] = toolsOf([name]);
  const options = { toolCallId, ctx: { speechHandle: { id: 'speech_1' } } };
  return (tool as llm.FunctionTool).execute(args as never, options as never);
}

beforeEach(() => {
  events.length = 0;
  vi.clearAllMocks();
});

describe('get_balance', () => {
  test('says what the ledger knows less what it has not heard yet', async () => {
    expect(await run('get_balance')).toEqual({
      remaining: '9 minutes and 56 seconds',
      remainingSeconds: 596,
    });
  });

  test('falls back to the count of the call when the ledger is away', async () => {
    ledger.getBalance.mockRejectedValueOnce(new Error('away'));
    expect(await run('get_balance')).toEqual({ remaining: '59 seconds', remainingSeconds: 59 });
  });
});

describe('capture_lead', () => {
  const details = { name: 'John Smith', phone: '5551234', interest: 'premium plan' };

  test('saves the details and tells the client', async () => {
    expect(await run('capture_lead', details)).toEqual({ saved: true, name: 'John Smith' });
    expect(events).toEqual([{ type: 'lead_saved', leadId, name: 'John Smith' }]);
  });

  test('asks for what is missing instead of saving half', async () => {
    const result = await run('capture_lead', { name: 'John', email: '', interest: '' });
    expect(result).toMatchObject({ saved: false });
    expect(ledger.captureLead).not.toHaveBeenCalled();
  });

  test('tells the model when the ledger finds the details implausible', async () => {
    ledger.captureLead.mockResolvedValueOnce({ outcome: 'invalid', leadId: null });
    expect(await run('capture_lead', details)).toMatchObject({ saved: false });
    expect(events).toEqual([]);
  });

  test('writes a repeated request once, and other content under a reused id twice', async () => {
    await run('capture_lead', details);
    await run('capture_lead', details);
    await run('capture_lead', { ...details, phone: '5559999' });
    const [first, second, third] = ledger.captureLead.mock.calls.map(([key]: unknown[]) => key);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
    expect(String(first).length).toBeLessThanOrEqual(128);
  });
});

describe('create_ticket', () => {
  const ticket = { subject: 'Headset', description: 'It does not work' };

  test('opens the ticket, answers its number and tells the client', async () => {
    expect(await run('create_ticket', ticket)).toMatchObject({ created: true, number: 7 });
    expect(events).toEqual([{ type: 'ticket_created', ticketId, number: 7, subject: 'Headset' }]);
  });

  test('admits when no ticket was created', async () => {
    ledger.createTicket.mockResolvedValueOnce({
      outcome: 'limit_reached',
      ticketId: null,
      number: null,
    });
    expect(await run('create_ticket', ticket)).toMatchObject({ created: false });
  });
});

test('end_call ends after the reply in which it was called', async () => {
  await run('end_call');
  expect(endAfter).toHaveBeenCalledWith({ id: 'speech_1' });
});

describe('the set of tools', () => {
  test('holds what the assistant names, once, and skips the unknown', () => {
    const tools = toolsOf(['end_call', 'drop_tables', 'end_call', 'toString', 'get_balance']);
    expect(tools.map(({ name }) => name)).toEqual(['end_call', 'get_balance']);
  });

  test('takes no word from the model on whose call, account or time it is', () => {
    const names = ['get_balance', 'capture_lead', 'create_ticket', 'end_call'];
    const asked = (toolsOf(names) as llm.FunctionTool[]).flatMap(({ name, parameters }) =>
      Object.keys((parameters as { shape?: object }).shape ?? {}).map(
        (field) => `${name}: ${field}`,
      ),
    );
    expect(asked).toEqual([
      ...['capture_lead: name', 'capture_lead: email', 'capture_lead: phone'],
      ...['capture_lead: interest', 'create_ticket: subject', 'create_ticket: description'],
    ]);
  });

  test('refuses more calls than one conversation needs', async () => {
    const [tool] = toolsOf(['get_balance']) as llm.FunctionTool[];
    const once = () => tool?.execute({}, { toolCallId: 'x' } as never);
    for (let count = 0; count < MAX_TOOL_CALLS; count += 1) await once();
    await expect(once()).rejects.toThrow('used its tools up');
  });
});
