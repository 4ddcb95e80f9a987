// Compares the books with what Stripe says, when all is over: every paid order once, no other.
import type Stripe from 'stripe';
import type { Actor } from '../support/database-clone.ts';

/** What was found; `faults` must be empty. */
export interface Judgement {
  paymentCount: number;
  paidCount: number;
  refundCount: number;
  disputeCount: number;
  eventCount: number;
  faults: string[];
}

interface BookedPayment {
  [column: string]: unknown;
  id: string;
  status: string;
  amount_minor: number;
  review_reason: string | null;
  refunded_minor: number;
  grant_count: number;
}

const text = `
  select payments.id, payments.status, payments.amount_minor, payments.review_reason,
    payments.refunded_minor,
    (select count(*) from time_grants
      where time_grants.idempotency_key = 'payment:' || payments.id) as grant_count
  from payments`;

/** Looks at everything. */
export async function judgePurchases(db: Pick<Actor, 'rows'>, stripe: Stripe): Promise<Judgement> {
  const faults: string[] = [];
  const booked = new Map<string, BookedPayment>();
  for (const row of await db.rows<BookedPayment>(text)) booked.set(row.id, row);

  const charged = new Map<string, Stripe.PaymentIntent[]>();
  for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
    const id = intent.metadata.payment_id ?? '';
    if (intent.status !== 'succeeded') continue;
    charged.set(id, [...(charged.get(id) ?? []), intent]);
    if (!booked.has(id)) faults.push(`${intent.id} was charged for no payment of ours`);
  }
  const refundedMinor = await sumRefunds(stripe);
  for (const payment of booked.values()) {
    faults.push(...judge(payment, charged.get(payment.id) ?? [], refundedMinor));
  }
  for (const row of await db.rows('select * from check_ledger()')) {
    faults.push(`the ledger does not agree: ${JSON.stringify(row)}`);
  }
  faults.push(...(await findLeftovers(db)));
  const [counts] = await db.rows<{ refunds: number; disputes: number; events: number }>(
    `select (select count(*) from refunds) as refunds, (select count(*) from disputes) as disputes,
       (select count(*) from gateway_events) as events`,
  );
  return {
    paymentCount: booked.size,
    paidCount: [...booked.values()].filter(({ status }) => status === 'paid').length,
    refundCount: counts?.refunds ?? 0,
    disputeCount: counts?.disputes ?? 0,
    eventCount: counts?.events ?? 0,
    faults,
  };
}

function judge(
  payment: BookedPayment,
  charges: readonly Stripe.PaymentIntent[],
  refundedMinor: ReadonlyMap<string, number>,
): string[] {
  const faults: string[] = [];
  const name = `payment ${payment.id}`;
  const isCharged = charges.length > 0;
  if (charges.length > 1) faults.push(`${name} was charged ${charges.length} times`);
  if (isCharged !== (payment.status === 'paid')) {
    faults.push(`${name} is ${payment.status}, and Stripe charged ${charges.length} times`);
  }
  if (payment.grant_count !== (isCharged ? 1 : 0)) {
    faults.push(`${name} (${payment.status}) has ${payment.grant_count} grants`);
  }
  const wantedMinor = charges.reduce((sum, { id }) => sum + (refundedMinor.get(id) ?? 0), 0);
  if (wantedMinor !== payment.refunded_minor) {
    faults.push(`${name} counts ${payment.refunded_minor} refunded, Stripe ${wantedMinor}`);
  }
  if (payment.review_reason) faults.push(`${name} is under review: ${payment.review_reason}`);
  return faults;
}

async function sumRefunds(stripe: Stripe): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for await (const { status, payment_intent: intent, amount } of stripe.refunds.list({
    limit: 100,
  })) {
    const id = String(intent);
    if (status === 'succeeded') sums.set(id, (sums.get(id) ?? 0) + amount);
  }
  return sums;
}

/** What should have been done by now and was not. */
export async function findLeftovers(db: Pick<Actor, 'rows'>): Promise<string[]> {
  const events = await db.rows(
    'select event_id, type, attempts, last_error from gateway_events where processed_at is null',
  );
  const failed = await db.rows('select task, payload, last_error from failed_tasks');
  const waiting = await db.rows(
    `select tasks.identifier, jobs.attempts, jobs.locked_by, jobs.last_error
     from graphile_worker._private_jobs jobs
     join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
     where tasks.identifier in ('process_gateway_event', 'sync_payment')
       and jobs.attempts < jobs.max_attempts`,
  );
  return [
    ...events.map((row) => `an event is not processed: ${JSON.stringify(row)}`),
    ...failed.map((row) => `a task was given up: ${JSON.stringify(row)}`),
    ...waiting.map((row) => `a task is stuck: ${JSON.stringify(row)}`),
  ];
}
