// Changes a subscription as its user wishes: the plan, its end, what overage may cost.
import type { Database } from '../clients/database.ts';
import { CardDeclinedError } from '../payments/gateway.ts';
import type { Buyer } from '../payments/payment-ledger.ts';
import { cardDeclined } from '../payments/refuse-payment.ts';
import { ProblemError } from '../problem.ts';
import { type PlanRow, readPlans } from '../reads/read-plans.ts';
import { type CurrentSubscription, readSubscription } from '../reads/read-subscription.ts';
import { priceOfPlan } from './plan-prices.ts';
import { refuseSubscription } from './refuse-subscription.ts';
import { type SyncSubscriptionParts, syncSubscription } from './sync-subscription.ts';

/** What a user wants otherwise. */
export interface SubscriptionChange {
  plan?: string | undefined;
  when?: 'now' | 'period_end' | undefined;
  cancelAtPeriodEnd?: boolean | undefined;
  overageCapMinor?: number | undefined;
}

type Parts = SyncSubscriptionParts & { database: Database };

/**
 * Makes the change at the gateway, and then true here.
 * @throws {ProblemError} for a refusal; what was asked for after it was not done.
 */
export async function changeSubscription(
  parts: Parts,
  user: Buyer,
  change: SubscriptionChange,
): Promise<CurrentSubscription> {
  const { database, stripeBilling, subscriptionLedger } = parts;
  const current = await readSubscription(database, user);
  const gatewayId = current?.gateway_subscription_id;
  if (!current || !gatewayId || !['active', 'past_due'].includes(current.status)) {
    throw refuseSubscription('subscription_missing');
  }
  if (change.plan !== undefined) {
    const plan = await findPlan(database, user, current, change.plan);
    await changePlan(parts, gatewayId, current, plan, change.when);
  }
  if (change.cancelAtPeriodEnd !== undefined) {
    await stripeBilling.setCancelAtPeriodEnd(gatewayId, change.cancelAtPeriodEnd);
  }
  if (change.plan !== undefined || change.cancelAtPeriodEnd !== undefined) {
    await syncSubscription(parts, gatewayId);
  }
  if (change.overageCapMinor !== undefined) {
    const { outcome } = await subscriptionLedger.setOverageCap(user, change.overageCapMinor);
    if (outcome !== 'set') throw refuseSubscription(outcome);
  }
  const changed = await readSubscription(database, user);
  if (!changed) throw new Error('a subscription vanished');
  return changed;
}

async function findPlan(
  database: Database,
  user: Buyer,
  current: CurrentSubscription,
  name: string,
): Promise<PlanRow> {
  const isMeant = (plan: PlanRow) =>
    (plan.id === name || plan.slug === name) && plan.currency === current.plan.currency;
  // Their own stays theirs, also when it is sold no longer.
  if (isMeant(current.plan)) return current.plan;
  const plan = (await readPlans(database, user.organizationId)).find(isMeant);
  if (!plan) throw refuseSubscription('plan_not_found');
  return plan;
}

async function changePlan(
  parts: Parts,
  gatewayId: string,
  current: CurrentSubscription,
  plan: PlanRow,
  when: SubscriptionChange['when'],
): Promise<void> {
  const { stripeBilling } = parts;
  const isBack = plan.id === current.plan.id;
  const isUpgrade = plan.price_minor > current.plan.price_minor;
  const isNow = !isBack && (when === undefined ? isUpgrade : when === 'now');
  if (isNow && current.status === 'past_due') {
    throw new ProblemError('payment_declined', 'Pay the open invoice first.');
  }
  // What is given up is what the period was paid for, not what was to come after it.
  if (isBack || (isNow && current.pending_plan)) {
    const paidPrice = await priceOfPlan(parts, current.plan);
    await stripeBilling.changePrice(gatewayId, paidPrice, 'period_end');
  }
  if (isBack) return;
  const price = await priceOfPlan(parts, plan);
  try {
    await stripeBilling.changePrice(gatewayId, price, isNow ? 'now' : 'period_end');
  } catch (error) {
    if (error instanceof CardDeclinedError) throw cardDeclined(error);
    throw error;
  }
}
