// What a user learns of themselves: who they are, their time, and every change of it.
import { describe, expect, test } from 'vitest';
import { applySnapshot, buyCard } from '../../../supabase/tests/payment-scenario.ts';
import { hadCall } from '../testing/history.ts';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();

test('a user learns who they are', async () => {
  const user = await api.db.signUp('grace@example.org', 'Grace');
  const { status, body } = await api.ask('GET', '/api/v1/me', { user });
  expect(status).toBe(200);
  expect(body).toEqual({
    id: user.userId,
    email: 'grace@example.org',
    displayName: 'Grace',
    organization: {
      id: '00000000-0000-4000-8000-000000000001',
      slug: 'mindbot',
      name: 'MindBot',
    },
    role: 'member',
    accountId: user.accountId,
  });
});

test('the token of a deleted user is good for nothing', async () => {
  const user = await api.db.signUp();
  await api.db.rows('delete from auth.users where id = $1', [user.userId]);
  const me = await api.ask('GET', '/api/v1/me', { user });
  expect([me.status, me.body.code]).toEqual([401, 'unauthenticated']);
  const call = await api.ask('POST', '/api/v1/voice-sessions', {
    user,
    body: {},
    headers: { 'idempotency-key': 'a-key' },
  });
  expect([call.status, call.body.code]).toEqual([401, 'unauthenticated']);
});

describe('a balance', () => {
  test('of a new user is the trial', async () => {
    const user = await api.db.signUp();
    const { body } = await api.ask('GET', '/api/v1/balance', { user });
    expect(body).toMatchObject({
      accountId: user.accountId,
      postedMs: 600_000,
      heldMs: 0,
      availableMs: 600_000,
      remainingMs: 600_000,
      nextExpiryAt: null,
      timeGrants: [
        {
          source: 'trial',
          grantedMs: 600_000,
          remainingMs: 600_000,
          refundedMs: 0,
          pausedMs: 0,
          expiresAt: null,
        },
      ],
    });
  });

  test('falls while a call runs', async () => {
    const { user } = await startCall(api, { usedMs: 10_000 });
    const { body } = await api.ask('GET', '/api/v1/balance', { user });
    expect(body).toMatchObject({
      postedMs: 600_000,
      heldMs: 40_000,
      availableMs: 560_000,
      remainingMs: 590_000,
    });
  });

  test('never counts time past its expiry', async () => {
    const user = await api.db.signUp();
    await api.db.call('grant_time', {
      p_account_id: user.accountId,
      p_idempotency_key: `short-${user.userId}`,
      p_source: 'promo',
      p_granted_ms: 60_000,
      p_priority: 10,
      p_expires_at: new Date(Date.now() + 60_000).toISOString(),
    });
    expect((await api.ask('GET', '/api/v1/balance', { user })).body.postedMs).toBe(660_000);
    await api.db.passTime(61_000);
    const { body } = await api.ask('GET', '/api/v1/balance', { user });
    expect(body).toMatchObject({ postedMs: 600_000, nextExpiryAt: null });
    expect(body.timeGrants).toHaveLength(1);
  });

  test('shows what refunds took back, and what a dispute pauses until it is decided', async () => {
    const user = await api.db.signUp();
    const payment = await buyCard(api.db, user.userId, { timeMs: 1_800_000, priceMinor: 450 });
    const cardAfter = async (snapshot: Parameters<typeof applySnapshot>[2]) => {
      await applySnapshot(api.db, payment, snapshot);
      const { body } = await api.ask('GET', '/api/v1/balance', { user });
      const grants = body.timeGrants as { source: string }[];
      return grants.find(({ source }) => source === 'card');
    };
    const refunds = [{ id: `re_${payment.id}`, amountMinor: 150, status: 'succeeded' }];
    const dispute = (status: string) => [{ id: `dp_${payment.id}`, status }];
    expect(await cardAfter({ refunds })).toMatchObject({
      remainingMs: 1_200_000,
      refundedMs: 600_000,
      pausedMs: 0,
    });
    expect(await cardAfter({ refunds, disputes: dispute('open') })).toMatchObject({
      remainingMs: 0,
      pausedMs: 1_200_000,
    });
    expect(await cardAfter({ refunds, disputes: dispute('lost') })).toBeUndefined();
    expect(await api.db.rows('select * from check_ledger()')).toEqual([]);
  });
});

