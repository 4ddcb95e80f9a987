// The subscription of a user as they see it, with the overage of its newest period.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { Buyer } from '../payments/payment-ledger.ts';
import type { subscriptionSchema } from '../schemas/subscription.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-ledger.ts';
import { type PlanRow, toPlan } from './read-plans.ts';

/** A subscription with its plans, as the database has it. */
export interface CurrentSubscription extends SubscriptionRow {
  plan: PlanRow;
  pending_plan: PlanRow | null;
  current_period_start_at: Date | null;
  current_period_end_at: Date | null;
  cancel_at_period_end: boolean;
  overage_cap_minor: number;
  overage_used_ms: number;
  overage_amount_minor: number;
}

// The open one, else the last that was. One that waits for its first checkout is none yet.
const text = `
  select subscriptions.*, to_jsonb(plans) as plan, to_jsonb(pending) as pending_plan,
    coalesce(overage.used_ms, 0) as overage_used_ms,
    coalesce(overage.used_ms * period.overage_minor_per_minute / 60000, 0)::bigint
      as overage_amount_minor
  from public.subscriptions
  join public.plans on plans.id = subscriptions.plan_id
  left join public.plans pending on pending.id = subscriptions.pending_plan_id
  left join lateral (
    select *
    from public.subscription_periods
    where subscription_periods.subscription_id = subscriptions.id
    order by subscription_periods.starts_at desc
    limit 1
  ) period on true
  left join lateral (
    select greatest(0, -sum(entries.amount_ms))::bigint as used_ms
    from public.ledger_entries entries
    where entries.time_grant_id = any (period.overage_grant_ids)
      and (entries.reason = 'capture' or (entries.reason = 'reversal' and entries.amount_ms > 0))
  ) overage on true
  where subscriptions.user_id = $1 and subscriptions.organization_id = $2
    and subscriptions.gateway_subscription_id is not null
  order by subscriptions.status <> 'canceled' desc, subscriptions.created_at desc
  limit 1`;

/** The user's subscription; null when they never had one. */
export async function readSubscription(
  database: Pick<Database, 'query'>,
  user: Buyer,
): Promise<CurrentSubscription | null> {
  const [row] = await database.query<CurrentSubscription>(text, [user.userId, user.organizationId]);
  return row ?? null;
}

/** A subscription as the api shows it. */
export function toSubscription(row: CurrentSubscription): z.infer<typeof subscriptionSchema> {
  return {
    id: row.id,
    plan: toPlan(row.plan),
    status: row.status,
    currentPeriodStartAt: row.current_period_start_at?.toISOString() ?? null,
    currentPeriodEndAt: row.current_period_end_at?.toISOString() ?? null,
    cancelAtPeriodEnd: row.cancel_at_period_end,
    pendingPlan: row.pending_plan ? toPlan(row.pending_plan) : null,
    overageCapMinor: row.overage_cap_minor,
    overageUsedMs: row.overage_used_ms,
    overageAmountMinor: row.overage_amount_minor,
  };
}
