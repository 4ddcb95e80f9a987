// Whether calls go on when the plan's time is used, up to which cost, and what was used so far.
import type { Subscription } from '@mindbot/sdk';
import { useId, useState } from 'react';
import { Notice } from '../components/notice.tsx';
import { overageCopy } from '../copy/subscription.ts';
import { formatBalance, formatMoney, formatUsage } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { overageChoices } from './overage-choices.ts';
import { planFailureText } from './plan-failure-text.ts';

type OverageSettingProps = {
  subscription: Subscription;
  minorPerMinute: number;
  onChanged: () => void;
};

/** The limit as a list of amounts, each with the time it buys. */
export function OverageSetting({ subscription, minorPerMinute, onChanged }: OverageSettingProps) {
  const { client } = useServices();
  const id = useId();
  const { plan, overageCapMinor } = subscription;
  const [failure, setFailure] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const capMinor = wanted ?? overageCapMinor ?? 0;
  const money = (minor: number) => formatMoney(minor, plan.currency);
  const change = async (minor: number) => {
    setWanted(minor);
    setFailure(null);
    setDone(null);
    const { error } = await client.subscription.update({ overageCapMinor: minor });
    if (error) {
      setWanted(null);
      return setFailure(planFailureText(error.code));
    }
    const { saved, savedOff } = overageCopy;
    setDone(minor === 0 ? savedOff : fillMessage(saved, { amount: money(minor) }));
    onChanged();
  };
  return (
    <div className="grid gap-2">
      <div className="setting">
        <div className="min-w-0 flex-1 basis-56">
          <label htmlFor={id} className="font-medium">
            {overageCopy.title}
          </label>
          <p id={`${id}-hint`} className="text-sm text-muted">
            {fillMessage(overageCopy.text, { price: money(minorPerMinute) })}
          </p>
          <p className="text-sm">{usedSoFar(subscription, capMinor)}</p>
        </div>
        <select
          id={id}
          aria-describedby={`${id}-hint`}
          value={capMinor}
          onChange={(event) => void change(Number(event.target.value))}
          className="inline-select"
        >
          {overageChoices(minorPerMinute, capMinor).map((choice) => (
            <option key={choice.capMinor} value={choice.capMinor}>
              {choice.capMinor === 0
                ? overageCopy.off
                : fillMessage(overageCopy.choice, {
                    amount: money(choice.capMinor),
                    time: formatBalance(choice.timeMs),
                  })}
            </option>
          ))}
        </select>
      </div>
      <p role="status" className="text-sm font-medium text-spruce empty:hidden">
        {done}
      </p>
      {failure && (
        <Notice tone="failure" isAlert>
          {failure}
        </Notice>
      )}
    </div>
  );
}

function usedSoFar(subscription: Subscription, capMinor: number): string {
  const { plan, overageUsedMs, overageAmountMinor } = subscription;
  if (overageUsedMs === 0) return overageCopy.unused;
  const values = {
    amount: formatMoney(overageAmountMinor, plan.currency),
    cap: formatMoney(capMinor, plan.currency),
    time: formatUsage(overageUsedMs),
  };
  return fillMessage(capMinor === 0 ? overageCopy.usedNoCap : overageCopy.used, values);
}
