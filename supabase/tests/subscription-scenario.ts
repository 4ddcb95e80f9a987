// The words subscription tests are written in: plans, a person who subscribes, what was invoiced.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  type Actor,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';
import { capture, extend, MINUTE_MS, signUpWithTime, startCall } from './ledger-scenario.ts';

/** A day and the month of these tests, in the ledger's unit. */
export const DAY_MS = 86_400_000;
export const MONTH_MS = 30 * DAY_MS;

/** A plan as tests list it. */
export type TestPlan = {
  id: string;
  slug: string;
  priceId: string;
  priceMinor: number;
  includedMs: number;
};

/** A person and what they subscribe to. */
export type TestSubscription = { id: string; gatewayId: string; user: TestUser; plan: TestPlan };

/** Lists a plan the gateway knows: an hour a month, half of it rolls over, a minute at 12. */
export async function createPlan(
  db: Actor,
  options: {
    includedMs?: number;
    priceMinor?: number;
    rolloverMs?: number;
    overage?: number | null;
  } = {},
): Promise<TestPlan> {
  const { includedMs = 60 * MINUTE_MS, priceMinor = 2900, rolloverMs = 30 * MINUTE_MS } = options;
  const slug = `plan-${randomUUID()}`;
  const { id } = await db.row<{ id: string }>(
    `insert into plans (organization_id, slug, name, included_ms, price_minor, currency,
       rollover_limit_ms, overage_minor_per_minute, gateway_price_id)
     values ($1, $2, 'A plan', $3, $4, 'EUR', $5, $6, 'price_' || $2) returning id`,
    [
      DEFAULT_ORGANIZATION_ID,
      slug,
      includedMs,
      priceMinor,
      rolloverMs,
      options.overage === undefined ? 12 : options.overage,
    ],
  );
  return { id, slug, priceId: `price_${slug}`, priceMinor, includedMs };
}

/** Asks for a subscription as the api does. */
export async function createSubscription(
  db: Actor,
  userId: string,
  plan: string,
  options: { key?: string; requestHash?: string; overageCapMinor?: number } = {},
) {
  const created = await db.call('create_subscription', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_plan: plan,
    p_overage_cap_minor: options.overageCapMinor ?? 0,
    p_idempotency_key: options.key ?? randomUUID(),
    p_request_hash: options.requestHash ?? 'hash',
    p_lifetime_ms: 30 * MINUTE_MS,
  });
  return { ...created, subscription: created.subscription as { id: string } | null };
}

/** The moment so many milliseconds from now. */
export const inMs = (durationMs: number) => new Date(Date.now() + durationMs).toISOString();

/** Applies what the gateway says of a subscription, seen now. */
export async function applySubscription(
  db: Actor,
  { id, gatewayId, plan }: TestSubscription,
  snapshot: Record<string, unknown> = {},
  observedAt?: string,
) {
  const now = await db.row<{ at: string }>('select database_now()::text as at');
  return db.call('apply_subscription_snapshot', {
    p_subscription_id: id,
    p_observed_at: observedAt ?? now.at,
    p_snapshot: {
      gatewaySubscriptionId: gatewayId,
      gatewayCustomerId: `cus_${id}`,
      status: 'active',
      priceId: plan.priceId,
      currentPeriodStartAt: inMs(-1000),
      currentPeriodEndAt: inMs(MONTH_MS - 1000),
      cancelAtPeriodEnd: false,
      ...snapshot,
    },
  });
}

/** A line of an invoice: a plan for a period, or a part of one that was bought or given up. */
export type TestLine = {
  plan: TestPlan;
  amountMinor?: number;
  isProration?: boolean;
  startMs?: number;
  endMs?: number;
};

