// Decides what another plan is to the one a person has, and says what a change will do.
import type { Plan, Subscription } from '@mindbot/sdk';
import { planChangeCopy } from '../copy/subscription.ts';
import { formatBalance, formatDay, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';

/** What can be done with a subscription. */
export type PlanChange = { kind: 'up' | 'down'; plan: Plan } | { kind: 'cancel' };

/** A change in words: the question, what will happen, and what its button is called. */
export type PlanChangeWords = { title: string; text: string; confirm: string; done: string };

/** Whether another plan is more than the present one: more counts now, less from the next period on. */
export function directionOf(present: Plan, plan: Plan): 'up' | 'down' {
  return plan.amountMinor > present.amountMinor ? 'up' : 'down';
}

/** The words of a change. */
export function planChangeWords(subscription: Subscription, change: PlanChange): PlanChangeWords {
  const day = periodEnd(subscription);
  if (change.kind === 'cancel') {
    return {
      title: planChangeCopy.cancelTitle,
      text: fillMessage(planChangeCopy.cancel, { day }),
      confirm: planChangeCopy.confirmCancel,
      done: fillMessage(planChangeCopy.canceled, { day }),
    };
  }
  const { plan } = change;
  const values = {
    day,
    name: plan.name,
    old: subscription.plan.name,
    price: formatMoney(plan.amountMinor, plan.currency),
    time: formatBalance(plan.includedMs),
  };
  const isUp = change.kind === 'up';
  return {
    title: fillMessage(isUp ? planChangeCopy.upTitle : planChangeCopy.downTitle, values),
    text: fillMessage(isUp ? planChangeCopy.up : planChangeCopy.down, values),
    confirm: fillMessage(isUp ? planChangeCopy.confirmUp : planChangeCopy.confirmDown, values),
    done: fillMessage(isUp ? planChangeCopy.changed : planChangeCopy.willChange, values),
  };
}

/** The day a period ends; words for it in the moments before the gateway has named one. */
export function periodEnd({
  currentPeriodEndAt,
}: Pick<Subscription, 'currentPeriodEndAt'>): string {
  return currentPeriodEndAt === null ? planChangeCopy.unknownDay : formatDay(currentPeriodEndAt);
}

/** What the api is asked for a change. */
export function planChangeRequest(change: PlanChange) {
  if (change.kind === 'cancel') return { cancelAtPeriodEnd: true };
  return {
    plan: change.plan.id,
    when: change.kind === 'up' ? ('now' as const) : ('period_end' as const),
  };
}
