// Somebody who subscribes in the tests' shop, and what time does to them.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { StripeBilling } from '../../../api/src/clients/stripe-billing.ts';
import { createWatchSubscriptionsTask } from '../../../api/src/tasks/watch-subscriptions.ts';
import type { TestUser } from '../../support/database.ts';
import type { Shop } from './use-shop.ts';

/** The longest month and the hours an invoice waits before it is charged: one renewal. */
export const MONTH_MS = 31 * 86_400_000 + 2 * 3_600_000;
/** What the seeded plans include. */
export const STARTER_MS = 5 * 3_600_000;
export const PLUS_MS = 20 * 3_600_000;

/** Asks for the form of a plan. */
export async function openPlan(
  shop: Shop,
  user: TestUser,
  wish: Record<string, unknown> = { plan: 'starter' },
  key: string = randomUUID(),
) {
  return shop.ask('POST', '/api/v1/subscriptions', {
    user,
    body: wish,
    headers: { 'idempotency-key': key },
  });
}

/** The form's id at Stripe. */
export const formOf = (body: { frameUrl: string }) => String(body.frameUrl.split('/').at(-1));

/** A new user whose first period of the plan is paid. */
export async function subscribeTo(
  shop: Shop,
  plan: string,
  options: { overageCapMinor?: number } = {},
): Promise<TestUser> {
  const user = await shop.db.signUp();
  const { status, body } = await openPlan(shop, user, { plan, ...options });
  expect([status, body.code]).toEqual([201, undefined]);
  shop.stripe.control.pay(formOf(body));
  await shop.settle();
  return user;
}

/** The subscription as its user sees it. */
export async function subscriptionOf(shop: Shop, user: TestUser) {
  const { status, body } = await shop.ask('GET', '/api/v1/subscription', { user });
  expect(status).toBe(200);
  return body.subscription;
}

/** Changes the subscription. */
export const change = (shop: Shop, user: TestUser, body: Record<string, unknown>) =>
  shop.ask('PATCH', '/api/v1/subscription', { user, body });

/** Lets billing time pass, and everything that follows from it happen. */
export async function advance(shop: Shop, durationMs: number = MONTH_MS): Promise<void> {
  shop.stripe.control.advanceClock(durationMs);
  await shop.settle();
  await createWatchSubscriptionsTask(shop.services).run();
  await shop.settle();
}

/** The card the subscription is charged to. */
export async function cardOf(shop: Shop, user: TestUser): Promise<string> {
  const row = await shop.db.row<{ id: string }>(
    `select gateway_subscription_id as id from subscriptions
     where user_id = $1 and status <> 'canceled'`,
    [user.userId],
  );
  const billing = shop.services.stripeBilling as StripeBilling;
  const subscription = await billing.readSubscription(row.id);
  return String(subscription?.default_payment_method);
}

/** What a user paid for their plan, oldest first. */
export const invoicesOf = (shop: Shop, user: TestUser) =>
  shop.db.rows<{ amount_minor: number; kind: string; gateway_payment_id: string }>(
    `select payments.amount_minor, subscription_invoices.kind, payments.gateway_payment_id
     from payments
     join subscription_invoices on subscription_invoices.payment_id = payments.id
     where payments.user_id = $1 order by subscription_invoices.applied_at`,
    [user.userId],
  );
