// Endings without a receipt on this screen: the call went on elsewhere, or was closed by us.
import { Link } from 'wouter';
import { Button, buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { endActionCopy, endedCopy, receiptCopy } from '../copy/receipt.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import type { CallState } from './call-state.ts';

/** The notice for `moved` and `closed_by_admin`. */
export default function EndNotice({ state }: { state: CallState }) {
  const { call } = useServices();
  const voiceSessionId = state.snapshot?.voiceSessionId ?? undefined;
  const reason = state.snapshot?.ended?.reason === 'moved' ? 'moved' : 'closed_by_admin';
  const title = endedCopy[reason].title;
  const moveHere = () => void call.start({ voiceSessionId, isTypedOnly: state.isTypedOnly });
  return (
    <Page title={title} width="narrow">
      {reason === 'closed_by_admin' && voiceSessionId && (
        <p className="mb-6 text-muted">
          {fillMessage(receiptCopy.supportHint, { id: voiceSessionId.slice(0, 8) })}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        {reason === 'moved' ? (
          <Button look="primary" onClick={moveHere}>
            {endActionCopy.use_here}
          </Button>
        ) : (
          voiceSessionId && (
            <Link href={`/calls/${voiceSessionId}`} className={buttonClass('primary')}>
              {receiptCopy.seeReceipt}
            </Link>
          )
        )}
        <Button onClick={() => call.dispatch({ type: 'reset' })}>{endActionCopy.talk_again}</Button>
      </div>
    </Page>
  );
}
