// Task sync_subscription: makes a subscription here what it is at Stripe, invoice by invoice.
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import type { StripeBilling } from '../clients/stripe-billing.ts';
import type { PaymentLedger } from '../payments/payment-ledger.ts';
import type { Services } from '../services.ts';
import {
  MARKS,
  subscriptionIdOfInvoice,
  toInvoiceSnapshot,
  toSubscriptionSnapshot,
} from './stripe-billing-snapshot.ts';
import type { SubscriptionLedger, SubscriptionRow } from './subscription-ledger.ts';

/** Somebody newer may come in between a few times; then the queue tries again later. */
const ATTEMPTS_MAX = 5;

/** What syncing works with. */
export interface SyncSubscriptionParts {
  database: Pick<Database, 'query'>;
  paymentLedger: Pick<PaymentLedger, 'now'>;
  subscriptionLedger: SubscriptionLedger;
  stripeBilling: StripeBilling;
  logger: Logger;
}

/** The task; nothing to do for a subscription that is none of ours. */
export async function syncSubscriptionTask(
  { gatewaySubscriptionId }: { gatewaySubscriptionId: string },
  services: Services,
): Promise<void> {
  const { stripeBilling } = services;
  if (stripeBilling) await syncSubscription({ ...services, stripeBilling }, gatewaySubscriptionId);
}

/** Asks Stripe how the subscription and its invoices stand, and applies that. */
export async function syncSubscription(
  parts: SyncSubscriptionParts,
  gatewaySubscriptionId: string,
): Promise<void> {
  const { stripeBilling, subscriptionLedger, paymentLedger, logger } = parts;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const observedAt = await paymentLedger.now();
    const seen = await stripeBilling.readSubscription(gatewaySubscriptionId);
    if (!seen) return;
    const ours = await subscriptionLedger.find(
      seen.id,
      seen.metadata[MARKS.subscriptionId] ?? null,
    );
    if (!ours) return;
    const snapshot = toSubscriptionSnapshot(seen);
    const { outcome } = await subscriptionLedger.applySubscription(ours.id, observedAt, snapshot);
    if (outcome === 'stale') continue;
    if (outcome === 'duplicate') {
      logger.warn({ subscriptionId: ours.id }, 'a second subscription is canceled at Stripe');
      await stripeBilling.cancel(seen.id);
    }
    if (snapshot.gatewayCustomerId) {
      await syncInvoices(
        parts,
        { ...ours, gateway_subscription_id: seen.id },
        snapshot.gatewayCustomerId,
      );
    }
    return;
  }
  throw new Error(`${gatewaySubscriptionId} changed under every one of ${ATTEMPTS_MAX} looks`);
}

/** Applies every invoice not applied before, the oldest first. */
async function syncInvoices(
  parts: SyncSubscriptionParts,
  subscription: SubscriptionRow,
  customerId: string,
): Promise<void> {
  const { stripeBilling, subscriptionLedger, paymentLedger, logger } = parts;
  const observedAt = await paymentLedger.now();
  const invoices = await stripeBilling.listInvoices(customerId);
  const known = await readKnownInvoices(parts.database, subscription.id);
  const news = invoices
    .filter((invoice) => subscriptionIdOfInvoice(invoice) === subscription.gateway_subscription_id)
    .filter(({ id, status }) => !known.has(id) && status !== 'draft' && status !== 'void')
    .reverse();
  for (const invoice of news) {
    const isPaidByCard = invoice.status === 'paid' && invoice.amount_paid > 0;
    const intent = isPaidByCard ? await stripeBilling.findPayment(invoice.id) : null;
    const { outcome } = await subscriptionLedger.applyInvoice(
      subscription.id,
      observedAt,
      toInvoiceSnapshot(invoice, intent),
    );
    if (outcome === 'review') {
      logger.warn({ invoiceId: invoice.id }, 'an invoice is not as listed; an admin must look');
    }
  }
}

async function readKnownInvoices(
  database: Pick<Database, 'query'>,
  subscriptionId: string,
): Promise<Set<string>> {
  const rows = await database.query<{ id: string }>(
    'select id from public.subscription_invoices where subscription_id = $1',
    [subscriptionId],
  );
  return new Set(rows.map(({ id }) => id));
}
