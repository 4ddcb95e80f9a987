// A plan by the month: choosing one, or the one there is and what can be done with it.
import type { Plan, Subscription as SubscriptionFacts } from '@mindbot/sdk';
import { lazy, Suspense, useRef, useState } from 'react';
import { Loaded, LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { currentPlanCopy, subscriptionCopy } from '../copy/subscription.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { CurrentPlan } from './current-plan.tsx';
import { PlanCards } from './plan-cards.tsx';

const SubscribeCheckout = lazy(() => import('./subscribe-checkout.tsx'));

/** The section; follows what the gateway says of the subscription. */
export function Subscription() {
  const { client } = useServices();
  const plans = useLoad('plans', (signal) => client.plans.list({ signal }));
  const current = useLoad('subscription', (signal) => client.subscription.get({ signal }));
  // The stream may tell of the plan before its form does: choosing is what makes it news here.
  const [chosen, setChosen] = useState<Plan | null>(null);
  useLiveEvent(({ type }) => {
    if (type === 'subscription_changed' || type === 'ready') current.reload();
  });
  return (
    <Loaded load={plans} isAlert={false}>
      {({ items }) => (
        <Loaded load={current} isAlert={false}>
          {({ subscription }) =>
            isRunning(subscription) ? (
              <CurrentPlan
                subscription={subscription}
                plans={items}
                begunName={chosen?.name ?? null}
                onGreeted={() => setChosen(null)}
                onChanged={current.reload}
              />
            ) : (
              <ChoosePlan
                plans={items}
                subscription={subscription}
                chosen={chosen}
                onChoose={setChosen}
                onDone={current.reload}
              />
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function isRunning(subscription: SubscriptionFacts | null): subscription is SubscriptionFacts {
  return subscription?.status === 'active' || subscription?.status === 'past_due';
}

type ChoosePlanProps = {
  plans: Plan[];
  subscription: SubscriptionFacts | null;
  chosen: Plan | null;
  onChoose: (plan: Plan | null) => void;
  onDone: () => void;
};

function ChoosePlan({ plans, subscription, chosen, onChoose, onDone }: ChoosePlanProps) {
  const introRef = useRef<HTMLParagraphElement>(null);
  if (plans.length === 0) return <p className="text-muted">{subscriptionCopy.noPlans}</p>;
  if (chosen !== null) {
    const goBack = () => {
      onChoose(null);
      // The form that had the focus is gone: the place to choose again gets it.
      queueMicrotask(() => introRef.current?.focus());
    };
    return (
      <Suspense fallback={<LoadingLines />}>
        <SubscribeCheckout plan={chosen} onBack={goBack} onDone={onDone} />
      </Suspense>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <p ref={introRef} tabIndex={-1} className="text-muted outline-none">
        {subscriptionCopy.intro}
      </p>
      {subscription?.status === 'incomplete' && <Notice>{currentPlanCopy.incomplete}</Notice>}
      <PlanCards
        plans={plans}
        label={({ name }) => ({
          text: subscriptionCopy.subscribe,
          spoken: fillMessage(subscriptionCopy.subscribeTo, { name }),
        })}
        onChoose={onChoose}
      />
    </div>
  );
}
