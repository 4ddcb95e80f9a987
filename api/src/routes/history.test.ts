// What is left of calls: receipt, list, transcript, and its deletion; one's own alone.
import { describe, expect, test } from 'vitest';
import { hadCall } from '../testing/history.ts';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();
const path = '/api/v1/voice-sessions';

describe('a receipt', () => {
  test('says what the call cost and which cards paid for it', async () => {
    const user = await api.db.signUp();
    const promo = await api.db.call('grant_time', {
      p_account_id: user.accountId,
      p_idempotency_key: `promo-${user.userId}`,
      p_source: 'promo',
      p_granted_ms: 5_000,
      p_priority: 10,
      p_expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { id } = await hadCall(api, { user, usedMs: 12_000 });
    const { status, body } = await api.ask('GET', `${path}/${id}`, { user });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'ended',
      assistant: { slug: 'alex' },
      endedReason: 'agent_ended',
      chargedMs: 12_000,
      unbilledMs: 700,
      balanceBeforeMs: 605_000,
      balanceAfterMs: 593_000,
      timeGrantsUsed: [
        { timeGrantId: promo.time_grant_id, source: 'promo', amountMs: 5_000 },
        { source: 'trial', amountMs: 7_000 },
      ],
    });
  });

  test('names the lead and the ticket that came of it', async () => {
    const { user, id } = await startCall(api);
    const worker = api.db.asWorker({ voiceSessionId: id, epoch: 1 });
    await worker.call('worker_capture_lead', {
      p_tool_call_id: 'tool-1',
      p_name: 'Ada',
      p_email: 'ada@example.org',
      p_phone: null as never,
      p_interest: 'engines',
    });
    await worker.call('worker_create_ticket', {
      p_tool_call_id: 'tool-2',
      p_subject: 'No sound',
      p_description: 'It is quiet.',
    });
    const { body } = await api.ask('GET', `${path}/${id}`, { user });
    expect(body.leads).toMatchObject([
      { name: 'Ada', email: 'ada@example.org', phone: null, interest: 'engines' },
    ]);
    expect(body.tickets).toMatchObject([{ number: 1, subject: 'No sound' }]);
  });

  test('of a running call has no price yet', async () => {
    const { user, id } = await startCall(api, { usedMs: 3_000 });
    const { body } = await api.ask('GET', `${path}/${id}`, { user });
    expect(body).toMatchObject({
      status: 'active',
      chargedMs: null,
      unbilledMs: null,
      endedReason: null,
      balanceBeforeMs: null,
      balanceAfterMs: null,
      timeGrantsUsed: [],
    });
  });
});

describe('the list of calls', () => {
  test('shows one page after the other, newest first, each call once', async () => {
    const user = await api.db.signUp();
    const ids: string[] = [];
    for (let call = 0; call < 5; call += 1) ids.unshift((await hadCall(api, { user })).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.ask('GET', `${path}?limit=2${cursor}`, { user });
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('takes every moment a calendar knows, though the database knows fewer', async () => {
    const { user, id } = await hadCall(api);
    const list = (from: string, to: string) =>
      api.ask('GET', `${path}?from=${from}&to=${encodeURIComponent(to)}`, { user });
    const all = await list('0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59');
    expect(all.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    expect((await list('2161-09-24T17:31:21-19:51', '9999-12-31T00:00:00Z')).body.items).toEqual(
      [],
    );
  });

  test("never shows another user's call, nor to an admin of the organization", async () => {
    const admin = await api.db.signUp();
    await api.db.rows(`update memberships set role = 'admin' where user_id = $1`, [admin.userId]);
    const { id } = await hadCall(api, { said: ['A secret'] });
    const { body } = await api.ask('GET', path, { user: admin });
    expect(body).toEqual({ items: [], nextCursor: null });
    expect((await api.ask('GET', `${path}/${id}`, { user: admin })).status).toBe(404);
    expect((await api.ask('GET', `${path}/${id}/transcript`, { user: admin })).status).toBe(404);
  });

  test('finds the words that were said, taken literally', async () => {
    const user = await api.db.signUp();
    const invoice = await hadCall(api, { user, said: ['My INVOICE is 50% too high', 'Oh'] });
    await hadCall(api, { user, said: ['The weather_today', 'Sunny'] });
    const find = async (query: string) => {
      const { body } = await api.ask('GET', `${path}?query=${encodeURIComponent(query)}`, { user });
      return body.items.map((item: { id: string }) => item.id);
    };
    expect(await find('invoice')).toEqual([invoice.id]);
    expect(await find('50%')).toEqual([invoice.id]);
    expect(await find('5%high')).toEqual([]);
    expect(await find('weather today')).toEqual([]);
    expect(await find("'; drop table voice_sessions; --")).toEqual([]);
  });

  test('keeps to the days asked for', async () => {
    const user = await api.db.signUp();
    await hadCall(api, { user });
    const count = async (query: string) =>
      (await api.ask('GET', `${path}?${query}`, { user })).body.items.length;
    expect(await count('from=2020-01-01T00:00:00Z')).toBe(1);
    expect(await count('to=2020-01-01T00:00:00Z')).toBe(0);
    expect(await count('from=2999-01-01T00:00:00%2B02:00')).toBe(0);
  });

  test('tells the first words of the caller', async () => {
    const { user } = await hadCall(api, { said: ['Good morning', 'Hello'] });
    const { body } = await api.ask('GET', path, { user });
    expect(body.items[0].transcriptPreview).toBe('Good morning');
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'cursor=garbage',
    'cursor=W10',
    'from=yesterday',
    `query=${'x'.repeat(201)}`,
  ])('refuses %s', async (query) => {
    const user = await api.db.signUp();
    const { status, body } = await api.ask('GET', `${path}?${query}`, { user });
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors[0].path).toMatch(/^query\./);
  });
});

describe('a transcript', () => {
  test('is everything said, in order', async () => {
    const { user, id } = await hadCall(api, { said: ['One', 'Two', 'Three'] });
    const { body } = await api.ask('GET', `${path}/${id}/transcript`, { user });
    expect(body.items).toMatchObject([
      { speaker: 'user', text: 'One', wasInterrupted: false },
      { speaker: 'agent', text: 'Two' },
      { speaker: 'user', text: 'Three', spokenAt: '2026-11-21T09:40:02.000Z' },
    ]);
  });

  test('is deleted for good, and the time stays', async () => {
    const { user, id } = await hadCall(api, { said: ['A secret', 'Indeed'] });
    const deleted = await api.send('DELETE', `${path}/${id}`, { user });
    expect(deleted.status).toBe(204);
    expect((await api.send('DELETE', `${path}/${id}`, { user })).status).toBe(204);
    const transcript = await api.ask('GET', `${path}/${id}/transcript`, { user });
    expect(transcript.body).toEqual({ items: [] });
    const { body } = await api.ask('GET', `${path}/${id}`, { user });
    expect(body).toMatchObject({ chargedMs: 12_000, transcriptPreview: null });
  });

  test('of a running call is not deleted', async () => {
    const { user, id } = await startCall(api);
    const { status, body } = await api.ask('DELETE', `${path}/${id}`, { user });
    expect([status, body.code]).toEqual([409, 'call_not_ended']);
  });
});