test('every change of time is listed, newest first, page by page', async () => {
  const user = await api.db.signUp();
  await hadCall(api, { user, usedMs: 1_000 });
  const { id } = await hadCall(api, { user, usedMs: 2_000 });
  const first = await api.ask('GET', '/api/v1/ledger-entries?limit=2', { user });
  expect(first.body.items).toMatchObject([
    { amountMs: -2_000, reason: 'capture', source: 'trial', voiceSessionId: id },
    { amountMs: -1_000, reason: 'capture', balanceAfterMs: 599_000 },
  ]);
  const next = `/api/v1/ledger-entries?limit=2&cursor=${first.body.nextCursor}`;
  const second = await api.ask('GET', next, { user });
  expect(second.body).toMatchObject({
    items: [{ amountMs: 600_000, reason: 'grant', source: 'trial', voiceSessionId: null }],
    nextCursor: null,
  });
});

test("an admin sees their own ledger and not their members'", async () => {
  const admin = await api.db.signUp();
  await api.db.rows(`update memberships set role = 'owner' where user_id = $1`, [admin.userId]);
  await hadCall(api);
  const { body } = await api.ask('GET', '/api/v1/ledger-entries', { user: admin });
  expect(body.items).toHaveLength(1);
  const balance = await api.ask('GET', '/api/v1/balance', { user: admin });
  expect(balance.body.accountId).toBe(admin.accountId);
});

describe('assistants', () => {
  test('are listed, the default one first, without their instructions', async () => {
    const user = await api.db.signUp();
    const { body } = await api.ask('GET', '/api/v1/assistants', { user });
    expect(body.items.map((item: { slug: string }) => item.slug)).toEqual([
      'alex',
      'morgan',
      'dr-kim',
    ]);
    expect(Object.keys(body.items[0]).sort()).toEqual(
      ['description', 'id', 'isDefault', 'language', 'name', 'slug', 'voice'].sort(),
    );
    expect(JSON.stringify(body)).not.toContain('instructions');
    const one = await api.ask('GET', `/api/v1/assistants/${body.items[1].id}`, { user });
    expect(one.body).toEqual(body.items[1]);
  });

  test('of another organization, or put away, are not there', async () => {
    const user = await api.db.signUp();
    const other = await api.db.row<{ id: string }>(
      `insert into organizations (slug, name) values ('other', 'Other') returning id`,
    );
    const copy = `insert into assistants
      (organization_id, slug, name, instructions, greeting, voice, is_active)
      values ($1, $2, 'Hidden', 'x', 'x', 'x', $3) returning id`;
    const foreign = await api.db.row<{ id: string }>(copy, [other.id, 'foreign', true]);
    const inactive = await api.db.row<{ id: string }>(copy, [
      '00000000-0000-4000-8000-000000000001',
      'inactive',
      false,
    ]);
    for (const { id } of [foreign, inactive]) {
      expect((await api.ask('GET', `/api/v1/assistants/${id}`, { user })).status).toBe(404);
    }
  });
});

test('anybody learns the public configuration', async () => {
  const { status, body } = await api.ask('GET', '/api/v1/config');
  expect(status).toBe(200);
  expect(body).toEqual({
    supabaseUrl: 'http://127.0.0.1:1',
    supabasePublishableKey: 'publishable',
    trialMs: 600_000,
    sandbox: { speech: false, email: false, payments: false },
    payments: { gateways: [], isSandbox: false, publishableKey: null, sandboxUrl: null },
    emailInboxUrl: null,
    speechUnderstandsVoice: null,
  });
});
