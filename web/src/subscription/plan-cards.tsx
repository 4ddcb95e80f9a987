// The plans on offer, side by side: price, what is included, and what happens beyond it.
import type { Plan } from '@mindbot/sdk';
import { Button } from '../components/button.tsx';
import { subscriptionCopy } from '../copy/subscription.ts';
import { formatBalance, formatMinutePrice, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';

type PlanCardsProps = {
  plans: readonly Plan[];
  /** The plan the person has, which needs no button. */
  currentId?: string;
  /** What the button of a plan says, to eyes and to screen readers. */
  label: (plan: Plan) => { text: string; spoken: string };
  onChoose: (plan: Plan) => void;
};

/** A list of cards, each with its button. */
export function PlanCards({ plans, currentId, label, onChoose }: PlanCardsProps) {
  return (
    <ul className="plan-cards" aria-label={subscriptionCopy.plans}>
      {plans.map((plan) => (
        <li key={plan.id} className="plan-card" data-current={plan.id === currentId}>
          <h3 className="text-lg font-bold">{plan.name}</h3>
          <PlanFacts plan={plan} />
          {plan.id === currentId ? (
            <p className="plan-current">{subscriptionCopy.current}</p>
          ) : (
            <Button
              className="mt-auto w-full"
              onClick={() => onChoose(plan)}
              aria-label={label(plan).spoken}
            >
              {label(plan).text}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { amountMinor, currency, includedMs, rolloverLimitMs, overageMinorPerMinute } = plan;
  const perMinute = formatMinutePrice(amountMinor, includedMs, currency);
  const rollover = { time: formatBalance(rolloverLimitMs) };
  return (
    <>
      <p className="mt-1 font-medium">
        {fillMessage(subscriptionCopy.price, { price: formatMoney(amountMinor, currency) })}
      </p>
      <ul className="my-3 grid gap-1 text-sm text-muted">
        <li>
          {fillMessage(subscriptionCopy.included, { time: formatBalance(includedMs) })}
          {' · '}
          {fillMessage(subscriptionCopy.perMinute, { price: perMinute })}
        </li>
        <li>
          {rolloverLimitMs > 0
            ? fillMessage(subscriptionCopy.rollover, rollover)
            : subscriptionCopy.noRollover}
        </li>
        <li>
          {overageMinorPerMinute === null
            ? subscriptionCopy.noOverage
            : fillMessage(subscriptionCopy.overage, {
                price: formatMoney(overageMinorPerMinute, currency),
              })}
        </li>
      </ul>
    </>
  );
}
