// What an agent's writes promise: transcript, usage, leads and tickets, bounded and once each.
import { describe, expect, test } from 'vitest';
import {
  capture,
  MINUTE_MS,
  SECOND_MS,
  startCall,
  type TestCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

async function startAnyCall(): Promise<TestCall & { userId: string }> {
  const user = await context.db.signUp();
  return { ...(await startCall(context.db, user.userId)), userId: user.userId };
}

const item = (itemId: string, position: number, change: object = {}) => ({
  itemId,
  position,
  speaker: 'user',
  text: `said ${itemId}`,
  wasInterrupted: false,
  spokenAt: '2026-01-01T00:00:00Z',
  ...change,
});

const addItems = (call: TestCall, items: unknown) =>
  call.worker.call('worker_add_transcript_items', { p_items: items as never });

const itemsOf = ({ voiceSessionId }: TestCall) =>
  context.db.rows('select * from transcript_items where voice_session_id = $1 order by position', [
    voiceSessionId,
  ]);

describe('worker_add_transcript_items', () => {
  test('saves items and replaces those saved before', async () => {
    const call = await startAnyCall();
    expect(await addItems(call, [item('a', 0), item('b', 1, { speaker: 'agent' })])).toEqual({
      outcome: 'saved',
      count: 2,
    });
    const changed = item('b', 1, { speaker: 'agent', text: 'said h', wasInterrupted: true });
    await addItems(call, [changed, item('c', 2, { speaker: 'tool' })]);
    expect(await itemsOf(call)).toMatchObject([
      { item_id: 'a', speaker: 'user', text: 'said a', was_interrupted: false },
      { item_id: 'b', speaker: 'agent', text: 'said h', was_interrupted: true },
      { item_id: 'c', speaker: 'tool' },
    ]);
  });

  test('keeps the last of several versions of one item', async () => {
    const call = await startAnyCall();
    await addItems(call, [item('a', 0, { text: 'first' }), item('a', 0, { text: 'last' })]);
    expect(await itemsOf(call)).toMatchObject([{ text: 'last' }]);
  });

  test('cuts a text at 8,000 characters', async () => {
    const call = await startAnyCall();
    await addItems(call, [item('a', 0, { text: 'é'.repeat(9000) })]);
    const [saved] = await itemsOf(call);
    expect(saved?.text).toBe('é'.repeat(8000));
  });

  test.each([
    ['no list', { itemId: 'a' }],
    ['null', null],
    ['a list of garbage', ['a']],
    ['no id', [item('', 0)]],
    ['a long id', [item('a'.repeat(129), 0)]],
    ['a negative position', [item('a', -1)]],
    ['a broken position', [item('a', 0.5)]],
    ['an unknown speaker', [item('a', 0, { speaker: 'system' })]],
    ['no text', [item('a', 0, { text: null })]],
    ['a bad moment', [item('a', 0, { spokenAt: 'yesterday-ish' })]],
    ['a bad flag', [item('a', 0, { wasInterrupted: 'yes' })]],
    ['too many', Array.from({ length: 201 }, (_, index) => item(`i${index}`, index))],
    ['one bad among good', [item('a', 0), item('b', 1, { speaker: 'x' })]],
  ])('refuses %s and saves nothing', async (_case, items) => {
    const call = await startAnyCall();
    expect(await addItems(call, items)).toEqual({ outcome: 'invalid', count: 0 });
    expect(await itemsOf(call)).toEqual([]);
  });

  test('accepts an empty list', async () => {
    expect(await addItems(await startAnyCall(), [])).toEqual({ outcome: 'saved', count: 0 });
  });

  test('keeps at most 2,000 items of a call', async () => {
    const { db } = context;
    const call = await startAnyCall();
    await db.rows(
      `insert into transcript_items (voice_session_id, item_id, position, speaker, text, spoken_at)
       select $1, 'i' || n, n, 'user', 'x', now() from generate_series(1, 1999) n`,
      [call.voiceSessionId],
    );
    expect(await addItems(call, [item('new', 2000)])).toMatchObject({ outcome: 'saved' });
    expect(await addItems(call, [item('more', 2001)])).toMatchObject({
      outcome: 'limit_reached',
    });
    expect(await addItems(call, [item('new', 2000)])).toMatchObject({ outcome: 'saved' });
  });

  test('accepts what was said until a minute after the end', async () => {
    const { db } = context;
    const call = await startAnyCall();
    await capture(db, call.voiceSessionId, SECOND_MS);
    await db.passTime(58 * SECOND_MS);
    expect(await addItems(call, [item('a', 0)])).toMatchObject({ outcome: 'saved' });
    await db.passTime(3 * SECOND_MS);
    expect(await addItems(call, [item('b', 1)])).toMatchObject({ outcome: 'ended' });
  });
});

describe('worker_record_usage', () => {
  test('keeps usage and summary, until five minutes after the end', async () => {
    const { db } = context;
    const call = await startAnyCall();
    const record = (usage: unknown, summary: string | null) =>
      call.worker.call('worker_record_usage', { p_usage: usage as never, p_summary: summary });
    expect(await record({ llmTokens: 12 }, 'a'.repeat(5000))).toEqual({ outcome: 'saved' });
    await capture(db, call.voiceSessionId, 0);
    expect(await record({ llmTokens: 34 }, null)).toEqual({ outcome: 'saved' });
    const saved = await db.row<{ usage: object; summary: string }>(
      'select usage, summary from voice_sessions where id = $1',
      [call.voiceSessionId],
    );
    expect(saved.usage).toEqual({ llmTokens: 34 });
    expect(saved.summary).toHaveLength(4000);
    expect(await record([], null)).toEqual({ outcome: 'invalid' });
    expect(await record({ text: 'a'.repeat(17_000) }, null)).toEqual({ outcome: 'invalid' });
    await db.passTime(6 * MINUTE_MS);
    expect(await record({}, null)).toEqual({ outcome: 'ended' });
  });
});

describe('worker_capture_lead', () => {
  const save = (call: TestCall, toolCallId: string, change: object = {}) =>
    call.worker.call('worker_capture_lead', {
      p_tool_call_id: toolCallId,
      p_name: 'Ann Lee',
      p_email: 'Ann@Example.com ',
      p_phone: '+41 79 555 12 34',
      p_interest: 'a yearly plan',
      ...change,
    });

  test("saves a lead once per tool call, tidied and with the caller's identity", async () => {
    const { db } = context;
    const call = await startAnyCall();
    const saved = await save(call, 't1');
    expect(saved.outcome).toBe('saved');
    expect(await save(call, 't1')).toEqual({ ...saved, outcome: 'replayed' });
    expect(await save(call, 't1', { p_name: 'Bob' })).toMatchObject({ outcome: 'conflict' });
    const lead = await db.row('select * from leads where id = $1', [saved.lead_id]);
    expect(lead).toMatchObject({
      voice_session_id: call.voiceSessionId,
      user_id: call.userId,
      name: 'Ann Lee',
      email: 'ann@example.com',
      phone: '+41 79 555 12 34',
      interest: 'a yearly plan',
    });
  });

  test.each([
    ['no name', { p_name: '  ' }],
    ['neither email nor phone', { p_email: null, p_phone: '' }],
    ['an email that is none', { p_email: 'ann at example' }],
    ['a phone that is none', { p_phone: 'call me' }],
    ['no tool call', { p_tool_call_id: '' }],
  ])('refuses %s', async (_case, change) => {
    const call = await startAnyCall();
    expect(await save(call, 't', change)).toEqual({ outcome: 'invalid', lead_id: null });
  });

  test('saves either of email and phone, and no more than twenty a call', async () => {
    const call = await startAnyCall();
    expect(await save(call, 'e', { p_phone: null })).toMatchObject({ outcome: 'saved' });
    expect(await save(call, 'p', { p_email: null })).toMatchObject({ outcome: 'saved' });
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, index) => save(call, `t${index}`)),
    );
    expect(results.filter(({ outcome }) => outcome === 'saved')).toHaveLength(18);
    expect(results.filter(({ outcome }) => outcome === 'limit_reached')).toHaveLength(7);
  });
});

