// What to do after a call, the likeliest first.
import type { VoiceSession } from '@mindbot/sdk';
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { callCopy } from '../copy/call.ts';
import { endActionCopy, endedCopy, receiptCopy } from '../copy/receipt.ts';
import { fillMessage } from '../message.ts';

/** The buttons beneath a receipt. */
export function ReceiptActions({ call }: { call: VoiceSession }) {
  const { action } = endedCopy[call.endedReason ?? 'user_hung_up'];
  const talk = `/talk?assistant=${encodeURIComponent(call.assistant.slug)}`;
  const talkText = action === 'try_again' ? endActionCopy.try_again : endActionCopy.talk_again;
  const isBuyFirst = action === 'buy_time';
  return (
    <div>
      {action === 'contact_support' && (
        <p className="mb-3 text-sm text-muted">
          {fillMessage(receiptCopy.supportHint, { id: call.id.slice(0, 8) })}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Link href={talk} className={buttonClass(isBuyFirst ? 'secondary' : 'primary')}>
          {talkText}
        </Link>
        <Link href="/buy" className={buttonClass(isBuyFirst ? 'primary' : 'secondary')}>
          {callCopy.buyTime}
        </Link>
      </div>
    </div>
  );
}
