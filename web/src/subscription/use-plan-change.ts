// Changes the plan a person has, and remembers what came of it until something else happens.
import type { Subscription, UpdateSubscriptionParams } from '@mindbot/sdk';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { currentPlanCopy, subscriptionCopy } from '../copy/subscription.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { type PlanChange, planChangeRequest, planChangeWords } from './plan-change.ts';
import { planFailureText } from './plan-failure-text.ts';

/** What can be done with the plan, and the sentences about what was done. */
export type PlanChanges = {
  done: string | null;
  failure: string | null;
  /** Where `done` is shown: it gets the focus that a button gone with its purpose had. */
  statusRef: RefObject<HTMLParagraphElement | null>;
  /** Does what was asked about; answers the sentence to show when it could not be done. */
  confirm(change: PlanChange): Promise<string | null>;
  /** Takes back an end or a change that is still to come. */
  keep(): Promise<void>;
};

/** The changes of a subscription; `begunName` names the plan when it has begun a moment ago. */
export function usePlanChange(
  subscription: Subscription,
  begunName: string | null,
  onChanged: () => void,
): PlanChanges {
  const { client } = useServices();
  const [done, setDone] = useState(() =>
    begunName === null ? null : fillMessage(subscriptionCopy.begun, { name: begunName }),
  );
  const [failure, setFailure] = useState<string | null>(null);
  const statusRef = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (done !== null) statusRef.current?.focus();
  }, [done]);

  const update = async (request: UpdateSubscriptionParams) => {
    const { error } = await client.subscription.update(request);
    return error ? planFailureText(error.code) : null;
  };
  const settle = (sentence: string) => {
    setDone(sentence);
    onChanged();
  };
  return {
    done,
    failure,
    statusRef,
    async confirm(change) {
      const refusal = await update(planChangeRequest(change));
      if (refusal === null) settle(planChangeWords(subscription, change).done);
      return refusal;
    },
    async keep() {
      const { plan, cancelAtPeriodEnd } = subscription;
      const request = cancelAtPeriodEnd ? { cancelAtPeriodEnd: false } : { plan: plan.id };
      const refusal = await update(request);
      setFailure(refusal);
      if (refusal !== null) return;
      const kept = fillMessage(currentPlanCopy.kept, { name: plan.name });
      settle(cancelAtPeriodEnd ? currentPlanCopy.resumed : kept);
    },
  };
}
