// What the record of a subscription promises: one open at a time, and never older than what was seen.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { balance, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applySubscription,
  createPlan,
  createSubscription,
  inMs,
  noticesOf,
  readSubscription,
  subscribe,
  type TestSubscription,
} from './subscription-scenario.ts';

const context = useLedgerDatabase();

describe('create_subscription', () => {
  test('answers a replay with the first record, and refuses the key for another wish', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const user = await signUpWithTime(db, 0);
    const key = randomUUID();
    const first = await createSubscription(db, user.userId, plan.slug, { key });
    expect(first.outcome).toBe('created');
    expect(await createSubscription(db, user.userId, plan.slug, { key })).toMatchObject({
      outcome: 'replayed',
      subscription: { id: first.subscription?.id },
    });
    const other = { key, requestHash: 'another' };
    expect(await createSubscription(db, user.userId, plan.slug, other)).toMatchObject({
      outcome: 'idempotency_conflict',
      subscription: null,
    });
  });

  test('makes one record of twenty wishes at once', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const user = await signUpWithTime(db, 0);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => createSubscription(db, user.userId, plan.id)),
    );
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'checkout_open')).toHaveLength(19);
  });

  test('refuses a second subscription while one is active, not after it ended', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const subscription = await subscribe(db, plan);
    const again = () => createSubscription(db, subscription.user.userId, plan.id);
    expect(await again()).toMatchObject({ outcome: 'subscription_exists' });
    await applySubscription(db, subscription, { status: 'past_due' });
    expect(await again()).toMatchObject({ outcome: 'subscription_exists' });
    await applySubscription(db, subscription, { status: 'canceled' });
    expect(await again()).toMatchObject({ outcome: 'created' });
  });

  test('knows neither a plan that was retired nor a person without an account', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const user = await signUpWithTime(db, 0);
    expect(await createSubscription(db, randomUUID(), plan.id)).toMatchObject({
      outcome: 'account_not_found',
    });
    await db.rows('update plans set is_active = false where id = $1', [plan.id]);
    expect(await createSubscription(db, user.userId, plan.id)).toMatchObject({
      outcome: 'plan_not_found',
    });
  });

  test('offers the seeded plans', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    expect(await createSubscription(db, user.userId, 'starter')).toMatchObject({
      outcome: 'created',
    });
  });
});

describe('an abandoned checkout', () => {
  test('makes room for another, and takes no checkout any more', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const user = await signUpWithTime(db, 0);
    const { subscription } = await createSubscription(db, user.userId, plan.id);
    const id = String(subscription?.id);
    const abandon = () => db.call('abandon_subscription', { p_subscription_id: id });
    expect(await abandon()).toEqual({ outcome: 'abandoned' });
    expect(await abandon()).toEqual({ outcome: 'abandoned' });
    const late = await db.call('set_subscription_checkout', {
      p_subscription_id: id,
      p_gateway_checkout_id: 'cs_late',
      p_gateway_customer_id: 'cus_1',
    });
    expect(late).toEqual({ outcome: 'conflict' });
    expect(await createSubscription(db, user.userId, plan.id)).toMatchObject({
      outcome: 'created',
    });
  });

  test('that was paid after all is a duplicate to be canceled at the gateway', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const user = await signUpWithTime(db, 0);
    const { subscription } = await createSubscription(db, user.userId, plan.id);
    const id = String(subscription?.id);
    await db.call('abandon_subscription', { p_subscription_id: id });
    const paid: TestSubscription = { id, gatewayId: `sub_${id}`, user, plan };
    expect(await applySubscription(db, paid)).toEqual({
      outcome: 'duplicate',
      status: 'canceled',
    });
  });

  test('is not given up once the gateway has a subscription', async () => {
    const { db } = context;
    const { id } = await subscribe(db, await createPlan(db));
    expect(await db.call('abandon_subscription', { p_subscription_id: id })).toEqual({
      outcome: 'in_use',
    });
  });
});