/** Applies an invoice: paid, for the period that begins now, unless told otherwise. */
export async function applyInvoice(
  db: Actor,
  subscription: TestSubscription,
  invoiceId: string,
  options: { lines?: TestLine[]; startMs?: number; snapshot?: Record<string, unknown> } = {},
) {
  const { lines = [{ plan: subscription.plan }], startMs = -1000 } = options;
  const now = await db.row<{ at: string }>('select database_now()::text as at');
  const described = lines.map((line) => ({
    priceId: line.plan.priceId,
    amountMinor: line.amountMinor ?? line.plan.priceMinor,
    isProration: line.isProration ?? false,
    periodStartAt: inMs(line.startMs ?? startMs),
    periodEndAt: inMs(line.endMs ?? startMs + MONTH_MS),
  }));
  const total = described.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return db.call('apply_invoice_snapshot', {
    p_subscription_id: subscription.id,
    p_observed_at: now.at,
    p_snapshot: {
      invoiceId,
      status: 'paid',
      amountPaidMinor: Math.max(total, 0),
      currency: 'EUR',
      gatewayPaymentId: total > 0 ? `pi_${invoiceId}` : null,
      receiptUrl: 'https://pay.example/invoice',
      isTest: true,
      paidAt: now.at,
      attemptCount: 1,
      overagePeriodId: null,
      card: { brand: 'visa', last4: '4242', fingerprint: 'fp' },
      lines: described,
      ...options.snapshot,
    },
  });
}

/** A new user with an active subscription whose first month is paid. */
export async function subscribe(
  db: TestDatabase,
  plan: TestPlan,
  options: { overageCapMinor?: number } = {},
): Promise<TestSubscription> {
  const user = await signUpWithTime(db, 0);
  const { outcome, subscription } = await createSubscription(db, user.userId, plan.id, options);
  expect(outcome).toBe('created');
  const id = String(subscription?.id);
  const made = { id, gatewayId: `sub_${id}`, user, plan };
  expect(await applySubscription(db, made)).toMatchObject({ outcome: 'applied' });
  expect(await applyInvoice(db, made, `in_first_${id}`)).toMatchObject({ outcome: 'applied' });
  return made;
}

/** Lets a month pass and pays the next one. */
export async function renew(
  db: TestDatabase,
  subscription: TestSubscription,
  invoiceId: string = `in_${randomUUID()}`,
) {
  // Not the month exactly, so that no period meets the place of another while all are moved.
  await db.passTime(MONTH_MS + 60_000);
  await applySubscription(db, subscription);
  return applyInvoice(db, subscription, invoiceId);
}

/** Uses time in a call of its own. */
export async function talk(db: TestDatabase, user: TestUser, usedMs: number): Promise<void> {
  const call = await startCall(db, user.userId);
  const stepMs = 10 * MINUTE_MS;
  let sequence = 0;
  await extend(db, call.voiceSessionId, ++sequence, 0, { leaseMs: stepMs });
  for (let done = stepMs; done < usedMs; done += stepMs) {
    await extend(db, call.voiceSessionId, ++sequence, done, { leaseMs: stepMs });
  }
  const { charged_ms } = await capture(db, call.voiceSessionId, usedMs);
  expect(charged_ms).toBe(usedMs);
}

/** A user's grants of a source with what is left of them, oldest first. */
export const grantsOf = (db: Actor, user: TestUser, source = 'subscription') =>
  db.rows<{ id: string; granted_ms: number; remaining_ms: number; expires_at: Date | null }>(
    `select id, granted_ms, remaining_ms, expires_at from time_grants
     where account_id = $1 and source = $2 order by created_at`,
    [user.accountId, source],
  );

/** A subscription's row. */
export const readSubscription = (db: Actor, { id }: TestSubscription) =>
  db.row('select * from subscriptions where id = $1', [id]);

/** The kinds of notices a user got, in order. */
export async function noticesOf(db: Actor, user: TestUser): Promise<string[]> {
  const rows = await db.rows<{ kind: string }>(
    'select kind from notices where user_id = $1 order by created_at, id',
    [user.userId],
  );
  return rows.map(({ kind }) => kind);
}
