// The plan a person has: its period and terms, and changing, canceling or keeping it.
import type { Plan, Subscription } from '@mindbot/sdk';
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { currentPlanCopy, planChangeCopy } from '../copy/subscription.ts';
import { fillMessage } from '../message.ts';
import { ManageBilling } from './manage-billing.tsx';
import { OverageSetting } from './overage-setting.tsx';
import { PlanCards } from './plan-cards.tsx';
import { directionOf, type PlanChange, planChangeWords } from './plan-change.ts';
import { PlanSummary } from './plan-summary.tsx';
import { usePlanChange } from './use-plan-change.ts';

type CurrentPlanProps = {
  subscription: Subscription;
  plans: readonly Plan[];
  /** The plan that was subscribed to a moment ago on this page. */
  begunName: string | null;
  /** The person has been told that it began. */
  onGreeted: () => void;
  onChanged: () => void;
};

/** The plan and its ways on. */
export function CurrentPlan(props: CurrentPlanProps) {
  const { subscription, plans, begunName, onGreeted, onChanged } = props;
  const changes = usePlanChange(subscription, begunName, onChanged);
  const [asked, setAsked] = useState<PlanChange | null>(null);
  const { plan, status, cancelAtPeriodEnd } = subscription;
  useEffect(() => {
    if (begunName !== null) onGreeted();
  }, [begunName, onGreeted]);
  return (
    <div className="grid grid-cols-1 gap-4">
      {status === 'past_due' && (
        <Notice tone="failure" action={<ManageBilling label={currentPlanCopy.mend} />}>
          {currentPlanCopy.pastDue}
        </Notice>
      )}
      <PlanSummary subscription={subscription} />
      <PlanButtons
        subscription={subscription}
        onKeep={() => void changes.keep()}
        onCancel={() => setAsked({ kind: 'cancel' })}
      />
      <p ref={changes.statusRef} tabIndex={-1} role="status" className="plan-done">
        {changes.done}
      </p>
      {changes.failure && (
        <Notice tone="failure" isAlert>
          {changes.failure}
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
        <OtherPlans plan={plan} plans={plans} onAsk={setAsked} />
      )}
      {asked && (
        <ConfirmDialog
          {...planChangeWords(subscription, asked)}
          cancel={planChangeCopy.goBack}
          look={asked.kind === 'cancel' ? 'danger' : 'primary'}
          onConfirm={() => changes.confirm(asked)}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone) changes.statusRef.current?.focus();
          }}
        >
          {planChangeWords(subscription, asked).text}
        </ConfirmDialog>
      )}
    </div>
  );
}

type PlanButtonsProps = { subscription: Subscription; onKeep: () => void; onCancel: () => void };

function PlanButtons({ subscription, onKeep, onCancel }: PlanButtonsProps) {
  const { plan, status, pendingPlan, cancelAtPeriodEnd } = subscription;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {(cancelAtPeriodEnd || pendingPlan !== null) && (
        <Button look="primary" onClick={onKeep}>
          {cancelAtPeriodEnd
            ? currentPlanCopy.resume
            : fillMessage(currentPlanCopy.keepPlan, { name: plan.name })}
        </Button>
      )}
      {status === 'active' && <ManageBilling label={currentPlanCopy.portal} />}
      {!cancelAtPeriodEnd && <Button onClick={onCancel}>{currentPlanCopy.cancel}</Button>}
    </div>
  );
}

type OtherPlansProps = {
  plan: Plan;
  plans: readonly Plan[];
  onAsk: (change: PlanChange) => void;
};

function OtherPlans({ plan, plans, onAsk }: OtherPlansProps) {
  return (
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
          onChoose={(next) => onAsk({ kind: directionOf(plan, next), plan: next })}
        />
      </div>
    </details>
  );
}
