// The cards that can be charged again, each with a way to remove it.
import type { PaymentMethod } from '@mindbot/sdk';
import { CreditCard } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Loaded } from '../components/loaded.tsx';
import { savedCardsCopy } from '../copy/payments.ts';
import { failureText } from '../failure-text.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { cardName, isCardExpired } from './card-name.ts';

/** The list of saved cards. `onChange` is called after one was removed. */
export function SavedCards({ onChange }: { onChange?: () => void }) {
  const { client } = useServices();
  const load = useLoad('payment methods', (signal) => client.paymentMethods.list({ signal }));
  useLiveEvent(({ type }) => {
    if (type === 'payment_changed' || type === 'ready') load.reload();
  });
  const [asked, setAsked] = useState<PaymentMethod | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const statusRef = useRef<HTMLParagraphElement>(null);
  const remove = async (card: PaymentMethod) => {
    const { error } = await client.paymentMethods.delete(card.id);
    if (error && error.code !== 'not_found') return failureText(error.code);
    setRemoved(fillMessage(savedCardsCopy.removed, { card: cardName(card) }));
    load.reload();
    onChange?.();
    return null;
  };
  const close = (isDone: boolean) => {
    setAsked(null);
    // The button that asked is gone with its card: what became of it gets the focus.
    if (isDone) statusRef.current?.focus();
  };
  return (
    <>
      <Loaded load={load} isAlert={false}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">{savedCardsCopy.none}</p>
          ) : (
            <ul className="money-rows">
              {items.map((card) => (
                <SavedCard key={card.id} card={card} onRemove={() => setAsked(card)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <p ref={statusRef} tabIndex={-1} role="status" className="mt-2 text-sm text-muted">
        {removed}
      </p>
      {asked && (
        <ConfirmDialog
          title={fillMessage(savedCardsCopy.removeTitle, { card: cardName(asked) })}
          confirm={savedCardsCopy.removeConfirm}
          look="danger"
          onConfirm={() => remove(asked)}
          onClose={close}
        >
          {savedCardsCopy.removeText}
        </ConfirmDialog>
      )}
    </>
  );
}

function SavedCard({ card, onRemove }: { card: PaymentMethod; onRemove: () => void }) {
  const name = cardName(card);
  const isExpired = isCardExpired(card);
  const text = isExpired ? savedCardsCopy.expired : savedCardsCopy.expires;
  const month = String(card.expMonth).padStart(2, '0');
  const year = String(card.expYear % 100).padStart(2, '0');
  return (
    <li className="saved-card">
      <CreditCard className="size-5 flex-none text-muted" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{name}</span>{' '}
        <span className={`text-sm ${isExpired ? 'text-amber' : 'text-muted'}`}>
          {fillMessage(text, { month, year })}
        </span>
      </p>
      <Button
        look="quiet"
        onClick={onRemove}
        aria-label={fillMessage(savedCardsCopy.removeCard, { card: name })}
      >
        {savedCardsCopy.remove}
      </Button>
    </li>
  );
}
