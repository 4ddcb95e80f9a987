// Shows what came of a payment, and takes the focus when the form that had it has gone.
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { PurchaseState } from './purchase-state.ts';
import { purchaseText } from './purchase-text.ts';

type PurchaseNoticeProps = { state: PurchaseState; extra?: ReactNode; children?: ReactNode };

const icons = {
  info: Hourglass,
  success: CircleCheck,
  warning: CircleAlert,
  failure: CircleAlert,
};

/** The notice of a purchase with its ways on; nothing while there is nothing to say. */
export function PurchaseNotice({ state, extra, children }: PurchaseNoticeProps) {
  const titleRef = useRef<HTMLHeadingElement>(null);
  const words = purchaseText(state);
  const title = words?.title;
  useEffect(() => {
    // A frame that leaves takes the focus with it, and the keyboard would start from the top.
    if (title !== undefined && document.activeElement === document.body) titleRef.current?.focus();
  }, [title]);
  if (words === null) return null;
  const Icon = icons[words.tone];
  return (
    <section
      className="purchase-notice"
      data-tone={words.tone}
      data-testid="purchase-notice"
      data-step={state.step}
    >
      <Icon className="purchase-icon" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-48">
        <h2 ref={titleRef} tabIndex={-1} className="font-bold">
          {words.title}
        </h2>
        {words.text && <p className="text-sm">{words.text}</p>}
        {extra}
      </div>
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </section>
  );
}