describe('apply_subscription_snapshot', () => {
  test('changes nothing when a later look was applied, or nothing has changed', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    const before = await readSubscription(db, subscription);
    const old = await applySubscription(db, subscription, { status: 'canceled' }, inMs(-60_000));
    expect(old).toEqual({ outcome: 'stale', status: 'active' });
    expect(await readSubscription(db, subscription)).toEqual(before);
    const same = {
      currentPeriodStartAt: before.current_period_start_at,
      currentPeriodEndAt: before.current_period_end_at,
    };
    expect(await applySubscription(db, subscription, same)).toMatchObject({ outcome: 'unchanged' });
  });

  test('grants nothing by itself', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    const before = await balance(db, subscription.user.accountId);
    await applySubscription(db, subscription, { currentPeriodEndAt: inMs(90 * 86_400_000) });
    expect(await balance(db, subscription.user.accountId)).toEqual(before);
  });

  test('shows another price as pending until a period is paid with it', async () => {
    const { db } = context;
    const [plan, smaller] = [await createPlan(db), await createPlan(db, { priceMinor: 900 })];
    const subscription = await subscribe(db, plan);
    await applySubscription(db, subscription, { priceId: smaller.priceId });
    expect(await readSubscription(db, subscription)).toMatchObject({
      plan_id: plan.id,
      pending_plan_id: smaller.id,
    });
    await applySubscription(db, subscription);
    expect(await readSubscription(db, subscription)).toMatchObject({ pending_plan_id: null });
  });

  test('tells once that it ended, and a canceled one stays so', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await applySubscription(db, subscription, { cancelAtPeriodEnd: true });
    expect(await readSubscription(db, subscription)).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    });
    await applySubscription(db, subscription, { status: 'canceled' });
    await applySubscription(db, subscription, { status: 'canceled' });
    expect(await applySubscription(db, subscription)).toMatchObject({ outcome: 'duplicate' });
    expect(await readSubscription(db, subscription)).toMatchObject({ status: 'canceled' });
    const notices = await noticesOf(db, subscription.user);
    expect(notices.filter((kind) => kind === 'subscription_ended')).toHaveLength(1);
  });

  test('tells listeners whose subscription changed, once for each change', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    const listener = await db.pool.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    try {
      await listener.query('listen subscription_changed');
      await applySubscription(db, subscription, { cancelAtPeriodEnd: true });
      await listener.query('select 1');
      expect(heard.map((payload) => JSON.parse(payload))).toEqual([
        { subscriptionId: subscription.id, userId: subscription.user.userId },
      ]);
    } finally {
      await listener.query('unlisten *');
      listener.release();
    }
  });

  test('finds a record by the gateway id or by ours', async () => {
    const { db } = context;
    const { id, gatewayId } = await subscribe(db, await createPlan(db));
    const find = (gateway: string | null, own: string | null) =>
      db.call('find_subscription', {
        p_gateway_subscription_id: gateway,
        p_subscription_id: own,
      });
    expect(await find(gatewayId, null)).toMatchObject({ outcome: 'found', subscription: { id } });
    expect(await find(null, id)).toMatchObject({ outcome: 'found', subscription: { id } });
    expect(await find('sub_other', id)).toMatchObject({ outcome: 'not_found' });
    expect(await find('sub_other', null)).toMatchObject({ outcome: 'not_found' });
  });
});

describe('a plan', () => {
  test('the gateway knows keeps its price and time', async () => {
    const { db } = context;
    const { id } = await createPlan(db);
    await expect(db.rows('update plans set price_minor = 1 where id = $1', [id])).rejects.toThrow(
      'people may have subscribed to this plan',
    );
    await db.rows('update plans set is_active = false where id = $1', [id]);
  });

  test('remembers the first price the gateway made for it', async () => {
    const { db } = context;
    const { id } = await db.row<{ id: string }>(
      `update plans set gateway_price_id = null where slug = 'plus' and organization_id = $1
       returning id`,
      [DEFAULT_ORGANIZATION_ID],
    );
    const set = (price: string, replaced: string | null = null) =>
      db.call('set_plan_gateway_price', {
        p_plan_id: id,
        p_gateway_price_id: price,
        p_replaced_id: replaced,
      });
    expect(await set('price_a')).toEqual({ outcome: 'set', gateway_price_id: 'price_a' });
    expect(await set('price_b')).toEqual({ outcome: 'unchanged', gateway_price_id: 'price_a' });
    expect(await set('price_c', 'price_a')).toMatchObject({ outcome: 'set' });
  });
});

describe('looking again', () => {
  const tasksOf = (gatewayId: string) =>
    context.db.rows(`select 1 from graphile_worker.jobs where key = 'sync_subscription:' || $1`, [
      gatewayId,
    ]);

  test('is due when a period is over, a payment is late or a day has passed', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const [fresh, late, over, old] = [
      await subscribe(db, plan),
      await subscribe(db, plan),
      await subscribe(db, plan),
      await subscribe(db, plan),
    ];
    await applySubscription(db, late, { status: 'past_due' });
    await applySubscription(db, over, { currentPeriodEndAt: inMs(-1) });
    const age = (id: string, hours: number) =>
      db.rows(
        `update subscriptions set observed_at = observed_at - $2 * interval '1 hour' where id = $1`,
        [id, hours],
      );
    await Promise.all([age(fresh.id, 2), age(late.id, 2), age(over.id, 2), age(old.id, 25)]);
    const look = () => db.call('enqueue_due_subscription_syncs', { p_limit: 100 });
    await Promise.all([look(), look(), look()]);
    expect(await tasksOf(fresh.gatewayId)).toHaveLength(0);
    for (const due of [late, over, old]) expect(await tasksOf(due.gatewayId)).toHaveLength(1);
  });
});
