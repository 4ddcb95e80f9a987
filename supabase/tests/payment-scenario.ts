// The words payment tests are written in: a package, what was paid for it, what a gateway says.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  type Actor,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
} from '../../tests/support/database.ts';
import { MINUTE_MS } from './ledger-scenario.ts';

/** What a gateway says of a payment; whatever is left out is as {@link snapshotOf} fills it in. */
export type Snapshot = {
  status?: string;
  amountMinor?: number;
  currency?: string;
  gatewayPaymentId?: string | null;
  failureCode?: string | null;
  failureMessage?: string | null;
  refunds?: { id: string; amountMinor: number; status: string }[];
  disputes?: { id: string; status: string }[];
};

/** A payment's row, as far as tests ask. */
export type TestPayment = {
  id: string;
  account_id: string;
  status: string;
  amount_minor: number;
  currency: string;
  time_ms: number;
  time_grant_id: string | null;
  review_reason: string | null;
  refunded_minor: number;
  dispute_status: string;
};

/** The card most tests buy: a price and a time that do not divide evenly. */
export const CARD = { timeMs: 30 * MINUTE_MS, priceMinor: 450 };

/** Puts a package on sale and answers its id. */
export async function createPackage(
  db: Actor,
  options: { timeMs?: number; priceMinor?: number; validForDays?: number | null } = {},
): Promise<string> {
  const { timeMs = CARD.timeMs, priceMinor = CARD.priceMinor, validForDays = 365 } = options;
  const { id } = await db.row<{ id: string }>(
    `insert into packages (organization_id, slug, name, time_ms, price_minor, currency,
       valid_for_days)
     values ($1, $2, 'A card', $3, $4, 'EUR', $5) returning id`,
    [DEFAULT_ORGANIZATION_ID, `p-${randomUUID()}`, timeMs, priceMinor, validForDays],
  );
  return id;
}

/** A quote of a package, good for a quarter of an hour. */
export async function quote(db: Actor, userId: string, packageId: string): Promise<string> {
  const quoted = await db.call('create_price_quote', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_package: packageId,
  });
  expect(quoted.outcome).toBe('quoted');
  return String((quoted.quote as { id: string }).id);
}

/** Begins a payment of a quote as the api does. */
export async function createPayment(
  db: Actor,
  userId: string,
  quoteId: string | null,
  options: { key?: string; requestHash?: string; kind?: string; lifetimeMs?: number } = {},
) {
  const created = await db.call('create_payment', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_quote_id: quoteId,
    p_kind: options.kind ?? 'purchase',
    p_gateway: 'stripe',
    p_mode: 'checkout',
    p_idempotency_key: options.key ?? randomUUID(),
    p_request_hash: options.requestHash ?? 'hash',
    p_lifetime_ms: options.lifetimeMs ?? 30 * MINUTE_MS,
  });
  return { ...created, payment: created.payment as TestPayment | null };
}

/** A payment that waits for its money. */
export async function beginPurchase(
  db: Actor,
  userId: string,
  options: { timeMs?: number; priceMinor?: number; validForDays?: number | null } = {},
): Promise<TestPayment> {
  const quoteId = await quote(db, userId, await createPackage(db, options));
  const { outcome, payment } = await createPayment(db, userId, quoteId);
  expect(outcome).toBe('created');
  if (!payment) throw new Error('A created payment is answered.');
  return payment;
}

/** The whole of what a gateway says: paid in full, unless told otherwise. */
export function snapshotOf(payment: TestPayment, snapshot: Snapshot = {}) {
  return {
    status: 'paid',
    amountMinor: payment.amount_minor,
    currency: payment.currency,
    gatewayPaymentId: `pi_${payment.id}`,
    gatewayCheckoutId: null,
    receiptUrl: 'https://pay.example/receipt',
    failureCode: null,
    failureMessage: null,
    isTest: true,
    card: { brand: 'visa', last4: '4242', fingerprint: 'fp' },
    refunds: [],
    disputes: [],
    ...snapshot,
  };
}

/** Applies what the gateway says, seen now or at the given moment. */
export async function applySnapshot(
  db: Actor,
  payment: TestPayment,
  snapshot: Snapshot = {},
  observedAt?: string,
) {
  const now = await db.row<{ at: string }>('select database_now()::text as at');
  return db.call('apply_payment_snapshot', {
    p_payment_id: payment.id,
    p_observed_at: observedAt ?? now.at,
    p_snapshot: snapshotOf(payment, snapshot),
  });
}

/** A card that was bought and paid. */
export async function buyCard(
  db: TestDatabase,
  userId: string,
  options: { timeMs?: number; priceMinor?: number; validForDays?: number | null } = {},
): Promise<TestPayment> {
  const payment = await beginPurchase(db, userId, options);
  expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'applied', status: 'paid' });
  return readPayment(db, payment.id);
}

/** A payment as it stands. */
export const readPayment = (db: Actor, id: string) =>
  db.row<TestPayment>('select * from payments where id = $1', [id]);

/** The grant a payment bought, and what its claims have taken. */
export const readGrant = (db: Actor, payment: TestPayment) =>
  db.row<{
    id: string;
    granted_ms: number;
    remaining_ms: number;
    revoke_ms: number;
    refunded_ms: number;
    is_frozen: boolean;
    frozen_ms: number;
  }>('select * from time_grants where idempotency_key = $1', [`payment:${payment.id}`]);

/** Amounts of an account's entries with the given reason, in order. */
export async function entriesOf(db: Actor, accountId: string, reason: string): Promise<number[]> {
  const rows = await db.rows<{ amount_ms: number }>(
    'select amount_ms from ledger_entries where account_id = $1 and reason = $2 order by id',
    [accountId, reason],
  );
  return rows.map(({ amount_ms }) => amount_ms);
}

/** A refund as a gateway lists it. */
export const refund = (id: string, amountMinor: number, status = 'succeeded') => ({
  id,
  amountMinor,
  status,
});

/** The gateway lists these refunds of a payment now. */
export const refunded = (db: Actor, payment: TestPayment, refunds: ReturnType<typeof refund>[]) =>
  applySnapshot(db, payment, { refunds });
