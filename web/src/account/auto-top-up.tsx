// Buying by itself when time runs low: off unless turned on, and said in one sentence.
import type { AutoTopUp as AutoTopUpSettings, Package } from '@mindbot/sdk';
import { useState } from 'react';
import { Link } from 'wouter';
import { buyFailureText } from '../buy/purchase-text.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { autoTopUpCopy } from '../copy/payments.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { SwitchSetting } from './switch-setting.tsx';
import { choiceOf, isOtherChoice, packageChoices } from './top-up-choice.ts';
import { TopUpSentence } from './top-up-sentence.tsx';

/** The section; `round` changes when something outside it may have changed it. */
export function AutoTopUp({ round }: { round: number }) {
  const { client } = useServices();
  const settings = useLoad(`auto top-up ${round}`, (signal) => client.autoTopUp.get({ signal }));
  const packages = useLoad('packages', (signal) => client.packages.list({}, { signal }));
  useLiveEvent(({ type }) => {
    if (type === 'payment_changed' || type === 'ready') settings.reload();
  });
  return (
    <Loaded load={packages} isAlert={false}>
      {({ items }) => (
        <Loaded load={settings} isAlert={false}>
          {(data) => <TopUpForm key={JSON.stringify(data)} settings={data} packages={items} />}
        </Loaded>
      )}
    </Loaded>
  );
}

type TopUpFormProps = { settings: AutoTopUpSettings; packages: Package[] };

function TopUpForm({ settings, packages }: TopUpFormProps) {
  const { client } = useServices();
  const [known, setKnown] = useState(settings);
  const [choice, setChoice] = useState(() => choiceOf(settings, packages));
  const [failure, setFailure] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const save = async (isEnabled: boolean, sentence: string) => {
    setFailure(null);
    setDone(null);
    const packageId = choice.packageId === '' ? null : choice.packageId;
    const { data, error } = await client.autoTopUp.update({ ...choice, packageId, isEnabled });
    if (error?.code === 'saved_card_missing') return setFailure(autoTopUpCopy.noCard);
    if (error) return setFailure(buyFailureText(error.code));
    setKnown(data);
    setDone(sentence);
  };
  const hasPackage = packageChoices(packages, choice.thresholdMs).length > 0;
  const isDirty = isOtherChoice(choice, choiceOf(known, packages));
  const { turnedOn, turnedOff, saved } = autoTopUpCopy;
  return (
    <div className="grid grid-cols-1 gap-3">
      <SwitchSetting
        label={autoTopUpCopy.label}
        hint={autoTopUpCopy.hint}
        isOn={known.isEnabled}
        isDisabled={!known.isEnabled && (known.card === null || !hasPackage)}
        onChange={(isOn) => void save(isOn, isOn ? turnedOn : turnedOff)}
      />
      <TopUpTrouble settings={known} />
      <TopUpSentence choice={choice} packages={packages} card={known.card} onChange={setChoice} />
      {!hasPackage && <p className="text-sm text-brick">{autoTopUpCopy.noPackage}</p>}
      {known.isEnabled && isDirty && hasPackage && (
        <Button className="justify-self-start" onClick={() => void save(true, saved)}>
          {autoTopUpCopy.save}
        </Button>
      )}
      {known.isEnabled && (
        <p className="text-sm text-muted">
          {fillMessage(autoTopUpCopy.used, {
            used: known.usedThisMonthCount,
            count: known.monthlyMaxCount,
          })}
        </p>
      )}
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

/** Why it cannot be turned on, why it was turned off, or what failed of late. */
function TopUpTrouble({ settings }: { settings: AutoTopUpSettings }) {
  const { card, disabledReason, failedCount, isEnabled } = settings;
  if (card === null) {
    const addCard = (
      <Link href="/buy" className={buttonClass()}>
        {autoTopUpCopy.addCard}
      </Link>
    );
    // The service turns it off when it is next due; until then it is on and does nothing.
    const wasOn = isEnabled || disabledReason !== null;
    const reason = disabledReason === null ? autoTopUpCopy.cardGone : disabledText(disabledReason);
    return (
      <Notice tone={wasOn ? 'warning' : 'info'} action={addCard}>
        {wasOn ? reason : autoTopUpCopy.noCard}
      </Notice>
    );
  }
  if (!isEnabled && disabledReason !== null) {
    return <Notice tone="warning">{disabledText(disabledReason)}</Notice>;
  }
  if (!isEnabled || failedCount === 0) return null;
  return (
    <Notice tone="warning">{fillMessage(autoTopUpCopy.failed, { count: failedCount })}</Notice>
  );
}

function disabledText(reason: string): string {
  return Object.hasOwn(autoTopUpCopy.disabled, reason)
    ? autoTopUpCopy.disabled[reason as keyof typeof autoTopUpCopy.disabled]
    : autoTopUpCopy.disabledOther;
}
