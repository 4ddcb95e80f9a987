// What a receipt shows while its call still runs: the way back to it, and the way out of it.
import { useLocation } from 'wouter';
import { Button } from '../components/button.tsx';
import { callCopy } from '../copy/call.ts';
import { receiptCopy } from '../copy/receipt.ts';
import { useServices } from '../services.tsx';

/** Two buttons for a running call; the receipt follows by itself when it ends. */
export function RunningCall({ id }: { id: string }) {
  const { call, client } = useServices();
  const [, navigate] = useLocation();
  const join = () => {
    const isHere = call.getState().snapshot?.voiceSessionId === id;
    if (!isHere) void call.start({ voiceSessionId: id, isTypedOnly: false });
    navigate('/talk');
  };
  return (
    <>
      <p className="mb-6 text-muted">{receiptCopy.settling}</p>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" onClick={join}>
          {callCopy.joinLiveCall}
        </Button>
        <Button onClick={() => void client.voiceSessions.end(id)}>{callCopy.endLiveCall}</Button>
      </div>
    </>
  );
}
