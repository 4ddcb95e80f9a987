// Finds the gateway's price of a plan, made when it is first needed.
import type { StripeBilling } from '../clients/stripe-billing.ts';
import type { PlanRow } from '../reads/read-plans.ts';
import type { SubscriptionLedger } from './subscription-ledger.ts';

/** What finding a price works with. */
export interface PlanPriceParts {
  stripeBilling: StripeBilling;
  subscriptionLedger: Pick<SubscriptionLedger, 'setPlanPrice'>;
}

/** The price the plan has at the gateway, ours by its id. */
export async function priceOfPlan(parts: PlanPriceParts, plan: PlanRow): Promise<string> {
  return plan.gateway_price_id ?? remakePrice(parts, plan);
}

/** As above, for a plan without a price, or with one the gateway does not know any more. */
export async function remakePrice(
  { stripeBilling, subscriptionLedger }: PlanPriceParts,
  plan: PlanRow,
): Promise<string> {
  const priceId = await stripeBilling.findOrCreatePrice(plan);
  return subscriptionLedger.setPlanPrice(plan.id, priceId, plan.gateway_price_id);
}
