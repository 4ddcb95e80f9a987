// Task bill_overage: sends the bill of a period's overage, once.
import type { Services } from '../services.ts';
import { syncSubscription } from './sync-subscription.ts';

/** Bills the period when something is owed for it, and looks at once whether it was paid. */
export async function billOverageTask(
  { periodId }: { periodId: string },
  services: Services,
): Promise<void> {
  const { subscriptionLedger, stripeBilling } = services;
  if (!stripeBilling) return;
  const bill = await subscriptionLedger.getOverageBill(periodId);
  if (bill.outcome !== 'due') return;
  const minutes = Math.ceil(bill.used_ms / 60_000);
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  const invoiceId = await stripeBilling.billOverage({
    periodId,
    subscriptionId: bill.subscription_id,
    gatewaySubscriptionId: bill.gateway_subscription_id,
    customerId: bill.gateway_customer_id,
    amountMinor: bill.amount_minor,
    currency: bill.currency,
    title: `Overage of ${day(bill.starts_at)} to ${day(bill.ends_at)}: up to ${minutes} minutes`,
  });
  const { outcome } = await subscriptionLedger.setOverageInvoice(periodId, invoiceId);
  if (outcome !== 'set') throw new Error(`period ${periodId} has another invoice: ${outcome}`);
  await syncSubscription({ ...services, stripeBilling }, bill.gateway_subscription_id);
}
