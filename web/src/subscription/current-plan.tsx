// The plan a person has: its period and terms, and changing, canceling or keeping it.
import type { Plan, Subscription } from '@mindbot/sdk';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { currentPlanCopy, planChangeCopy, subscriptionCopy } from '../copy/subscription.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { ManageBilling } from './manage-billing.tsx';
import { OverageSetting } from './overage-setting.tsx';
import { PlanCards } from './plan-cards.tsx';
import { directionOf, type PlanChange, planChangeRequest, planChangeWords } from './plan-change.ts';
import { planFailureText } from './plan-failure-text.ts';
import { PlanSummary } from './plan-summary.tsx';

type CurrentPlanProps = {
  subscription: Subscription;
  plans: readonly Plan[];
  /** The plan that was subscribed to a moment ago on this page. */
  begunName: string | null;
  onChanged: () => void;
};

/** The plan and its ways on. */
export function CurrentPlan({ subscription, plans, begunName, onChanged }: CurrentPlanProps) {
  const { client } = useServices();
  const [asked, setAsked] = useState<PlanChange | null>(null);
  const [done, setDone] = useState(() =>
    begunName === null ? null : fillMessage(subscriptionCopy.begun, { name: begunName }),
  );
  const [failure, setFailure] = useState<string | null>(null);
  const statusRef = useRef<HTMLParagraphElement>(null);
  const { plan, status, pendingPlan, cancelAtPeriodEnd } = subscription;
  useEffect(() => {
    // The form that had the focus has become this.
    if (begunName !== null) statusRef.current?.focus();
  }, [begunName]);

  const update = async (request: Parameters<typeof client.subscription.update>[0]) => {
    const { error } = await client.subscription.update(request);
    return error ? planFailureText(error.code) : null;
  };
  const settle = (sentence: string) => {
    setDone(sentence);
    onChanged();
    statusRef.current?.focus();
  };
  const keep = async () => {
    const isEnding = cancelAtPeriodEnd;
    const request = isEnding ? { cancelAtPeriodEnd: false } : { plan: plan.id };
    const refusal = await update(request);
    setFailure(refusal);
    if (refusal !== null) return;
    settle(
      isEnding ? currentPlanCopy.resumed : fillMessage(currentPlanCopy.kept, { name: plan.name }),
    );
  };
  const confirm = async (change: PlanChange) => {
    const refusal = await update(planChangeRequest(change));
    if (refusal === null) settle(planChangeWords(subscription, change).done);
    return refusal;
  };

  return (
    <div className="grid grid-cols-1 gap-4">
      {status === 'past_due' && (
        <Notice tone="failure" action={<ManageBilling label={currentPlanCopy.mend} />}>
          {currentPlanCopy.pastDue}
        </Notice>
      )}
      <PlanSummary subscription={subscription} />
      <div className="flex flex-wrap items-center gap-3">
        {(cancelAtPeriodEnd || pendingPlan !== null) && (
          <Button look="primary" onClick={() => void keep()}>
            {cancelAtPeriodEnd
              ? currentPlanCopy.resume
              : fillMessage(currentPlanCopy.keepPlan, { name: plan.name })}
          </Button>
        )}
        {status === 'active' && <ManageBilling label={currentPlanCopy.portal} />}
        {!cancelAtPeriodEnd && (
          <Button onClick={() => setAsked({ kind: 'cancel' })}>{currentPlanCopy.cancel}</Button>
        )}
      </div>
      <p ref={statusRef} tabIndex={-1} role="status" className="plan-done">
        {done}
      </p>
      {failure && (
        <Notice tone="failure" isAlert>
          {failure}
        </Notice>
      )}
      {plan.overageMinorPerMinute !== null && (
        <OverageSetting
          subscription={subscription}
          minorPerMinute={plan.overageMinorPerMinute}
          onChanged={onChanged}
        />
      )}
      {status === 'active' && !cancelAtPeriodEnd && (
        <details className="disclosure">
          <summary>{currentPlanCopy.changePlan}</summary>
          <div className="mt-3">
            <PlanCards
              plans={plans}
              currentId={plan.id}
              label={({ name }) => {
                const text = fillMessage(currentPlanCopy.changeTo, { name });
                return { text, spoken: text };
              }}
              onChoose={(next) => setAsked({ kind: directionOf(plan, next), plan: next })}
            />
          </div>
        </details>
      )}
      {asked && (
        <ConfirmDialog
          {...planChangeWords(subscription, asked)}
          cancel={planChangeCopy.goBack}
          look={asked.kind === 'cancel' ? 'danger' : 'primary'}
          onConfirm={() => confirm(asked)}
          onClose={() => setAsked(null)}
        >
          {planChangeWords(subscription, asked).text}
        </ConfirmDialog>
      )}
    </div>
  );
}
