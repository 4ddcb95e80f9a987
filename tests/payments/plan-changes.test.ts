// Changing a plan with the gateway: money and time move by the same share, or not at all.
import { describe, expect, test } from 'vitest';
import {
  advance,
  cardOf,
  change,
  invoicesOf,
  PLUS_MS,
  STARTER_MS,
  subscribeTo,
  subscriptionOf,
} from './support/subscriber.ts';
import { TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();
/** Periods begin and end on whole seconds, and billing time moves on while a test runs. */
const SLACK_MS = 5 * 60_000;

const expectAbout = (actualMs: number, expectedMs: number) =>
  expect(Math.abs(actualMs - expectedMs)).toBeLessThan(SLACK_MS);

describe('a dearer plan', () => {
  test('begins now: the rest of the period is paid and granted by its share', async () => {
    const user = await subscribeTo(shop, 'starter');
    const { status, body } = await change(shop, user, { plan: 'plus' });
    expect([status, body.plan?.slug, body.pendingPlan]).toEqual([200, 'plus', null]);
    expectAbout(await shop.balanceMs(user), TRIAL_MS + PLUS_MS);
    await shop.settle();
    const [first, difference, ...more] = await invoicesOf(shop, user);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ kind: 'period', amount_minor: 2900 });
    expect(difference?.kind).toBe('proration');
    expect(Math.abs(Number(difference?.amount_minor) - 7000)).toBeLessThan(5);
    // Asked again, nothing is paid again.
    expect(await change(shop, user, { plan: 'plus' })).toMatchObject({ status: 200 });
    expect(await invoicesOf(shop, user)).toHaveLength(2);
    await advance(shop);
    expectAbout(await shop.balanceMs(user), TRIAL_MS + 2 * PLUS_MS);
  });

  test('half-way costs and gives half', async () => {
    const user = await subscribeTo(shop, 'starter');
    const { currentPeriodStartAt, currentPeriodEndAt } = await subscriptionOf(shop, user);
    const lengthMs = Date.parse(currentPeriodEndAt) - Date.parse(currentPeriodStartAt);
    await advance(shop, lengthMs / 2);
    await change(shop, user, { plan: 'plus' });
    expectAbout(await shop.balanceMs(user), TRIAL_MS + STARTER_MS + (PLUS_MS - STARTER_MS) / 2);
    const [, difference] = await invoicesOf(shop, user);
    expect(Math.abs(Number(difference?.amount_minor) - 3500)).toBeLessThan(20);
  });

  test('whose card is declined changes nothing', async () => {
    const user = await subscribeTo(shop, 'starter');
    shop.stripe.control.setCard(await cardOf(shop, user), 'decline');
    const refused = await change(shop, user, { plan: 'plus', cancelAtPeriodEnd: true });
    expect(refused).toMatchObject({ status: 402, body: { code: 'payment_declined' } });
    await shop.settle();
    expect(await subscriptionOf(shop, user)).toMatchObject({
      plan: { slug: 'starter' },
      pendingPlan: null,
      cancelAtPeriodEnd: false,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
  });

  test('may wait for the next period', async () => {
    const user = await subscribeTo(shop, 'starter');
    const { body } = await change(shop, user, { plan: 'plus', when: 'period_end' });
    expect(body).toMatchObject({ plan: { slug: 'starter' }, pendingPlan: { slug: 'plus' } });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
    await advance(shop);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS + PLUS_MS);
    expect(await subscriptionOf(shop, user)).toMatchObject({ plan: { slug: 'plus' } });
  });
});

describe('a cheaper plan', () => {
  test('begins with the next period, which keeps what its own limit allows', async () => {
    const user = await subscribeTo(shop, 'plus');
    const { body } = await change(shop, user, { plan: 'starter' });
    expect(body).toMatchObject({ plan: { slug: 'plus' }, pendingPlan: { slug: 'starter' } });
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + PLUS_MS);
    await advance(shop);
    expect(await subscriptionOf(shop, user)).toMatchObject({
      plan: { slug: 'starter' },
      pendingPlan: null,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 2 * STARTER_MS);
    const invoices = await invoicesOf(shop, user);
    expect(invoices.map(({ amount_minor }) => amount_minor)).toEqual([9900, 2900]);
  });

  test('that was to come can be taken back', async () => {
    const user = await subscribeTo(shop, 'plus');
    await change(shop, user, { plan: 'starter' });
    const { body } = await change(shop, user, { plan: 'plus' });
    expect(body).toMatchObject({ plan: { slug: 'plus' }, pendingPlan: null });
    expect(await invoicesOf(shop, user)).toHaveLength(1);
    await advance(shop);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 2 * PLUS_MS);
  });

  test('now gives money back for what is taken, and the next invoices are paid from it', async () => {
    const user = await subscribeTo(shop, 'plus');
    const { body } = await change(shop, user, { plan: 'starter', when: 'now' });
    expect(body).toMatchObject({ plan: { slug: 'starter' }, pendingPlan: null });
    await shop.settle();
    expectAbout(await shop.balanceMs(user), TRIAL_MS + STARTER_MS);
    await advance(shop);
    expectAbout(await shop.balanceMs(user), TRIAL_MS + 2 * STARTER_MS);
    // 70.00 are in hand: the second month is paid, and no card is charged.
    expect(await invoicesOf(shop, user)).toHaveLength(1);
    await advance(shop);
    await advance(shop);
    const [, charged] = await invoicesOf(shop, user);
    expect(charged?.amount_minor).toBeLessThan(2900);
  });

  test('and a plan nobody sells are told apart', async () => {
    const user = await subscribeTo(shop, 'starter');
    expect(await change(shop, user, { plan: 'nothing' })).toMatchObject({
      status: 404,
      body: { code: 'plan_not_found' },
    });
    for (const body of [{}, { when: 'now' }, { plan: '' }]) {
      expect(await change(shop, user, body)).toMatchObject({
        status: 422,
        body: { code: 'validation_failed' },
      });
    }
  });
});