describe('worker_create_ticket', () => {
  const open = (call: TestCall, toolCallId: string, change: object = {}) =>
    call.worker.call('worker_create_ticket', {
      p_tool_call_id: toolCallId,
      p_subject: 'No sound',
      p_description: 'The agent cannot be heard.',
      ...change,
    });

  test('opens a ticket once per tool call', async () => {
    const call = await startAnyCall();
    const opened = await open(call, 't1');
    expect(opened.outcome).toBe('created');
    expect(await open(call, 't1')).toEqual({ ...opened, outcome: 'replayed' });
    expect(await open(call, 't1', { p_subject: 'Other' })).toMatchObject({
      outcome: 'conflict',
    });
  });

  test('numbers tickets of an organization without gap or repetition, also at once', async () => {
    const { db } = context;
    const calls = await Promise.all(Array.from({ length: 5 }, startAnyCall));
    await Promise.all(
      calls.flatMap((call) => ['a', 'b', 'c'].map((toolCallId) => open(call, toolCallId))),
    );
    const tickets = await db.rows<{ number: number }>('select number from tickets order by number');
    expect(tickets.map(({ number }) => number)).toEqual(tickets.map((_, index) => index + 1));
    expect(tickets.length).toBeGreaterThanOrEqual(15);
  });

  test.each([
    ['no subject', { p_subject: ' ' }],
    ['no description', { p_description: null }],
    ['no tool call', { p_tool_call_id: null }],
  ])('refuses %s', async (_case, change) => {
    const call = await startAnyCall();
    expect(await open(call, 't', change)).toEqual({
      outcome: 'invalid',
      ticket_id: null,
      number: null,
    });
  });

  test('opens no more than twenty a call', async () => {
    const call = await startAnyCall();
    const results = await Promise.all(
      Array.from({ length: 22 }, (_, index) => open(call, `t${index}`)),
    );
    expect(results.filter(({ outcome }) => outcome === 'limit_reached')).toHaveLength(2);
  });
});
