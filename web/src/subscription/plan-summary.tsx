// The facts of the plan a person has, as a short list.
import type { Subscription } from '@mindbot/sdk';
import { currentPlanCopy, subscriptionCopy } from '../copy/subscription.ts';
import { formatBalance, formatDay, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { periodEnd } from './plan-change.ts';

/** Name, standing, period and terms. */
export function PlanSummary({ subscription }: { subscription: Subscription }) {
  const { plan, status, currentPeriodStartAt, currentPeriodEndAt } = subscription;
  const kept = { time: formatBalance(plan.rolloverLimitMs) };
  return (
    <div className="card p-4 md:p-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-xl font-bold tracking-tight">{plan.name}</h3>
        <p className="plan-status" data-status={status}>
          {currentPlanCopy.status[status]}
        </p>
      </div>
      <p className="mt-1">{whatComes(subscription)}</p>
      <dl className="fact-row mt-4">
        <div>
          <dt>{currentPlanCopy.period}</dt>
          <dd>{periodOf(currentPeriodStartAt, currentPeriodEndAt)}</dd>
        </div>
        <div>
          <dt>{currentPlanCopy.included}</dt>
          <dd>
            {fillMessage(subscriptionCopy.included, { time: formatBalance(plan.includedMs) })}
          </dd>
        </div>
        <div>
          <dt>{currentPlanCopy.rollover}</dt>
          <dd>
            {plan.rolloverLimitMs > 0
              ? fillMessage(currentPlanCopy.keeps, kept)
              : currentPlanCopy.lost}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function periodOf(startAt: string | null, endAt: string | null): string {
  if (startAt === null || endAt === null) return currentPlanCopy.noPeriod;
  return fillMessage(currentPlanCopy.periodDays, {
    start: formatDay(startAt),
    end: formatDay(endAt),
  });
}

function whatComes(subscription: Subscription): string {
  const { plan, pendingPlan, cancelAtPeriodEnd } = subscription;
  const day = periodEnd(subscription);
  if (cancelAtPeriodEnd) return fillMessage(currentPlanCopy.ends, { day });
  if (pendingPlan) return fillMessage(currentPlanCopy.changes, { name: pendingPlan.name, day });
  const price = formatMoney(plan.amountMinor, plan.currency);
  return fillMessage(currentPlanCopy.renews, { day, price });
}
